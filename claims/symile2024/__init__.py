"""Saporta et al. 2024, Symile: one loss for any number of modalities bounds their total correlation."""
