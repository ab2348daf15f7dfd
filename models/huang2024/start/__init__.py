"""The random start: labels, weights and noises before the first step."""
