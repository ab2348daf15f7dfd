r"""The second term of the contrastive loss on finite sets of points, and sets that make it small.

$$ T(x) = \frac1N \sum_i \log \frac1N \sum_j e^{\langle x_i, x_j \rangle / \tau}, $$

self-pairs included: the term $E_x \log E_y e^{\langle x, y \rangle / \tau}$ of the limit, for the uniform law on N
points.

Wang and Isola 2020, arXiv:2005.10242, Theorem 1, item 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.yaras2025.sphere import exponential_moment
from theoremcheck.streams import Streams

__all__ = ["MOST_POINTS", "FreePoints"]

MOST_POINTS, _MOST_DIMENSIONS = 24, 8
"""Shape of every set; points and coordinates beyond a trial's own are 0."""
_STEPS = 200


@dataclass(frozen=True)
class FreePoints:
    """A finite set of points and a temperature; floats throughout, so that all share a batch."""

    points: float  # N
    dimension: float  # d
    temperature: float  # tau

    def present(self) -> Tensor:
        """Which of the points a trial has, shape (trials, MOST_POINTS)."""
        return torch.arange(MOST_POINTS, device=self.points.device) < self.points[:, None]

    def draw(self, streams: Streams) -> Tensor:
        """Independent uniform points, shape (trials, MOST_POINTS, coordinates)."""
        own = torch.arange(_MOST_DIMENSIONS, device=streams.device) < self.dimension[:, None]
        drawn = streams.normal("points", (MOST_POINTS, _MOST_DIMENSIONS))
        return normalize(drawn * own[:, None] * self.present()[..., None], dim=-1)

    def spread_out(self, points: Tensor) -> Tensor:
        r"""Points that went down the term: 200 steps along its gradient, and back to the sphere.

        The gradient in $x_i$ is $\sum_j (W_{ij} + W_{ji}) x_j / (N \tau)$ with W the softmax of each row. Its step is
        $N \tau^2 / 2$, but $N \tau / 2$ from $\tau = 1$ on: the term's curvature is about $(1 + 1 / \tau) / (N \tau)$.
        """
        step = (self.temperature.clamp(max=1.0) / 2)[:, None, None]
        for _ in range(_STEPS):
            weights = self._logits(points).softmax(dim=-1) * self.present()[..., None]
            points = normalize(points - step * (weights + weights.mT) @ points, dim=-1)
        return points

    def uniform_limit(self) -> Tensor:
        r"""$\log {}_0F_1(; d/2; 1 / 4 \tau^2)$, the term of the uniform law on the sphere, shape (trials,)."""
        return exponential_moment(1 / self.temperature, self.dimension).log()

    def term(self, points: Tensor, self_pairs: bool = True) -> Tensor:
        """T, shape (trials,), with self-pairs or without."""
        logits, others = self._logits(points), self.points - (0 if self_pairs else 1)
        if not self_pairs:
            own = torch.eye(MOST_POINTS, dtype=torch.bool, device=points.device)
            logits = logits.masked_fill(own, -torch.inf)
        rows = logits.logsumexp(dim=-1) - others.log()[:, None]
        return torch.where(self.present(), rows, torch.zeros_like(rows)).sum(dim=-1) / self.points

    def _logits(self, points: Tensor) -> Tensor:
        """Inner products over the temperature, minus infinity with a point that is not there."""
        scores = points @ points.mT / self.temperature[:, None, None]
        return scores.masked_fill(~self.present()[:, None], -torch.inf)
