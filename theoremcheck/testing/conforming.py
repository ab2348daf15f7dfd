"""Whether a claim keeps its contract, series by series: what a page's own tests ask before a run spends draws on it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.regimes import batch_of
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.experiments import Laboratory
from theoremcheck.running.noted import asked_of
from theoremcheck.running.observed import Arrays, observed
from theoremcheck.running.raised import in_words
from theoremcheck.series.company import decided_by_company
from theoremcheck.series.comparison import alike, compare
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import by_shape, draw_points, streams_of
from theoremcheck.series.specification import Series, series_of
from theoremcheck.testing.absent_device import ABSENT, Traffic, absent_device
from theoremcheck.vocabulary import Precision

__all__ = ["CHECKS", "Conformance", "ConformanceError", "assert_conforms", "conformance"]

CHECKS = ("shapes", "streams", "batches", "device")
"""What there is to check of a series: see `conformance`."""

_CPU = torch.device("cpu")
_LOOKED_AT = 64
"""Draws among which the kit looks for a shape that enough of them share; drawing a regime trains nothing."""


def _as_it_is(point: Any) -> Any:
    return point


class ConformanceError(AssertionError):
    """A claim that breaks its contract; the message names each series and what it did."""


@dataclass(frozen=True)
class Conformance:
    """What came of checking one series of a claim.

    Attributes:
        claim: The claim's name.
        series: The label of its series: `claim`, or the hypothesis that a control breaks or adds.
        draws: The draws that were made.
        traffic: What makes the CPU wait for a GPU in one call of the experiment; None where nobody looked, or where the
            experiment raised.
        problems: What is wrong, a sentence each; none if the series conforms.
    """

    claim: str
    series: str
    draws: tuple[int, ...]
    traffic: Traffic | None
    problems: tuple[str, ...]


def assert_conforms(
    claim: Claim, draws: int = 3, checks: Collection[str] = CHECKS, shorten: Callable[[Any], Any] = _as_it_is
) -> None:
    """Check all series of a claim; for a test.

    Args:
        claim: The claim.
        draws: As `conformance` has it, and so are the others.
        checks: Which checks.
        shorten: Makes a training shorter.

    Raises:
        ConformanceError: If a series breaks the contract; the message names all that do.
        ValueError: As `conformance` has it.
    """
    seen = conformance(claim, draws, checks, shorten)
    found = [f"[{series.series}] {problem}" for series in seen for problem in series.problems]
    if found:
        raise ConformanceError("\n  ".join([f"{claim.name} breaks the contract of a claim:", *found]))


def conformance(
    claim: Claim, draws: int = 3, checks: Collection[str] = CHECKS, shorten: Callable[[Any], Any] = _as_it_is
) -> list[Conformance]:
    """Check each series of a claim: its own, then its controls, positive controls and baselines.

    Each check makes a few draws of the series, which share the smallest shape that enough of the first draws have; a
    regime of many shapes is asked at a few of them:

    - `shapes`: the experiment returns the observables that the prediction reads, one row a trial, in a batch of many
      and of one; and changes nothing of what it was handed.
    - `streams`: all randomness comes from the streams, under labels of its own: made again, a draw is the same to the
      last bit, no global random number is drawn, and no label twice.
    - `batches`: a draw is the same alone and in a batch that stands backwards, as far as the claim's round-off goes;
      and so is what the prediction, and a `required` that is a function, say of it.
    - `device`: the experiment runs on a device that is not there, with the same observables; a claim that climbs a
      ladder is asked at its lowest rung. `Conformance.traffic` says how often a GPU would be waited for.

    Args:
        claim: The claim.
        draws: How many draws of each series, at least 2.
        checks: Which checks, of `CHECKS`.
        shorten: Maps a point of the regime to one whose training takes less time, such as one of fewer steps; what
            breaks the contract mostly does so from the first step on.

    Returns:
        One result for each series.

    Raises:
        ValueError: If there is no such check, or `draws` is below 2.
    """
    if unknown := sorted(set(checks) - set(CHECKS)):
        raise ValueError(f"checks={unknown} must be of {', '.join(CHECKS)}")
    if draws < 2:
        raise ValueError(f"draws={draws!r} must be at least 2: one draw has no company")
    return [conformance_of(claim, series, draws, checks, shorten) for series in series_of(claim)]


def conformance_of(
    claim: Claim, series: Series, draws: int, checks: Collection[str], shorten: Callable[[Any], Any]
) -> Conformance:
    """Check one series of a claim, as `conformance` checks all of them; claims of a study may share one."""
    points = _smallest_alike(draw_points(series, range(max(draws, _LOOKED_AT))), draws)
    points = {index: shorten(point) for index, point in points.items()}
    problems = list(_contract(claim, series, points, checks, shorten)) if set(checks) - {"device"} else []
    traffic = None
    if "device" in checks:
        traffic, elsewhere = _elsewhere(claim, series, points)
        problems += elsewhere
    return Conformance(claim.name, series.label, tuple(points), traffic, tuple(dict.fromkeys(problems)))


def _smallest_alike(points: Mapping[int, Any], draws: int) -> dict[int, Any]:
    """Points of one shape, the smallest that has enough of them; where none has, those of the fullest shapes."""
    groups = sorted(by_shape(points), key=lambda group: (-min(len(group[1]), draws), _size(group[0])))
    chosen = [index for _, members in groups for index in members][:draws]
    return {index: points[index] for index in chosen}


def _size(shape: Sequence[Any]) -> float:
    """Product of the shape's numbers, which tells how long a training takes, more or less."""
    return math.prod(value for value in shape if isinstance(value, int | float) and value > 0)


def _contract(
    claim: Claim, series: Series, points: Mapping[int, Any], checks: Collection[str], shorten: Callable[[Any], Any]
) -> Iterator[str]:
    """What the draws of a series show of the contract, but for the device; up to an error of the prediction."""
    try:
        yield from _shown(claim, series, points, checks, shorten)
    except Exception as error:
        if (asked := asked_of(error)) is None:
            raise
        yield f"{in_words(error)}; {asked}"


def _shown(
    claim: Claim, series: Series, points: Mapping[int, Any], checks: Collection[str], shorten: Callable[[Any], Any]
) -> Iterator[str]:
    indices = list(points)
    together, said = _made(claim, series, points, indices)
    alone = [trial for index in indices for trial in _made(claim, series, points, [index])[0]]
    if "shapes" in checks:
        yield from (f"draw {trial.index}: {trial.error}" for trial in together if trial.error)
        yield from (f"draw {trial.index} alone: {trial.error}" for trial in alone if trial.error)
        yield from _other_shapes(together, alone)
    if "streams" in checks:
        yield from said
        again, _ = _made(claim, series, points, indices)
        yield from (
            f"draw {one.index}, made again in the same batch, is another: its observables are no function of its "
            "regime and its streams"
            for one, other in zip(together, again, strict=True)
            if repr(one.observables) != repr(other.observables)
        )
    if "batches" in checks:
        backwards, _ = _made(claim, series, points, indices[::-1])
        dossier = Dossier.of(claim, Ledger())
        if series.breaks is not None:
            # What a control may differ by depends on the size of the claim's own observables.
            own = {index: shorten(point) for index, point in draw_points(dossier.own, range(len(indices))).items()}
            dossier.ledger.add(_made(claim, dossier.own, own, list(own))[0])
        for how, made in (("made alone", alone), ("made in a batch that stands backwards", backwards[::-1])):
            for first, later in zip(together, made, strict=True):
                if (difference := compare(dossier, first, later, how)) is not None:
                    yield difference.sentence
        if (said_of_company := decided_by_company(claim, together)) is not None:
            yield said_of_company


def _made(
    claim: Claim, series: Series, points: Mapping[int, Any], indices: Sequence[int]
) -> tuple[list[Trial], list[str]]:
    """Trials in the order of the indices, made by the engine's own hands; and the warnings that they gave."""
    laboratory = Laboratory(claim, _CPU, BatchSizes(_CPU))
    batches = laboratory.batches(series, {index: points[index] for index in indices}, Precision.DECLARED)
    made = {trial.index: trial for batch in batches for trial in batch}
    return [made[index] for index in indices], sorted(laboratory.warnings)


def _other_shapes(together: Sequence[Trial], alone: Sequence[Trial]) -> Iterator[str]:
    for first, later in zip(together, alone, strict=True):
        for name in first.observables.keys() & later.observables.keys():
            shapes = first.value(name).shape, later.value(name).shape
            if shapes[0] != shapes[1]:
                yield f"observable {name!r} of draw {first.index} has shape {shapes[0]} in a batch, {shapes[1]} alone"


def _elsewhere(claim: Claim, series: Series, points: Mapping[int, Any]) -> tuple[Traffic | None, list[str]]:
    """What makes the CPU wait, and what goes wrong, where batches are on the absent device: one batch a shape."""
    seen, problems = Traffic(), list[str]()
    for _, members in by_shape(points):
        batch = {index: points[index] for index in members}
        try:
            expected, _ = _once(claim, series, batch, _CPU)
        except Exception as error:
            return None, [f"raises on the CPU, so that nothing is known of another device: {in_words(error)}"]
        with absent_device() as traffic:
            try:
                got, spent = _once(claim, series, batch, ABSENT, traffic)
            except Exception as error:
                return None, [f"would not run on a GPU: {in_words(error)}"]
        seen = Traffic(seen.reads + spent.reads, seen.copies + spent.copies)
        if differing := [name for name, value in expected.items() if not alike(value, got[name], claim.round_off)]:
            problems.append(f"has other observables on another device: {', '.join(differing)}")
    return seen, problems


def _once(
    claim: Claim, series: Series, points: Mapping[int, Any], device: torch.device, traffic: Traffic | None = None
) -> tuple[Arrays, Traffic]:
    """One call of the experiment, at the lowest rung, and the waits of this call alone."""
    batch = batch_of(list(points.values()), claim.dtype, device)
    streams = streams_of(series, list(points), claim.dtype, device)
    known = {}
    if claim.scale is not None:
        batch = claim.scale.grow(batch, claim.scale.factors[0])
        size = torch.as_tensor(getattr(batch, claim.scale.field), dtype=torch.float64).cpu()
        known = {claim.scale.field: size.expand(len(points)).clone()}
    traffic = traffic or Traffic()
    before = replace(traffic)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the check of streams reads them
        returned = series.experiment(batch, streams)
    spent = Traffic(traffic.reads - before.reads, traffic.copies - before.copies)
    return observed(returned, known, claim, len(points)), spent
