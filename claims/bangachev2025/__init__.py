"""Bangachev, Bresler, Noman and Polyanskiy 2025: global minimisers of the sigmoid loss (arXiv 2509.18552)."""
