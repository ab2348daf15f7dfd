r"""Information in a joint law that is known: a table of probabilities, or a Gaussian law on a grid.

A table has one axis for each modality, at the end; axes before them are batch axes. All logarithms are natural. With
the product of the marginals $q(x_1, \dots, x_M) = \prod_i p(x_i)$ and $r = p / q$,

$$ TC = E_p \log r, \qquad \chi^2 = E_p r - 1, \qquad \mathrm{JSD} = \tfrac12 KL(p \| m) + \tfrac12 KL(q \| m), $$

where m is the mean of p and q. For two modalities the total correlation TC is the mutual information.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = [
    "chi_square",
    "gaussian_table",
    "jensen_shannon",
    "log_density_ratio",
    "marginal",
    "product_of_marginals",
    "total_correlation",
]


def marginal(joint: Tensor, *kept: int, modalities: int = 2) -> Tensor:
    """Law of some modalities.

    Args:
        joint: Probabilities, shape (*, m_1, ..., m_M).
        kept: Which modalities, counted from 0, in increasing order.
        modalities: M.

    Returns:
        Probabilities, shape (*, ...), the kept axes in their order.
    """
    summed = [axis - modalities for axis in range(modalities) if axis not in kept]
    return joint.sum(dim=summed) if summed else joint


def product_of_marginals(joint: Tensor, modalities: int = 2) -> Tensor:
    r"""$q = \prod_i p(x_i)$, of the shape of the joint law (*, m_1, ..., m_M)."""
    product = torch.ones_like(joint)
    for axis in range(-modalities, 0):
        others = [other for other in range(-modalities, 0) if other != axis]
        product = product * joint.sum(dim=others, keepdim=True)
    return product


def log_density_ratio(joint: Tensor, modalities: int = 2) -> Tensor:
    r"""$\log r = \log p / q$, the pointwise mutual information: the critic at which contrastive bounds are largest.

    It is $-\infty$ where p alone is 0, and 0 where q is too; of the shape of the joint law (*, m_1, ..., m_M).
    """
    product = product_of_marginals(joint, modalities)
    return torch.where(product > 0, joint.log() - product.log(), torch.zeros_like(joint))


def total_correlation(joint: Tensor, modalities: int = 2) -> Tensor:
    r"""$KL(p \| q)$ in nats, shape (*): the mutual information of two modalities, and its sum over more."""
    return _mean(joint, log_density_ratio(joint, modalities), modalities)


def chi_square(joint: Tensor, modalities: int = 2) -> Tensor:
    r"""$\chi^2(p \| q) = E_p r - 1$, shape (*)."""
    return _mean(joint, log_density_ratio(joint, modalities).exp(), modalities) - 1


def jensen_shannon(joint: Tensor, modalities: int = 2) -> Tensor:
    """Jensen-Shannon divergence of the joint law and the product of its marginals, in nats, shape (*)."""
    product = product_of_marginals(joint, modalities)
    middle = ((joint + product) / 2).clamp(min=torch.finfo(joint.dtype).tiny).log()
    sides = (torch.special.xlogy(law, law) - law * middle for law in (joint, product))
    return sum(side.sum(dim=tuple(range(-modalities, 0))) for side in sides) / 2


def gaussian_table(correlation: Tensor, points: int = 96, reach: float = 9.0) -> tuple[Tensor, Tensor]:
    r"""A Gaussian law of scalar modalities as a table on a uniform grid, for the functions of this room.

    The trapezoidal rule converges exponentially for a smooth integrand that decays to 0 (Trefethen and Weideman 2014,
    "The exponentially convergent trapezoidal rule"): the sum of the density errs by about $e^{-2 \pi^2 k^T R k / h^2}$
    at the integers k where that is largest, 1e-47 for two modalities with a correlation of 0.9 and the default step h.
    A critic that varies faster than the density needs a smaller one: double the points, and see that nothing changes.

    Args:
        correlation: Correlation matrices R, positive definite with a unit diagonal, shape (*, M, M).
        points: Grid points of each modality; a table has points^M entries.
        reach: The grid ends at so many standard deviations.

    Returns:
        The grid, shape (points,), and the joint law on it, shape (*, points, ..., points), which sums to 1.

    Raises:
        ValueError: If a matrix is no positive definite correlation matrix.
    """
    modalities = correlation.shape[-1]
    correlation = correlation.double()
    factor, failed = torch.linalg.cholesky_ex(correlation)
    if failed.any() or not torch.allclose(correlation.diagonal(dim1=-2, dim2=-1), torch.ones((), dtype=torch.double)):
        raise ValueError("correlation must be positive definite with a unit diagonal: it is no correlation matrix")
    grid = torch.linspace(-reach, reach, points, dtype=torch.float64, device=correlation.device)
    node = torch.stack(torch.meshgrid(*[grid] * modalities, indexing="ij"), dim=-1).flatten(end_dim=-2)
    white = torch.linalg.solve_triangular(factor, node.T, upper=False)
    density = (-white.square().sum(dim=-2) / 2).exp()  # but for a factor, which normalisation removes
    law = density / density.sum(dim=-1, keepdim=True)
    return grid, law.unflatten(-1, (points,) * modalities)


def _mean(joint: Tensor, values: Tensor, modalities: int) -> Tensor:
    """Expectation under the joint law; what has no probability does not count, infinite or not."""
    return torch.where(joint > 0, joint * values, torch.zeros_like(joint)).sum(dim=tuple(range(-modalities, 0)))
