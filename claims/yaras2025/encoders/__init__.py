"""Small encoders: what a temperature and the normalisation do to gap and retrieval."""
