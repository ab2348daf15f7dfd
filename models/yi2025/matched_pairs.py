r"""Pairs of free unit vectors under the contrastive loss: section 3.2 of Yi et al. 2025 (arXiv:2510.03268v2).

Encoders that can realise any configuration are free unit vectors; training is descent of the loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from torch import Tensor

from models.unit_vectors import Descent, minimise, random_rows
from models.yaras2025.sphere import exponential_moment
from models.yi2025.loss import multimodal_loss
from theoremcheck.streams import Streams

__all__ = ["Loss", "MatchedPairs", "loss_of", "trained", "twice_the_steps"]

_RATE = 0.2
"""Of Adam, for rows of length 1: at this rate 600 steps leave a gap of 0.004 at most, of 120 descents in a pilot."""

Loss = Callable[[Tensor, Tensor], Tensor]
"""(scores, their bound) -> one loss a trial, as `multimodal_loss`."""


@dataclass(frozen=True)
class MatchedPairs:
    """N pairs on the sphere in R^h."""

    pairs: int  # N
    dimension: int  # h
    inverse_temperature: float  # 1 / tau
    mismatch: float = 0.0  # share of the pairs' probability that is spread over all N^2
    steps: int = 600

    def after(self, steps: int) -> MatchedPairs:
        """The same pairs, descended for so many steps."""
        return replace(self, steps=steps)

    def bound(self) -> Tensor:
        r"""Right-hand side of Theorem 1, eq. 7: $-2/\tau + 2 \log(\Gamma(\nu+1) (2\tau)^\nu I_\nu(1/\tau))$."""
        beta = self.inverse_temperature
        return 2 * (exponential_moment(beta, self.dimension).log() - beta)


def loss_of(regime: MatchedPairs, first: Tensor, second: Tensor, loss: Loss = multimodal_loss) -> Tensor:
    """The loss at given rows, shape (trials,); their lengths are as they come."""
    length = first[:, 0].norm(dim=-1) * second[:, 0].norm(dim=-1)
    scores = regime.inverse_temperature[:, None, None] * first @ second.mT
    spread = scores.diagonal(dim1=-2, dim2=-1).mean(dim=-1) - scores.mean(dim=(-2, -1))
    return loss(scores, regime.inverse_temperature * length) + 2 * regime.mismatch * spread


def trained(
    regime: MatchedPairs, streams: Streams, *, loss: Loss = multimodal_loss, length: float = 1.0
) -> tuple[Tensor, Tensor]:
    """Rows of both modalities at the end of a descent from uniform ones, shape (trials, N, h) each.

    Args:
        regime: Regimes.
        streams: One stream a trial.
        loss: What is descended.
        length: Of every row; the paper's are unit vectors.
    """
    starts = [random_rows(streams, label, regime.pairs, regime.dimension) for label in ("first", "second")]
    (first, second), _ = minimise(
        lambda first, second: loss_of(regime, length * first, length * second, loss),
        starts,
        Descent(_RATE, regime.steps),
    )
    return length * first, length * second


def twice_the_steps(regime: MatchedPairs) -> MatchedPairs:
    """The same regimes, descended for twice as long."""
    return regime.after(2 * regime.steps)
