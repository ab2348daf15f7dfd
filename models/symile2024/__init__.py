"""Saporta et al. 2024 (Symile): laws of several modalities with known information, and what is trained on them."""
