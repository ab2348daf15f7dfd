"""Regimes of Shrivastava et al. 2023."""
