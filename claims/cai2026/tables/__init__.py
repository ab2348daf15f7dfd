"""Discrete pairs at the population loss: when a gap can be optimal, and what mismatch rewards."""
