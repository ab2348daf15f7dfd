"""Liang, Zhang, Kwon, Yeung and Zou 2022: Mind the Gap (arXiv 2203.02053)."""
