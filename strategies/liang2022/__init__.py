"""Regimes of Liang et al. 2022."""
