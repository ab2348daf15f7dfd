"""Two modalities on two hyperplanes: in cones whose common orientation is free, and as free points."""
