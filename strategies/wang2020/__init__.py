"""Wang and Isola 2020: alignment and uniformity on the hypersphere (arXiv 2005.10242)."""
