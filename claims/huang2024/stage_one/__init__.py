"""Huang et al. 2024, stage 1: the lemmas about small coefficients."""
