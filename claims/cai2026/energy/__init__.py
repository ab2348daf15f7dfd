"""The energy with frozen potentials: what it says, and what it misses."""
