"""Uniform encoders and the second term of the limit."""
