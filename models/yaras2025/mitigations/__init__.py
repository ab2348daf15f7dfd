"""What is done against the gap: temperatures of every kind on the parallel model, swaps of features that are free."""
