"""Regimes of Cai et al. 2026."""
