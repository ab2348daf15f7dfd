r"""Contrastive losses under the field's names, batched over leading axes.

Each takes scores, or representations as they are: whoever wants cosines normalises first. A loss is the mean over the
n samples of a batch, in nats; axes before those named here are batch axes, and are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import torch
import torch.nn.functional as F
from torch import Tensor

__all__ = ["clip", "infonce", "jsd", "multilinear_scores", "sigmoid", "symile", "symile_all_combinations"]


def infonce(scores: Tensor) -> Tensor:
    r"""InfoNCE loss of a batch of scores.

    $$ -\frac1n \sum_i \log \frac{e^{s_{ii}}}{\sum_j e^{s_{ij}}} $$

    Args:
        scores: $s_{ij} = g(x_i, y_j)$, temperature included, shape (*, n, n); positives on the diagonal.

    Returns:
        Shape (*); $\log n$ less this bounds the mutual information from below.

    Raises:
        ValueError: If the last two axes differ.

    Source: van den Oord et al. 2018, arXiv:1807.03748, eq. 4.
    """
    _require_square(scores)
    return (scores.logsumexp(dim=-1) - scores.diagonal(dim1=-2, dim2=-1)).mean(dim=-1)


def clip(scores: Tensor) -> Tensor:
    """Symmetric InfoNCE loss, the mean of both directions: CLIP's.

    Args:
        scores: As for `infonce`.

    Returns:
        Shape (*).

    Raises:
        ValueError: If the last two axes differ.

    Source: Radford et al. 2021, arXiv:2103.00020, fig. 3.
    """
    return (infonce(scores) + infonce(scores.mT)) / 2


def multilinear_scores(anchor: Tensor, *others: Tensor) -> Tensor:
    r"""Multilinear inner products $\sum_k a_k b_k c_k \cdots$ of every anchor with every tuple of the others.

    Args:
        anchor: Representations, shape (*, n, d).
        others: Representations of the other modalities, element i of each in one tuple; each of shape (*, m, d).

    Returns:
        Shape (*, n, m).
    """
    return anchor @ prod(others[1:], start=others[0]).mT


def symile(representations: Sequence[Tensor], scale: Tensor | float, orders: Sequence[Tensor]) -> Tensor:
    r"""Symile loss with O(n) negatives an anchor, by shuffling within the batch.

    With each modality as the anchor in turn, every other modality is put into an order of its own. An anchor's
    candidates are the n tuples so made, but for its own place in the batch, where its true tuple stands. The loss is
    the mean over anchors of the cross-entropies, with scores `scale` times the multilinear inner products.

    A shuffled tuple may be the true one of its anchor, with probability $(n - 1) / n^2$ for three modalities: in-batch
    negatives are not the independent ones of the theorem.

    Args:
        representations: One tensor of shape (*, n, d) for each of the M modalities.
        scale: Inverse temperature, a number or a tensor of shape (*).
        orders: Permutations of the batch, int64, of a shape that broadcasts to (*, n): M (M - 1) of them, the orders of
            the others for the first anchor, then for the second, and so on. Give the loss random ones.

    Returns:
        Shape (*).

    Raises:
        ValueError: If there are fewer than two modalities, or another number of orders.

    Source: Saporta et al. 2024, arXiv:2411.01053, loss of the reference implementation (`n`).
    """
    modalities = _require_modalities(representations)
    if len(orders) != modalities * (modalities - 1):
        raise ValueError(f"got {len(orders)} orders, expected {modalities * (modalities - 1)}: M - 1 for each anchor")
    scale = torch.as_tensor(scale)[..., None]
    true = scale * prod(representations[1:], start=representations[0]).sum(dim=-1)
    losses, order = [], iter(orders)
    for anchor, others in _anchors(representations):
        scores = scale[..., None] * multilinear_scores(anchor, *(_ordered(other, next(order)) for other in others))
        own = torch.eye(scores.shape[-1], dtype=torch.bool, device=scores.device)
        scores = torch.where(own, true[..., None], scores)
        losses.append((scores.logsumexp(dim=-1) - true).mean(dim=-1))
    return torch.stack(losses).mean(dim=0)


def symile_all_combinations(representations: Sequence[Tensor], scale: Tensor | float) -> Tensor:
    r"""Symile loss with $O(n^2)$ negatives an anchor (of three modalities): all combinations of the others' elements.

    An anchor has $n^{M - 1}$ candidates, one for every combination of elements of the other modalities, and the chance
    level is $(M - 1) \log n$.

    Args:
        representations: One tensor of shape (*, n, d) for each of the M modalities.
        scale: Inverse temperature, a number or a tensor of shape (*).

    Returns:
        Shape (*).

    Raises:
        ValueError: If there are fewer than two modalities.

    Source: Saporta et al. 2024, arXiv:2411.01053, loss of the reference implementation (`n_squared`).
    """
    _require_modalities(representations)
    scale = torch.as_tensor(scale)[..., None]
    true = scale * prod(representations[1:], start=representations[0]).sum(dim=-1)
    losses = []
    for anchor, others in _anchors(representations):
        combined = others[0]
        for other in others[1:]:
            combined = (combined[..., :, None, :] * other[..., None, :, :]).flatten(start_dim=-3, end_dim=-2)
        scores = scale[..., None] * (anchor @ combined.mT)
        losses.append((scores.logsumexp(dim=-1) - true).mean(dim=-1))
    return torch.stack(losses).mean(dim=0)


def jsd(positives: Tensor, negatives: Tensor) -> Tensor:
    r"""Jensen-Shannon loss of a critic T, one negative for each positive.

    $$ \frac1n \sum_i \log(1 + e^{-T(x_i, y_i)}) + \frac1n \sum_i \log(1 + e^{T(x_i, y'_i)}) $$

    Args:
        positives: T of positive pairs, shape (*, n).
        negatives: T of pairs of independent samples, shape (*, m); with randomly ordered batches, for instance each x
            with the next y.

    Returns:
        Shape (*); $\log 4$ less this bounds twice the Jensen-Shannon divergence from below.

    Source: Hjelm et al. 2019, arXiv:1808.06670, eq. 4; CLIP-Lite (Shrivastava et al. 2023, arXiv:2112.07133) trains it.
    """
    return F.softplus(-positives).mean(dim=-1) + F.softplus(negatives).mean(dim=-1)


def sigmoid(scores: Tensor) -> Tensor:
    r"""Sigmoid loss of all pairs of a batch.

    $$ -\frac1n \sum_{i, j} \log \frac1{1 + e^{-z_{ij} s_{ij}}}, \qquad z_{ij} = 2 [i = j] - 1 $$

    Args:
        scores: $s_{ij}$, temperature and bias included, shape (*, n, n); positives on the diagonal.

    Returns:
        Shape (*).

    Raises:
        ValueError: If the last two axes differ.

    Source: Zhai et al. 2023, arXiv:2303.15343, eq. 1.
    """
    _require_square(scores)
    signs = 1 - 2 * torch.eye(scores.shape[-1], dtype=scores.dtype, device=scores.device)
    return F.softplus(signs * scores).sum(dim=-1).mean(dim=-1)


def _anchors(representations: Sequence[Tensor]) -> list[tuple[Tensor, list[Tensor]]]:
    """Each modality with the others, in their order."""
    return [
        (anchor, [other for place, other in enumerate(representations) if place != index])
        for index, anchor in enumerate(representations)
    ]


def _ordered(representation: Tensor, order: Tensor) -> Tensor:
    rows = order.expand(*representation.shape[:-1])[..., None].expand_as(representation)
    return representation.gather(-2, rows)


def _require_square(scores: Tensor) -> None:
    if scores.shape[-1] != scores.shape[-2]:
        raise ValueError(f"scores of shape {tuple(scores.shape)} must be square: positives stand on the diagonal")


def _require_modalities(representations: Sequence[Tensor]) -> int:
    if len(representations) < 2:
        raise ValueError(f"got {len(representations)} modalities, expected two or more: an anchor needs another")
    return len(representations)
