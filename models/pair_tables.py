r"""Contrastive learning of a discrete pair (X, Y) at its population loss: no batch, no sampling.

A joint law P of K states on either side and scores $Z = \beta U V^\top$ of unit rows have the symmetric loss
$$ L(Z) = -\langle P, Z \rangle + \tfrac12 \sum_x p_x \log \sum_y p_y e^{Z_{xy}}
   + \tfrac12 \sum_y p_y \log \sum_x p_x e^{Z_{xy}} \;\ge\; -I(X; Y), $$
with equality iff Z is the pointwise mutual information up to a constant. It is the limit of many negatives of symmetric
InfoNCE, less $\log N$; with $P = I/K$ it is that of K distinct pairs, less $\log K$.

Pairs that are right with probability $1 - \epsilon$, and independent otherwise, have $P = (1-\epsilon) I/K +
\epsilon\, 11^\top / K^2$. Their pointwise mutual information takes two values, which differ by
$\log(1 + K(1-\epsilon)/\epsilon)$; those of a simplex's cosines differ by K/(K-1). So
$$ a^* = \frac{K-1}{K} \log\Bigl(1 + \frac{K(1-\epsilon)}{\epsilon}\Bigr) $$
is the largest inverse temperature of which a simplex can make use (derived).
"""

from __future__ import annotations

import torch
from torch import Tensor

from theoremcheck.numerics import marginal

__all__ = ["critical_inverse_temperature", "least_loss", "loss_slope", "mismatched_pairs", "population_loss", "simplex"]


def mismatched_pairs(states: int, mismatch: Tensor) -> Tensor:
    r"""$P = (1-\epsilon) I/K + \epsilon\, 11^\top / K^2$.

    Args:
        states: K.
        mismatch: $\epsilon$ in [0, 1], shape (*).

    Returns:
        Joint laws, shape (*, K, K).
    """
    share = mismatch[..., None, None]
    matched = torch.eye(states, dtype=mismatch.dtype, device=mismatch.device) / states
    return (1 - share) * matched + share / states**2


def critical_inverse_temperature(states: int, mismatch: Tensor) -> Tensor:
    r"""$a^*$ of pairs with $\epsilon$ in (0, 1), of the shape of the mismatch."""
    return (states - 1) / states * (states * (1 - mismatch) / mismatch).log1p()


def least_loss(states: int, mismatch: Tensor, inverse_temperature: Tensor) -> Tensor:
    r"""The least loss of mismatched pairs over all unit rows, in nats; $-I(X; Y)$ from $\beta = a^*$ on.

    $L^* = -(1 - \epsilon + \epsilon/K) D + \log\frac{e^D + K - 1}{K}$ with $D = \min(a^*, \beta) K / (K-1)$: the loss
    is convex in the scores, and averaging over relabellings of the states leaves one variable, the mean lead of a
    pair's cosine, which is K/(K-1) at the most (derived).

    Args:
        states: K.
        mismatch: $\epsilon$ in (0, 1), shape (*).
        inverse_temperature: $\beta$, shape (*).
    """
    lead = torch.minimum(critical_inverse_temperature(states, mismatch), inverse_temperature) * states / (states - 1)
    return torch.log((lead.exp() + states - 1) / states) - (1 - mismatch + mismatch / states) * lead


def population_loss(joint: Tensor, scores: Tensor) -> Tensor:
    """L in nats, shape (*), of joint laws and scores of shape (*, K, K)."""
    first, second = marginal(joint, 0), marginal(joint, 1)
    rows = (scores + second.log()[..., None, :]).logsumexp(-1)
    columns = (scores + first.log()[..., :, None]).logsumexp(-2)
    return ((first * rows).sum(-1) + (second * columns).sum(-1)) / 2 - (joint * scores).sum((-2, -1))


def loss_slope(joint: Tensor, scores: Tensor) -> Tensor:
    r"""$\nabla L(Z) = \frac12 (p_x\, \mathrm{softmax}_y(Z + \log p_y) + p_y\, \mathrm{softmax}_x(Z + \log p_x)) - P$.

    Args:
        joint: P, shape (*, K, K).
        scores: Z, shape (*, K, K).

    Returns:
        Shape (*, K, K); it sums to 0.
    """
    first, second = marginal(joint, 0)[..., :, None], marginal(joint, 1)[..., None, :]
    rows, columns = (scores + second.log()).softmax(-1), (scores + first.log()).softmax(-2)
    return (first * rows + second * columns) / 2 - joint


def simplex(states: int, like: Tensor) -> Tensor:
    r"""The K corners of a simplex as unit rows of $R^{K-1}$, shape (K, K - 1); all cosines are -1/(K-1).

    Rows of Helmert's matrix without its constant one, on columns $(1, \dots, 1, -j, 0, \dots) / \sqrt{j(j+1)}$.

    Args:
        states: K.
        like: A tensor of the dtype and on the device of the result.
    """
    row = torch.arange(states, dtype=like.dtype, device=like.device)[:, None]
    place = torch.arange(1, states, dtype=like.dtype, device=like.device)
    ones = (row < place).to(like) - place * (row == place).to(like)
    return ones / (place * (place + 1)).sqrt() * (states / (states - 1)) ** 0.5
