"""Symile and pairwise CLIP on finite samples."""
