"""A direction that separates the two modalities."""
