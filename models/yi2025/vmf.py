r"""The von Mises-Fisher law $\mathrm{vMF}(c, \kappa)$ on $S^{d-1}$: density proportional to $e^{\kappa c \cdot z}$.

Source: Yi et al. 2025 (arXiv:2510.03268v2), Definition 3.
"""

import torch
from scipy.special import gammaln, ive
from torch import Tensor

__all__ = ["log_partition"]

_SMALL = 1e-2
r"""Below it two terms of the series: the next is less than $\kappa^6 / d^3$, 2e-13 at d = 2."""


def log_partition(concentration: Tensor, dim: int) -> Tensor:
    r"""$\log E\, e^{\kappa c \cdot z}$ for z uniform on $S^{d-1}$, elementwise, for every $\kappa \ge 0$.

    It is $\log(\Gamma(\nu + 1) (2 / \kappa)^\nu I_\nu(\kappa))$ with $\nu = d/2 - 1$, so $\log(I_\nu(m) / m^\nu)$ up to
    a constant that differences do not see. scipy's scaled Bessel function has it at a concentration of thousands, where
    the power series has too many terms.

    Args:
        concentration: $\kappa$, any shape.
        dim: d, at least 2.

    Returns:
        The same shape.
    """
    order = dim / 2 - 1
    large = concentration.clamp(min=_SMALL)
    scaled = torch.as_tensor(ive(order, large.cpu().numpy()), dtype=large.dtype, device=large.device)
    whole = scaled.log() + large - order * (large / 2).log() + float(gammaln(order + 1))
    square = concentration.square() / dim
    return torch.where(concentration < _SMALL, square / 2 - square.square() / (4 * (dim + 2)), whole)
