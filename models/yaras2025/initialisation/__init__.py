"""A random start of two modalities: rows, inner products, softmax means, and the speed of the gap."""
