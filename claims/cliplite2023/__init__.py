"""Shrivastava et al. 2023, CLIP-Lite: one negative for each positive, by the Jensen-Shannon bound."""
