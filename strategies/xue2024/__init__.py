"""Regimes of Xue et al. 2024, a file a topic."""
