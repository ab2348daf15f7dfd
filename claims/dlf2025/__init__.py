"""Wang et al. 2025 (DLF): shared and specific features of language, vision and audio."""
