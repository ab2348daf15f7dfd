"""Flows of gap and temperature, of free features and reduced to two numbers, and their closed forms."""
