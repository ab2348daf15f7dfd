"""Populations instead of samples: positives alone in law, both in the limit of infinite width, and closed forms."""
