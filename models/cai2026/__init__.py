"""Cai, Zhang, Liu and Shi 2026: the geometry of InfoNCE's optimum (arXiv 2601.19597)."""
