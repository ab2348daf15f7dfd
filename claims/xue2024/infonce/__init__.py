"""Whether the theory of the linear loss carries over to InfoNCE: ours, not the paper's."""
