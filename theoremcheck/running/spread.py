"""One long claim spread over workers: its trials are trained in portions, wherever a worker is free.

The claim's run itself, which looks, weighs and searches, stays here and sees what it would see alone: each request is
answered in full and in its order, whatever the order in which portions come back. So a verdict is the same however many
workers there are, and whichever of them are lost.

While a look at a series waits for its last portions, idle workers train the draws that follow: a bounded window of
them, since the look may decide the series. Nobody sees these draws, and no evidence holds them, before the run asks for
them; those that it never asks for are waste, and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from math import ceil
from threading import Lock
from typing import Any, Protocol

import torch

from theoremcheck.catalogue.located import Found
from theoremcheck.evidence import Trial
from theoremcheck.running.portions import Portion, Trained, portion_of
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series, series_of
from theoremcheck.vocabulary import Precision

__all__ = ["Ahead", "Hand", "Spread"]

_LEAST = 16
"""Trials of a portion. Fewer make a trial dearer, by batch (`running/batches.py`) as by message; and the draws that the
engine makes again in other company, 12 at most, have to stay together."""


class Hand(Protocol):
    """Who hands portions to workers."""

    def __call__(self, portion: Portion, *, needed: bool) -> Future[Trained]:
        """The future of a portion; one that nobody needs yet comes after all other work, and may be cancelled."""


@dataclass
class Ahead:
    """What idle workers drew ahead of looks.

    Attributes:
        used: Draws that a look asked for later.
        wasted: Draws that none asked for.
    """

    used: int = 0
    wasted: int = 0


@dataclass
class Spread:
    """Trains the trials of one claim on many workers, for a run that has no laboratory of its own.

    Attributes:
        item: The claim.
        hand: Hands portions to workers.
        at_once: How many portions they work on at the same time.
        ahead: Counts what was drawn ahead.
        turn: Held by the claim's run, but while it waits: several runs share one interpreter, and Hypothesis in it.
        device: Where they train.
        seconds: Time spent in experiments so far, on all workers together.
        warnings: Distinct warnings that experiments gave.
    """

    item: Found
    hand: Hand
    at_once: int
    ahead: Ahead
    turn: Lock
    device: torch.device
    seconds: float = 0.0
    warnings: set[str] = field(default_factory=set)
    _window: dict[int, Future[Trained]] = field(default_factory=dict)
    _drawing: str | None = None

    @classmethod
    def of(cls, item: Found, hand: Hand, at_once: int, ahead: Ahead, turn: Lock) -> Spread:
        """What trains a claim's trials elsewhere; a portion of none asks a worker for its device.

        Raises:
            Exception: Whatever importing the page raises there.
        """
        own = series_of(item.claim)[0]
        there = _waited(hand(portion_of(item, own, {}, Precision.DECLARED), needed=True), turn)
        return cls(item, hand, at_once, ahead, turn, torch.device(there.device))

    def batches(self, series: Series, points: Mapping[int, Any], precision: Precision) -> Iterator[Sequence[Trial]]:
        """Train trials of a series, each portion on whatever worker is free.

        Args:
            series: The series.
            points: The regime of each trial, by number.
            precision: As the claim declares it, or in float64 and with half the step.

        Yields:
            Each portion in the order in which it was asked for, however late those before it come.
        """
        if series.label != self._drawing:
            self.drop()
        held: Mapping[int, Future[Trained]] = {}
        if draws := precision is Precision.DECLARED and series.label in self._labels():
            self._drawing, held = series.label, self._taken(points)
        portions = list(self._portions({index: point for index, point in points.items() if index not in held}))
        asked = [self.hand(portion_of(self.item, series, part, precision), needed=True) for part in portions]
        if draws:
            self._draw_ahead(series, max(points, default=-1) + 1, len(asked))
        for future in dict.fromkeys(held.values()):
            mine = {index: point for index, point in points.items() if held.get(index) is future}
            yield self._ahead_of(future, portion_of(self.item, series, mine, precision))
        for part, future in zip(portions, asked, strict=True):
            yield self._received(future, part)

    def drop(self) -> None:
        """Let the draws go that are ahead: their series is decided."""
        self.ahead.wasted += sum(not future.cancelled() and not future.cancel() for future in self._window.values())
        self._window.clear()
        self._drawing = None

    def _labels(self) -> set[str]:
        return {series.label for series in series_of(self.item.claim)}

    def _taken(self, points: Mapping[int, Any]) -> Mapping[int, Future[Trained]]:
        """Of the draws that are ahead, those that are asked for now and that some worker has begun already."""
        asked = {index: future for index in points if (future := self._window.pop(index, None)) is not None}
        begun = {index: future for index, future in asked.items() if not future.cancelled() and not future.cancel()}
        self.ahead.used += len(begun)
        return begun

    def _portions(self, points: Mapping[int, Any]) -> Iterator[Mapping[int, Any]]:
        size = max(_LEAST, ceil(len(points) / self.at_once))
        indices = list(points)
        for first in range(0, len(indices), size):
            yield {index: points[index] for index in indices[first : first + size]}

    def _draw_ahead(self, series: Series, first: int, needed: int) -> None:
        """Fill the workers that the request leaves idle with the draws that follow it, and go no further."""
        self._window = {index: future for index, future in self._window.items() if not future.cancelled()}
        first = max(first, max(self._window, default=-1) + 1)
        for _ in range(self.at_once - needed - len(set(self._window.values()))):
            part = draw_points(series, range(first, first + _LEAST))
            future = self.hand(portion_of(self.item, series, part, Precision.DECLARED), needed=False)
            self._window |= dict.fromkeys(part, future)
            first += _LEAST

    def _ahead_of(self, future: Future[Trained], portion: Portion) -> Sequence[Trial]:
        """Draws that were made ahead; made again where something went wrong then, now that somebody needs them."""
        try:
            return self._received(future, portion.regimes)
        except Exception:
            return self._received(self.hand(portion, needed=True), portion.regimes)

    def _received(self, future: Future[Trained], wanted: Collection[int]) -> Sequence[Trial]:
        trained = _waited(future, self.turn)
        self.warnings |= trained.warnings
        trials = [trial for trial in trained.trials if trial.index in wanted]
        self.seconds += sum(trial.seconds for trial in trials)
        return trials


def _waited(future: Future[Trained], turn: Lock) -> Trained:
    """The result of a portion; others have their turn until it is there."""
    turn.release()
    try:
        return future.result()
    finally:
        turn.acquire()
