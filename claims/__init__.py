"""The catalogue: one folder a paper, one page a claim."""
