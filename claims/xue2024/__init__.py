"""Xue et al. 2024, arXiv:2310.04971: robustness of multi-modal contrastive learning to distribution shift."""
