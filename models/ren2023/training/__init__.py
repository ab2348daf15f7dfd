"""Two linear encoders on pairs of views: the data, gradient descent in the span, and what is measured."""
