"""Proteins of families and superfamilies, and encoders of their two modalities that homology trains."""
