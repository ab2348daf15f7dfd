"""What the engine needs of a distribution of regimes, declared or given by hand."""

from __future__ import annotations

from typing import Any, Protocol

from hypothesis.strategies import SearchStrategy

from theoremcheck.regimes.declared import Regimes
from theoremcheck.regimes.points import Columns
from theoremcheck.regimes.supports import Size
from theoremcheck.streams import Streams

__all__ = ["Sampler"]


class Sampler(Protocol):
    """A distribution of regimes. `sample` alone feeds numbers; the rest says where the search looks for trouble."""

    @property
    def regime(self) -> type:
        """The frozen dataclass of one point."""

    @property
    def declaration(self) -> Regimes | None:
        """The declared fields, whose laws a map varies and the shrinker simplifies by; None where it has none."""

    def strategy(self) -> SearchStrategy[Any]:
        """Hypothesis strategy of points, for the falsifier."""

    def sample(self, streams: Streams) -> Columns:
        """Independent draws, one a trial, for the estimator."""

    def admits(self, point: Any) -> bool | None:
        """Whether a point lies in the support; None where nobody knows."""

    def corners(self, count: int) -> list[Any]:
        """Extreme points, at most `count`."""

    def spread(self, count: int, seed: int) -> list[Any]:
        """Points all over the regime, at most `count`."""

    def simplifications(self, point: Any) -> list[Any]:
        """Points that are simpler than the given one; where none of them fails, a failing one is minimal."""

    def size(self, point: Any) -> Size:
        """How complicated a point is; of two the report shows the smaller."""
