"""All pairs on two hyperplanes: in cones of one orientation, and as free points."""
