"""Xue et al. 2024: linear contrastive learning of two modalities under distribution shift, in two data models."""
