"""Zero loss: how fast the loss gets there, and what it forces on the way."""
