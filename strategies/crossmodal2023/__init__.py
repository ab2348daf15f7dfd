"""Regimes of Lin et al. 2023."""
