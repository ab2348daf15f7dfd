"""Models of Xu et al. 2024, views of proteins."""
