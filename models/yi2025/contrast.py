r"""The multimodal contrastive loss $L_{MCL}$ of unit rows, and its descent.

It is the sum of both directions (Yi et al. 2025, arXiv:2510.03268v2, Definition 1). Less $2 \log N$ it is a functional
of the empirical law of the pairs alone, and Theorem 1 speaks of that:
$$ L_{MCL} - 2 \log N = \frac1N \sum_i \Bigl[ \log \frac1N \sum_j e^{s_{ij}} + \log \frac1N \sum_j e^{s_{ji}}
   - 2 s_{ii} \Bigr] . $$
One exponential of each score serves both directions: no row's maximum is looked for, since scores have a bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

__all__ = ["Contrast", "others_alone"]

_FASTEST = 0.25
r"""Largest rate of a step, in units of $\tau N$; the rate is $\tau$ itself above $1/\tau = 4$. At twice that the loss
without its positive, a control, goes to and fro."""


@dataclass(frozen=True)
class Contrast:
    r"""The loss with scores $s_{ij} = \frac1\tau \sum_k m_k x_{ik} y_{jk}$ of unit rows x and y.

    Attributes:
        inverse_temperature: $1 / \tau$, shape (trials,).
        metric: $m_k \ge 0$, of a shape that broadcasts to (trials, 1, d); 1 for the inner product.
        mismatch: Share of a pair's probability that is spread over all $N^2$, shape (trials,).
        candidates: 1 where $y_j$ is a candidate of $x_i$ and 0 elsewhere, as many for each; a shape that broadcasts to
            (N, N).
    """

    inverse_temperature: Tensor
    metric: Tensor
    mismatch: Tensor
    candidates: Tensor

    def loss(self, first: Tensor, second: Tensor) -> Tensor:
        r"""$L_{MCL}$ less twice the logarithm of the number of candidates, N but in a control; shape (trials,)."""
        scores = self._scores(first, second)
        weights = self._weights(scores)
        sums = weights.sum(dim=-1).log() + weights.sum(dim=-2).log()
        count = self.candidates.expand(scores.shape[-2:]).sum(dim=-1).log()
        matched = scores.diagonal(dim1=-2, dim2=-1).mean(dim=-1)
        agreement = matched + self.mismatch * (scores.mean(dim=(-2, -1)) - matched)
        return (sums - 2 * count).mean(dim=-1) + 2 * (self._bound() - agreement)

    def descended(self, first: Tensor, second: Tensor, steps: int) -> tuple[Tensor, Tensor]:
        r"""Unit rows at the end of a projected gradient descent.

        The gradient by $x_i$ is $\frac m{\tau N} \bigl( \sum_j P_{ij} y_j - 2 y_i \bigr)$, where P is the sum of the
        softmax by rows and that by columns; a row takes its step and is normalised.

        Args:
            first: Unit rows x, shape (trials, N, d).
            second: Unit rows y, the same shape.
            steps: Number of steps.
        """
        step = (1 / self.inverse_temperature).clamp(max=_FASTEST)[:, None, None] * self.metric
        for _ in range(steps):
            weights = self._weights(self._scores(first, second))
            softmax = weights / weights.sum(dim=-1, keepdim=True) + weights / weights.sum(dim=-2, keepdim=True)
            first, second = (
                normalize(first + step * (self._partners(second) - softmax @ second), dim=-1),
                normalize(second + step * (self._partners(first) - softmax.mT @ first), dim=-1),
            )
        return first, second

    def _partners(self, rows: Tensor) -> Tensor:
        """Twice the mean partner of each row."""
        return 2 * torch.lerp(rows, rows.mean(dim=1, keepdim=True), self.mismatch[:, None, None])

    def _scores(self, first: Tensor, second: Tensor) -> Tensor:
        return self.inverse_temperature[:, None, None] * (self.metric * first) @ second.mT

    def _bound(self) -> Tensor:
        """No score of unit rows is larger, shape (trials,)."""
        return self.inverse_temperature * self.metric.amax(dim=(-2, -1))

    def _weights(self, scores: Tensor) -> Tensor:
        return (scores - self._bound()[:, None, None]).exp() * self.candidates


def others_alone(all_of_them: Tensor) -> Tensor:
    """Candidates without the positive, of a matrix of ones."""
    return all_of_them - torch.eye(len(all_of_them), dtype=all_of_them.dtype, device=all_of_them.device)
