"""Rates along ladders with common random numbers: the two lemmas' n^(-1/2), and the clock of convergence."""
