"""Saporta et al. 2024 (Symile): laws of three or more modalities with known information, and what is trained on them."""
