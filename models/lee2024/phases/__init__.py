"""The optimum of the sigmoid loss: its closed form, its two phase lines, and free unit vectors that find it."""
