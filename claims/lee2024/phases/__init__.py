"""The optimum of the sigmoid loss and its phases."""
