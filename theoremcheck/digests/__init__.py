"""What source code says, the same on every Python: digests of modules and functions, expressions; needs no torch."""
