r"""CLIP's loss of cosines at a fixed temperature, by its gradient in the vectors whose cosines they are.

A cosine is at most 1, so a scale of up to 80 leaves every exponential within float32 as it is: nothing is subtracted
before, and none of `models.view_encoders.clip_slope`'s care for scores without a bound is needed here.
"""

import torch
from torch import Tensor

__all__ = ["cosine_clip_slopes"]


def cosine_clip_slopes(first: Tensor, second: Tensor, scale: float) -> tuple[Tensor, Tensor]:
    """Slopes of `theoremcheck.numerics.clip`, whose scores are scaled cosines of the vectors.

    Args:
        first: Vectors of any length, shape (trials, n, d).
        second: Of the other view, shape (trials, n, d).
        scale: The inverse temperature, at most 80.

    Returns:
        By the first and by the second, of their shape.
    """
    count = first.shape[1]
    (one, length), (two, span) = _unit(first), _unit(second)
    weights = torch.bmm(one * scale, two.mT).exp_()
    rows, columns = (weights.sum(dim=dim, keepdim=True).mul_(2 * count / scale).reciprocal_() for dim in (2, 1))
    weights.mul_(rows + columns)
    weights.diagonal(dim1=1, dim2=2).sub_(scale / count)
    # A few rows times many are a third faster than many times a few.
    return _raw(torch.bmm(two.mT, weights.mT).mT, one, length), _raw(torch.bmm(one.mT, weights).mT, two, span)


def _unit(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Unit vectors, and the lengths that they had."""
    length = torch.linalg.vector_norm(vectors, dim=2, keepdim=True)
    return vectors / length, length


def _raw(slope: Tensor, unit: Tensor, length: Tensor) -> Tensor:
    """Slope by a vector from that by its unit vector: what is along it moves nothing."""
    along = (slope * unit).sum(dim=2, keepdim=True)
    return torch.addcmul(slope, unit, along, value=-1).div_(length)
