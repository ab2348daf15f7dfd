r"""One row of scores and the gap between its winner and its softmax mean.

$\mu_i(z, a) = z_i - \langle z, \mathrm{softmax}(a z) \rangle$; the winner i stands at index 0.

Source: Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909, Lemma B.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from torch import Tensor

__all__ = ["SeparatedRow", "softmax_gap"]


@dataclass(frozen=True)
class SeparatedRow:
    """A row whose winner leads by a margin."""

    entries: int  # n
    margin: float  # alpha: the winner's lead over every other entry
    sharpness_ratio: float  # a alpha / log(4n - 4): the lemma asks for at least 1

    @property
    def sharpness(self) -> Tensor:
        """The inverse temperature a."""
        return self.sharpness_ratio * log(4 * self.entries - 4) / self.margin

    def largest_gap(self) -> Tensor:
        r"""$\mu_i(\alpha (e_i - 1), a) = \alpha (1 - p_1)$ with $1 - p_1 = (1 + e^{a \alpha} / (n-1))^{-1}$."""
        return self.margin / (1 + (self.sharpness * self.margin).exp() / (self.entries - 1))


def softmax_gap(scores: Tensor, sharpness: Tensor) -> Tensor:
    r"""$\mu_0(z, a) = \sum_j (z_0 - z_j) \, \mathrm{softmax}(a z)_j$, free of cancellation where $z_0$ is largest.

    Args:
        scores: z, shape (*, n).
        sharpness: a, shape (*).
    """
    lead = scores[..., :1] - scores
    return (lead * (-sharpness[..., None] * lead).softmax(dim=-1)).sum(dim=-1)
