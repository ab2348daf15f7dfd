"""The phase diagram over signal strength and the ratio of the modalities."""
