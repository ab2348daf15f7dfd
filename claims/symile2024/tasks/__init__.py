"""Tasks that no pair of modalities solves: Symile's encoders and pairwise CLIP's, trained in the population."""
