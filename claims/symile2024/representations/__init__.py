"""What optimal representations know: encoders trained in the population, one vector a letter."""
