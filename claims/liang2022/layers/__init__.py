"""What one random layer makes of the angle between two vectors: the cone effect."""
