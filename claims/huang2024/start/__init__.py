"""The random start: concentration of labels, weights and noises."""
