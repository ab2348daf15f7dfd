r"""Gradient descent on the linear contrastive loss, full batch, from a small random start.

The loss knows the data through the sample cross-covariance S alone, so a step costs $p\,d^2$ and no pass over pairs.

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

    Args:
        model: Regimes; the step is $0.6 / s_1$ of the latents' cross-covariance.
        covariance: S, shape (trials, data sets, dim, dim).
        streams: One stream a trial.
        width: p.
        steps: Number of steps.
    """
    trials, data_sets, dim, _ = covariance.shape
    S = covariance.flatten(end_dim=1)
    first, second = (
        _START * streams.normal(f"start {k}", (data_sets, width, dim)).flatten(end_dim=1) for k in range(2)
    )
    rate = _RATE / torch.linalg.matrix_norm(latent_covariance(model), ord=2)
    rate = rate.repeat_interleave(data_sets)[:, None, None]
    for _ in range(steps):
        # d/dW_I of -tr(W_I S W_T^T) + |W_I^T W_T|^2 / 2 is -W_T S^T + (W_T W_T^T) W_I.
        pulled = second @ S.mT - (second @ second.mT) @ first, first @ S - (first @ first.mT) @ second
        first, second = first + rate * pulled[0], second + rate * pulled[1]
    return (first.mT @ second).unflatten(0, (trials, data_sets))


def rule_in_the_latent_basis(product: Tensor) -> Rule:
    """The rule for the prompts (+-1, 0), of a product whose bases begin with the dictionaries; one captioning."""
    weights = product[..., 0]
    return Rule(weights[..., :1], weights[..., 1:2], weights.norm(dim=-1, keepdim=True))
