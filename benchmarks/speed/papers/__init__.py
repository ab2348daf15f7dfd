"""One training of each paper, written as a user of PyTorch would, and by the catalogue: one file a paper."""
