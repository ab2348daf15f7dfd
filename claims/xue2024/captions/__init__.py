"""Richness of captions: which details of the image they tell, in both data models."""
