"""Huang et al. 2024: what the proofs pass through, from one step of the recursion to the sizes of an embedding."""
