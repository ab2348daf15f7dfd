"""Huang et al. 2024: two-patch data, contrastive training in one and in two modalities, and linear heads."""
