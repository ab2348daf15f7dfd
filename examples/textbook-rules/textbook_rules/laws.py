"""Random laws on a few points of the line, and their location, spread and skew."""

from dataclasses import dataclass

import torch
from theoremcheck import Regimes, Streams, choice, uniform
from torch import Tensor


@dataclass(frozen=True)
class DiscreteLaw:
    """How a law is drawn: exponential positions, stretched, under uniformly distributed weights."""

    atoms: int  # k
    stretch: float  # s; positions are E^s with E exponential: the larger s, the heavier the right tail


def discrete_laws(atoms: tuple[int, ...] = (3, 5, 9, 17)) -> Regimes:
    """From three atoms (of two, the median is always one of the ends) to seventeen; from light tails to heavy ones."""
    return Regimes(DiscreteLaw, atoms=choice(*atoms), stretch=uniform(0.3, 3.0))


@dataclass(frozen=True)
class Drawn:
    """A batch of laws: sorted positions and their weights, shape (trials, atoms)."""

    positions: Tensor
    weights: Tensor

    def mean(self) -> Tensor:
        """First moment, shape (trials,)."""
        return (self.weights * self.positions).sum(dim=-1)

    def central_moment(self, order: int) -> Tensor:
        """E (X - E X)^order, shape (trials,)."""
        centred = self.positions - self.mean().unsqueeze(-1)
        return (self.weights * centred**order).sum(dim=-1)

    def deviation(self) -> Tensor:
        """Standard deviation, shape (trials,)."""
        return self.central_moment(2).sqrt()

    def quantile(self, level: float) -> Tensor:
        """The least position with at least so much mass at or below it, shape (trials,)."""
        reached = self.weights.cumsum(dim=-1) >= level
        reached[..., -1] = True  # the sum of the weights is one, up to round-off
        first = reached.to(torch.int64).argmax(dim=-1, keepdim=True)
        return self.positions.gather(-1, first).squeeze(-1)

    def median(self) -> Tensor:
        """The quantile of one half."""
        return self.quantile(0.5)


def draw(law: DiscreteLaw, streams: Streams) -> Drawn:
    """One law a trial; weights are uniform on the simplex, as normalised exponentials are."""
    exponentials = -streams.uniform("positions", (law.atoms,)).log()
    masses = -streams.uniform("weights", (law.atoms,)).log()
    positions = (exponentials ** law.stretch.unsqueeze(-1)).sort(dim=-1).values
    return Drawn(positions, masses / masses.sum(dim=-1, keepdim=True))
