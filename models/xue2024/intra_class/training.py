r"""Gradient descent on the linear contrastive loss, full batch, from a small random start.

The loss knows the data through the sample cross-covariance S alone, so a step costs no pass over pairs.

Source: Xue et al. 2024, arXiv:2310.04971, the loss of Section 3 (recalled; the trace form is derived).
"""

import torch
from torch import Tensor

from models.xue2024.intra_class.contrastive import Rule
from models.xue2024.intra_class.model import IntraClass, latent_covariance
from theoremcheck.streams import Streams

__all__ = ["descend", "rule_in_the_latent_basis"]

_START = 0.1
"""Standard deviation of the first weights."""
_RATE = 0.6
"""Step in units of $1 / s_1(C)$: a singular mode s grows by $1 + 0.6 s / s_1$ a step at first. At the end the
greatest mode's error is multiplied by 1 - 1.2; a step of 1 would not come to rest, and the sample's $s_1$ is up to a
third larger than C's at n = 100."""


def descend(model: IntraClass, covariance: Tensor, streams: Streams, width: int, steps: int) -> Tensor:
    r"""$W_I^T W_T$ after some steps at $\rho = 1$, in the shape of the covariance.

    With $S = U \Sigma V^T$ the weights $P = W_I U$ and $Q = W_T V$ descend as those of a diagonal S do, and a normal
    start has one law in every orthonormal basis: it is drawn in that of P and Q.

    Args:
        model: Regimes; the step is $0.6 / s_1$ of the latents' cross-covariance.
        covariance: S, shape (trials, data sets, dim, dim).
        streams: One stream a trial.
        width: p.
        steps: Number of steps.
    """
    left, values, right = torch.linalg.svd(covariance)
    shape = (*covariance.shape[1:2], width, covariance.shape[3])
    first, second = (_START * streams.normal(f"start {k}", shape).flatten(end_dim=1) for k in range(2))
    rate = _RATE / torch.linalg.matrix_norm(latent_covariance(model), ord=2)
    rates = rate[:, None].expand(covariance.shape[:2]).reshape(-1, 1, 1)
    pull = rates * values.flatten(end_dim=1)[:, None]
    before = torch.empty_like(first), torch.empty_like(second)
    for _ in range(steps):
        # d/dP of -tr(P Sigma Q^T) + |P^T Q|^2 / 2 is -Q Sigma + (Q Q^T) P.
        grams = [torch.bmm(own, own.mT).mul_(rates) for own in (second, first)]
        after = [
            torch.addcmul(own, other, pull, out=room).baddbmm_(gram, own, alpha=-1)
            for own, other, gram, room in zip((first, second), (second, first), grams, before, strict=True)
        ]
        before, (first, second) = (first, second), after
    return left @ torch.bmm(first.mT, second).view_as(covariance) @ right


def rule_in_the_latent_basis(product: Tensor) -> Rule:
    """The rule for the prompts (+-1, 0), of a product whose bases begin with the dictionaries; one captioning."""
    weights = product[..., 0]
    return Rule(weights[..., :1], weights[..., 1:2], weights.norm(dim=-1, keepdim=True))
