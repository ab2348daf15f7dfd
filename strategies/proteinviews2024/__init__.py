"""Regimes of Xu et al. 2024."""
