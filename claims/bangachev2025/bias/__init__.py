"""The coordinate of the bias: one training of both, read by several pages."""
