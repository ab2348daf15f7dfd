r"""The symmetric contrastive loss of Yaras et al. 2025, its gradient, and the force that closes or opens the gap.

Pairs have parallel embeddings $[\sqrt{1-\gamma^2}\, h_X, \gamma]$ and $[\sqrt{1-\gamma^2}\, h_Y, -\gamma]$. The
constant $-\beta\gamma^2$ cancels inside both softmaxes, so the loss depends on temperature and gap through
$a = \beta(1-\gamma^2)$ and on the features through $Z = H_X H_Y^\top$ alone:
$\ell(\beta \tilde Z) = \ell(a Z)$.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import softplus

__all__ = [
    "contrastive_loss",
    "embedding",
    "force",
    "gradient",
    "gradient_in_columns",
    "gradient_with_null",
    "loss_with_null",
    "margin",
    "mean_margin",
]


def contrastive_loss(scores: Tensor) -> Tensor:
    r"""$\ell(M) = \frac{1}{2n} \sum_i [\log\sum_j e^{M_{ij}} + \log\sum_j e^{M_{ji}} - 2 M_{ii}]$.

    Args:
        scores: $M$, shape (*, n, n); pairs on the diagonal.

    Returns:
        Losses in nats, shape (*).

    Source: Yaras et al. 2025, section 2 (the loss of CLIP).
    """
    pairs = scores.diagonal(dim1=-2, dim2=-1)
    return (scores.logsumexp(-1) + scores.logsumexp(-2) - 2 * pairs).mean(-1) / 2


def loss_with_null(scores: Tensor) -> Tensor:
    r"""The same with a class of score 0 beside the candidates, "none of them": $\log(1 + \sum_j e^{M_{ij}})$.

    A constant added to all scores does not cancel here: this loss feels the height of the gap by itself.

    Args:
        scores: $M$, shape (*, n, n); pairs on the diagonal.

    Returns:
        Losses in nats, shape (*).
    """
    pairs = scores.diagonal(dim1=-2, dim2=-1)
    return (softplus(scores.logsumexp(-1)) + softplus(scores.logsumexp(-2)) - 2 * pairs).mean(-1) / 2


def gradient(scores: Tensor) -> Tensor:
    r"""$\nabla \ell(M) = \frac{1}{2n}(P + Q) - \frac{1}{n} I$ with the softmaxes $P$ over rows and $Q$ over columns.

    The diagonal is minus the sum of what the softmaxes put elsewhere: $P_{ii} - 1$ itself would lose all its digits
    once pairs are matched and the temperature is low.

    Args:
        scores: $M$, shape (*, n, n).

    Returns:
        Gradients, shape (*, n, n).
    """
    # Over the last axis, of few entries, a softmax takes eight times as long as over the one before it.
    rows, columns = scores.mT.contiguous().softmax(-2), scores.softmax(-2)
    for weights in (rows, columns):
        weights.diagonal(dim1=-2, dim2=-1).zero_()
    elsewhere = rows.sum(-2).add_(columns.sum(-2))
    slopes = columns.add_(rows.mT)
    slopes.diagonal(dim1=-2, dim2=-1).sub_(elsewhere)
    return slopes.div_(2.0 * scores.shape[-1])


def gradient_in_columns(scores: Tensor) -> Tensor:
    r"""The same gradient where trials lie next to each other: a softmax is eight times as fast along the axes before.

    Args:
        scores: $M$, shape (n, n, trials).

    Returns:
        Gradients, shape (n, n, trials).
    """
    rows, columns = scores.softmax(1), scores.softmax(0)
    for weights in (rows, columns):
        weights.diagonal().zero_()
    elsewhere = rows.sum(1).add_(columns.sum(0))
    slopes = rows.add_(columns)
    slopes.diagonal().sub_(elsewhere.mT)
    return slopes.div_(2.0 * len(scores))


def gradient_with_null(scores: Tensor) -> Tensor:
    r"""The gradient of `loss_with_null`: softmaxes over the candidates and the class of score 0, less the identity.

    Args:
        scores: $M$, shape (n, n, trials).

    Returns:
        Gradients, shape (n, n, trials).
    """
    rows, columns = (scores - softplus(scores.logsumexp(axis, keepdim=True)) for axis in (1, 0))
    slopes = (rows.exp() + columns.exp()) / 2
    slopes.diagonal().sub_(1)
    return slopes / len(scores)


def force(cosines: Tensor, gradients: Tensor) -> Tensor:
    r"""$g_a(Z) = -\langle Z, \nabla\ell(aZ) \rangle$: positive where the gap closes, negative where it opens.

    Args:
        cosines: $Z$, shape (*, n, n).
        gradients: $\nabla\ell(aZ)$, shape (*, n, n).

    Returns:
        Forces, shape (*).

    Source: Yaras et al. 2025, proof of Lemma 3.1.
    """
    return -(cosines * gradients).sum((-2, -1))


def margin(cosines: Tensor) -> Tensor:
    r"""$\alpha(Z) = \min_{i \ne j} \min\{Z_{ii} - Z_{ij},\, Z_{jj} - Z_{ij}\}$; positive if all pairs are matched.

    Args:
        cosines: $Z$, shape (*, n, n).

    Returns:
        Margins, shape (*).
    """
    n = cosines.shape[-1]
    pairs = cosines.diagonal(dim1=-2, dim2=-1)
    lead = torch.minimum(pairs[..., :, None], pairs[..., None, :]) - cosines
    return lead.masked_fill(torch.eye(n, dtype=torch.bool, device=cosines.device), torch.inf).flatten(-2).min(-1).values


def mean_margin(cosines: Tensor) -> Tensor:
    """Mean cosine of the pairs less that of all others: positive where pairs are matched on average, shape (*)."""
    n = cosines.shape[-1]
    pairs = cosines.diagonal(dim1=-2, dim2=-1).sum(-1)
    return pairs / n - (cosines.sum((-2, -1)) - pairs) / (n * (n - 1))


def embedding(features: Tensor, height: Tensor) -> Tensor:
    r"""Parallel embeddings $[\sqrt{1-\gamma^2}\, h, \gamma]$, shape (*, n, d + 1).

    Args:
        features: Unit rows $h$, shape (*, n, d).
        height: $\gamma$ in (-1, 1), shape (*); the gap parameter of the other modality has the other sign.
    """
    height = height[..., None, None]
    flat = (1 - height.square()).sqrt() * features
    return torch.cat([flat, height.expand(*features.shape[:-1], 1)], dim=-1)
