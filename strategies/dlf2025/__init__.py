"""Regimes of Wang et al. 2025."""
