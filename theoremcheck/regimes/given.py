"""A distribution of regimes given by hand: an author's own strategy together with their own sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch
from hypothesis.strategies import SearchStrategy

from theoremcheck.regimes.points import Columns, point_of
from theoremcheck.regimes.recorded import point_problem
from theoremcheck.regimes.supports import Size
from theoremcheck.regimes.validity import RegimeError
from theoremcheck.streams import Streams, stream_key

__all__ = ["GivenRegimes"]


@dataclass(frozen=True)
class GivenRegimes:
    """Regimes that no declaration of independent fields describes.

    That strategy and sampler have the same support is the author's responsibility here; a claim's report says so.

    Attributes:
        regime: The frozen dataclass of one point.
        points: Hypothesis strategy of points.
        sampler: Draws one array of shape (trials,) for each field from per-trial streams.
    """

    regime: type
    points: SearchStrategy[Any]
    sampler: Callable[[Streams], Columns]

    @property
    def declaration(self) -> None:
        """None: the author declares no fields, so nothing can vary or simplify one by itself."""
        return None

    def strategy(self) -> SearchStrategy[Any]:
        """The author's strategy."""
        return self.points

    def sample(self, streams: Streams) -> Columns:
        """The author's draws, checked for fields and lengths, and whether evidence could give back the first point."""
        columns = {name: np.asarray(column) for name, column in self.sampler(streams).items()}
        expected = [field.name for field in fields(self.regime)]
        if sorted(columns) != sorted(expected):
            raise RegimeError(f"the sampler of {self.regime.__name__} gave fields {sorted(columns)}, not {expected}")
        for name, column in columns.items():
            if column.shape != (streams.trials,):
                raise RegimeError(
                    f"{self.regime.__name__}.{name}: the sampler gave shape {column.shape}, "
                    f"expected {(streams.trials,)}: one value a trial"
                )
        if streams.trials and (problem := point_problem(self, point_of(self.regime, columns, 0))) is not None:
            raise RegimeError(problem)
        return columns

    def admits(self, point: Any) -> None:
        """None: what the strategy and the sampler can give, only their author knows."""
        return None

    def corners(self, count: int) -> list[Any]:
        """None: there are no declared ranges."""
        return []

    def spread(self, count: int, seed: int) -> list[Any]:
        """The author's own draws."""
        columns = self.sample(Streams(stream_key("spread", str(seed)), torch.arange(count)))
        return [point_of(self.regime, columns, row) for row in range(count)]

    def simplifications(self, point: Any) -> list[Any]:
        """None: the falsifier makes a point simpler by replaying the author's strategy."""
        return []

    def size(self, point: Any) -> Size:
        """A number is simple that is short and small; sums over the fields."""
        numbers = [float(value) for value in vars(point).values() if isinstance(value, int | float)]
        shown = [f"{number:.17g}" if number % 1 == 0 else repr(number) for number in numbers]
        return sum(sum(map(str.isdigit, text)) for text in shown), sum(abs(n) / (1 + abs(n)) for n in numbers)
