"""Batches out of Hypothesis, by its public interface alone: harvest points, train them elsewhere, replay with results.

A seeded test without a database runs through the same points again, and the second time we know their margins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from math import inf, isfinite
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.strategies import SearchStrategy

__all__ = ["harvest", "shrink_by_replay", "steer"]


_UNSTEERED = 8
"""Points at the start of a test that no target influences yet: both rounds have to begin with the same ones."""


def harvest(strategy: SearchStrategy[Any], count: int, number: int) -> list[Any]:
    """The points on which Hypothesis runs a test with this seed, in their order; nothing is trained."""
    seen: list[Any] = []
    _replay(strategy, count, number, (Phase.generate,), seen.append)
    return seen


def steer(
    strategy: SearchStrategy[Any], count: int, number: int, margins: Mapping[Any, float], harvested: Sequence[Any]
) -> tuple[list[Any], bool]:
    """New points of the same test, when Hypothesis knows the margins so far and steers towards small ones (`target`).

    Returns:
        The new points, and whether the test began with the harvested ones again. It does not where the strategy reads
        something outside of Hypothesis: its points are candidates all the same, but nobody can replay them.
    """
    seen: list[Any] = []

    def step(point: Any) -> None:
        seen.append(point)
        if isfinite(margin := margins.get(point, inf)):
            target(-margin)

    _replay(strategy, count, number, (Phase.generate, Phase.target), step)
    return [point for point in seen if point not in margins], seen[:_UNSTEERED] == list(harvested[:_UNSTEERED])


def shrink_by_replay(
    strategy: SearchStrategy[Any], count: int, number: int, suspects: Collection[Any], fails: Callable[[Any], bool]
) -> Any | None:
    """Hypothesis' own shrinker, for a strategy that was given by hand: one training at a time.

    Hypothesis runs the seeded test again until it meets a candidate that failed; from there on its shrinker decides
    what to try.

    Args:
        strategy: The author's strategy.
        count: Examples of the harvest.
        number: Its seed.
        suspects: The candidates that failed.
        fails: Whether a point fails; asked once a point.

    Returns:
        The simplest failing point; None where the replay meets no failing one: the candidates came from elsewhere, or
        the strategy does not give the same points again.
    """
    known: dict[Any, bool] = {}
    simplest: Any | None = None

    def step(point: Any) -> None:
        nonlocal simplest
        if simplest is None and point not in suspects:
            return
        if point not in known:
            known[point] = fails(point)
        if known[point]:
            simplest = point
            raise _FailsHere

    with suppress(_FailsHere):  # Hypothesis ends with the error of the simplest point, which it has just been run on
        _replay(strategy, count, number, (Phase.generate, Phase.shrink), step)
    return simplest


class _FailsHere(Exception):
    """The prediction fails at this point."""


def _replay(
    strategy: SearchStrategy[Any], count: int, number: int, phases: tuple[Phase, ...], step: Callable[[Any], None]
) -> None:
    @settings(
        max_examples=count,
        phases=phases,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @seed(number)
    @given(strategy)
    def run(point: Any) -> None:
        step(point)

    try:
        run()
    except (Unsatisfiable, Flaky):
        # No example satisfies the conditions, or the strategy reads something outside of Hypothesis: the points so far
        # are the candidates, and the report says how many they are.
        return
