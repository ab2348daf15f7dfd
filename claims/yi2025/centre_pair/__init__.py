"""The one pair that stands at the centres of two laws, in closed form: Theorems 2 and 3."""
