"""Regimes of Saporta et al. 2024."""
