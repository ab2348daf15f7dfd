"""The margin against the bias: inequalities that hold for all unit vectors."""
