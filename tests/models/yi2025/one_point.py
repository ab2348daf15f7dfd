"""A batch of one point, or of the same one several times."""

import torch


def batch(regime, trials, **values):
    """Numbers with a point become tensors of shape (trials,), whole ones are shared."""
    return regime(
        **{
            name: torch.full((trials,), value, dtype=torch.float64) if isinstance(value, float) else value
            for name, value in values.items()
        }
    )
