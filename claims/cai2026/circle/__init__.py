"""The toy of the paper: encoders of a noisy angle."""
