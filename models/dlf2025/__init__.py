"""Models of Wang et al. 2025 (DLF): a synthetic surrogate of its encoders and its losses."""
