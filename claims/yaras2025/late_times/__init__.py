"""Late times: cross-entropy beside the scalar model of section 3.1, and the exponent of the logarithm."""
