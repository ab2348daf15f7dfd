"""Flows of the gap: how it opens, peaks and closes, for each parametrisation of the temperature."""
