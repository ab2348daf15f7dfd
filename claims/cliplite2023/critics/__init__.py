"""What a Jensen-Shannon critic learns in the population."""
