"""Regimes of Ren and Li 2023."""
