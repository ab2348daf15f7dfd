"""What the proofs pass through: a step of the coefficients, averages over neurons, sizes of an embedding's parts."""
