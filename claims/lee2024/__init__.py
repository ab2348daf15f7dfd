"""Lee, Chang and Sohn 2024: what the sigmoid contrastive loss makes of embeddings (arXiv 2402.12613)."""
