"""Xue et al. 2024: robustness of multi-modal contrastive learning to distribution shift."""
