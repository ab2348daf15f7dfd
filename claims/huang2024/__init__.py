"""Huang et al. 2024, arXiv:2411.02837: multi-modal against single-modal contrastive learning."""
