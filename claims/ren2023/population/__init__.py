"""Statements on the population: closed forms, their reach, and what separates the two stages."""
