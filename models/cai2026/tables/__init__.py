"""Free unit rows at the optimum of a discrete pair: how to get there, and where it is known."""
