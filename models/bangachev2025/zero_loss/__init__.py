"""Where the sigmoid loss is nearly zero: constellations that have room for it, their best bias, and what it forces."""
