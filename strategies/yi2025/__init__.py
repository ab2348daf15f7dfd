"""Yi, Douady and Chen 2025: convergent representations and the modality gap (arXiv 2510.03268, version 2)."""
