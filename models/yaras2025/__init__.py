"""Yaras, Chen, Wang and Qu 2025: the modality gap of contrastive multimodal learning (arXiv 2412.07909)."""
