r"""The optimum of the sigmoid loss in closed form, and the lines beyond which it is a simplex or antipodal.

In the double-constant family of N pairs $S_{ii} = 2x - 1$ and $S_{ij} = -1 + x \frac{N-2}{N-1}$, so that

$$ L(x) = \log(1 + e^{-t (2x - 1) + b}) + (N - 1) \log\bigl(1 + e^{t (-1 + x (N-2)/(N-1)) - b}\bigr) $$

is a convex function of x in [0, 1]. Its slope at the ends gives the lines: x = 1 is the optimum iff $(N - 2) / (1 +
e^{t/(N-1) + b}) \le 2 / (1 + e^{t - b})$, and x = 0 iff $t + b \le \log \frac{N-2}2$. At t = b these are $t \ge
\frac{N-1}N \log(N-3)$ and $t \le \frac12 \log \frac{N-2}2$.

Lee et al. 2024, arXiv:2402.12613: the family and the two lines at t = b; the slopes at the ends are derived here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import softplus

__all__ = ["SigmoidPairs", "ZonedPairs", "lower_line", "upper_line"]

_HALVINGS = 60
"""[0, 1] ends as round-off."""


@dataclass(frozen=True)
class SigmoidPairs:
    """A full batch under the sigmoid loss with fixed temperature and bias; in a batch floats are tensors."""

    pairs: int  # N
    dimension: int  # d
    inverse_temperature: float  # t; the paper calls it temperature
    bias_ratio: float  # b / t

    @property
    def bias(self) -> Tensor:
        """The number b that is taken from each score."""
        return self.bias_ratio * self.inverse_temperature

    def best_spread(self) -> Tensor:
        """Share x of the least loss in the family, by bisection of the slope, or an end; shape (trials,)."""
        low = torch.zeros_like(self.inverse_temperature)
        high = torch.ones_like(low)
        falls_at_1, rises_at_0 = self._slope(high) <= 0, self._slope(low) >= 0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            rises = self._slope(middle) > 0
            low, high = torch.where(rises, low, middle), torch.where(rises, middle, high)
        inside = torch.where(rises_at_0, torch.zeros_like(low), low)
        return torch.where(falls_at_1, torch.ones_like(low), inside)

    def loss_at(self, spread: Tensor) -> Tensor:
        """L(x), shape (trials,)."""
        matched, other = self._scores(spread)
        return softplus(-matched) + (self.pairs - 1) * softplus(other)

    def _scores(self, spread: Tensor) -> tuple[Tensor, Tensor]:
        """The score of a matched pair and of any other, less the bias."""
        other = spread * (self.pairs - 2) / (self.pairs - 1) - 1
        return (
            self.inverse_temperature * (2 * spread - 1) - self.bias,
            self.inverse_temperature * other - self.bias,
        )

    def _slope(self, spread: Tensor) -> Tensor:
        """L'(x) / t."""
        matched, other = self._scores(spread)
        return (self.pairs - 2) * other.sigmoid() - 2 * (-matched).sigmoid()


@dataclass(frozen=True)
class ZonedPairs(SigmoidPairs):
    """The same at an inverse temperature that lies off the lines.

    Attributes:
        zone: 1 above the upper line, -1 below the lower line, 0 at the geometric middle of both.
        distance: Factor between the inverse temperature and the line, above and below.
    """

    zone: float
    distance: float


def upper_line(pairs: Any) -> Any:
    """Inverse temperature t = b from which on the optimum is a simplex; elementwise."""
    return (pairs - 1) / pairs * np.log(pairs - 3)


def lower_line(pairs: Any) -> Any:
    """Inverse temperature t = b up to which the optimum is antipodal; elementwise."""
    return np.log((pairs - 2) / 2) / 2
