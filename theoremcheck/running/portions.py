"""A portion of a claim's trials, as a task for any worker: (claim, specification, series, draw indices).

It is idempotent: whoever trains it, and however often, trains the same trials. What comes of it travels back with the
result, and whoever asked for it writes it down: a worker that is lost costs a portion, and needs no common folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from theoremcheck.catalogue.located import Found, found_at
from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.regimes import recorded_point, recorded_values
from theoremcheck.running.devices import device_named
from theoremcheck.running.experiments import Laboratory
from theoremcheck.running.guard import guarded
from theoremcheck.running.noted import errors_noted
from theoremcheck.running.pinning import not_pinned
from theoremcheck.running.shared_sizes import SharedSizes
from theoremcheck.running.threads import use_one_thread
from theoremcheck.series.again import again_of
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series, series_of
from theoremcheck.vocabulary import Precision

__all__ = ["Portion", "Trained", "portion_of", "train_there"]

_WORTH = 1.0
"""Seconds of training that are worth asking which files a claim read, which takes some 20 ms."""


@dataclass(frozen=True)
class Portion:
    """What to train.

    Attributes:
        path: The page of the claim.
        variable: The name of the claim there.
        specification: Its hash; a worker with another one trains nothing.
        series: Label of the series.
        precision: As declared, or refined.
        regimes: Of each trial, by number, the recorded form of its regime; None where its stream draws it.
    """

    path: Path
    variable: str
    specification: str
    series: str
    precision: Precision
    regimes: Mapping[int, Mapping[str, Any] | None]


@dataclass(frozen=True)
class Trained:
    """What came of a portion.

    Attributes:
        trials: Its trials.
        warnings: Distinct warnings that the experiment gave so far.
        device: Where they were trained.
    """

    trials: Sequence[Trial]
    warnings: Set[str]
    device: str


def portion_of(item: Found, series: Series, points: Mapping[int, Any], precision: Precision) -> Portion:
    """Trials of a series as a task."""
    drawn = series.label in {part.label for base in series_of(item.claim) for part in (base, *again_of(base))}
    regimes = {index: None if drawn else recorded_values(point) for index, point in points.items()}
    return Portion(item.path, item.variable, series.specification, series.label, precision, regimes)


@errors_noted()
def train_there(portion: Portion, device: str, worker: int, processes: int) -> Trained:
    """Train a portion in this process, and record nothing.

    Args:
        portion: The portion.
        device: Name of the device.
        worker: Number of this worker among those that run at the same time.
        processes: Workers that share this machine's memory.

    Raises:
        LookupError: If this worker has another version of the claim.
    """
    use_one_thread()
    bench = _bench(portion.path, portion.variable, device, worker, processes)
    series = _series(bench, portion)
    drawn = draw_points(series, [index for index, form in portion.regimes.items() if form is None])
    points = {
        index: drawn[index] if form is None else recorded_point(series.regimes, form)
        for index, form in portion.regimes.items()
    }
    trials: list[Trial] = []
    before = bench.laboratory.seconds
    batches = bench.laboratory.batches(series, points, portion.precision)
    while True:
        with guarded(f"trials of {portion.series!r} ({len(trials)} of {len(points)} trained)"):
            batch = next(batches, None)
        if batch is None:
            if bench.laboratory.seconds - before > _WORTH or trials and bench.notes is None:
                bench.notes = frozenset(not_pinned(bench.claim))
            return Trained(trials, bench.laboratory.warnings | (bench.notes or frozenset()), bench.device)
        trials += batch


@dataclass
class _Bench:
    """A claim in this process, its series, what trains it, where, and which files it read when somebody last asked."""

    claim: Claim
    series: tuple[Series, ...]
    laboratory: Laboratory
    device: str
    notes: frozenset[str] | None = None


@lru_cache(maxsize=8)
def _bench(path: Path, variable: str, device: str, worker: int, processes: int) -> _Bench:
    """What trains a claim; kept from portion to portion, since it learns how large batches should be."""
    claim = found_at(path, variable).claim
    place = device_named(device, worker)
    series = series_of(claim)
    sizes = SharedSizes(place, processes, [each.label for each in series])
    return _Bench(claim, series, Laboratory(claim, place, sizes), str(place))


def _series(bench: _Bench, portion: Portion) -> Series:
    claim, every = bench.claim, bench.series
    if every[0].specification != portion.specification:
        raise LookupError(
            f"the worker has another version of {claim.name}: {every[0].specification} there, "
            f"{portion.specification} here"
        )
    for series in every:
        if series.label == portion.series:
            return series
    for series in every:
        if portion.series.startswith(f"{series.label}/"):
            return replace(series, label=portion.series)
    raise LookupError(f"{claim.name} has no series {portion.series!r}")
