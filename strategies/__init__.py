"""Regimes: where the parameters of a claim are drawn from, by paper."""
