"""What source code says, the same on every Python: digests and expressions of functions; needs no torch."""
