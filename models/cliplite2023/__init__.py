"""Shrivastava et al. 2023 (CLIP-Lite): pairs, the Jensen-Shannon critic, and InfoNCE beside it."""
