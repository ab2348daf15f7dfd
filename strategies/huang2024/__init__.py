"""Regimes of Huang et al. 2024, a file a topic."""
