r"""The gradient of the contrastive loss at a start, with its negatives in closed form, beside that of positives alone.

With weight K on an expectation over negatives, $f = P u / N$ and $N = \|P\|$,
$$ L = E\, \mathrm{softplus}\bigl(\log K + \log E_- e^{\tau^2 f_A \cdot f_B^-} - \tau^2 f_A \cdot f_B\bigr) + \dots , $$
the dots being the same with A and B swapped,
and for $u = \mu + \{\pm 1\}^d$, $\log E_- e^{\tau^2 f_A \cdot f_B^-} = \sum_j \log\cosh h_j + \mu \cdot h$ with
$h = \tau^2 P_B^\top f_A / N_B$. Positives alone have $L_{NC} = -E f_A \cdot f_B$. Derived.

Source: Ren and Li 2023, arXiv:2304.03717; the model is reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import softplus

from models.ren2023.population.landscape import binary
from models.ren2023.training.pairs import LinearPairs, Views

__all__ = ["contrastive_slope", "positive_slope", "relative_difference"]


def contrastive_slope(
    weights: Views, views: Views, pairs: LinearPairs, negatives: Tensor, temperature: float
) -> Tensor:
    r"""$\nabla L / 2 q_0 \tau^2$ in both matrices, $q_0 = K / (1 + K)$, shape (trials, entries).

    Args:
        weights: $P_A, P_B$, each of shape (trials, features, dim).
        views: $u_A, u_B$ of positive pairs, each of shape (trials, samples, dim).
        pairs: Regimes; the mean of the signals is theirs.
        negatives: K, shape (trials,).
        temperature: $\tau^2$.
    """
    mean = torch.zeros_like(views[0][:, :1])
    mean[..., : pairs.rank] = torch.as_tensor(pairs.latent_mean)[:, None, None]

    def loss(first: Tensor, second: Tensor) -> Tensor:
        features = [_features(matrix, view) for matrix, view in zip((first, second), views, strict=True)]
        positive = temperature * (features[0] * features[1]).sum(-1)
        total = torch.zeros_like(positive)
        for own, matrix in ((features[0], second), (features[1], first)):
            scores = temperature * (own @ matrix) / _norm(matrix)
            log_moment = binary(scores).sum(-1) + (scores * mean).sum(-1)
            total = total + softplus(negatives.log()[:, None] + log_moment - positive)
        return total.mean(1).sum()

    weight = negatives / (1 + negatives)
    return _slope(loss, weights) / (2 * weight[:, None] * temperature)


def positive_slope(weights: Views, views: Views) -> Tensor:
    r"""$\nabla L_{NC}$ on the same pairs, shape (trials, entries)."""

    def loss(first: Tensor, second: Tensor) -> Tensor:
        return -(_features(first, views[0]) * _features(second, views[1])).sum(-1).mean(1).sum()

    return _slope(loss, weights)


def relative_difference(found: Tensor, expected: Tensor) -> Tensor:
    r"""$\| x - y \| / \| y \|$, shape (trials,)."""
    return (found - expected).norm(dim=1) / expected.norm(dim=1)


def _slope(loss: Callable[[Tensor, Tensor], Tensor], weights: Views) -> Tensor:
    with torch.enable_grad():
        leaves = [matrix.detach().requires_grad_() for matrix in weights]
        slopes = torch.autograd.grad(loss(*leaves), leaves)
    return torch.cat([slope.flatten(1) for slope in slopes], dim=1)


def _features(matrix: Tensor, view: Tensor) -> Tensor:
    return view @ matrix.mT / _norm(matrix)


def _norm(matrix: Tensor) -> Tensor:
    return matrix.square().sum(dim=(1, 2), keepdim=True).sqrt()
