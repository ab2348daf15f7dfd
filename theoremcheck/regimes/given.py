"""A distribution of regimes given by hand: an author's own strategy together with their own sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from hypothesis.strategies import SearchStrategy

from theoremcheck.regimes.declared import RegimeError
from theoremcheck.regimes.points import Columns, point_of
from theoremcheck.regimes.recorded import point_problem
from theoremcheck.streams import Streams

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
