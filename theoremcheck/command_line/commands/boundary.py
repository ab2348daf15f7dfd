"""`theoremcheck boundary`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from theoremcheck.boundary import (
    EFFORTS,
    PILOT,
    Axis,
    BoundaryError,
    Line,
    Map,
    MapEffort,
    Plane,
    Survey,
    axis_of,
    fields_to_map,
    map_boundary,
    named_factor,
    planned_map,
)
from theoremcheck.claim import Claim, ClaimError
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.exits import AS_EXPECTED, INTERRUPTED, UNTRUSTED
from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)
from theoremcheck.command_line.rows import aligned
from theoremcheck.command_line.selection import choose_one
from theoremcheck.command_line.terminal import say
from theoremcheck.evidence import EvidenceError, Trial
from theoremcheck.regimes import RegimeError
from theoremcheck.running import BUDGETS, Recorder, use_one_thread
from theoremcheck.running.looks import drawn_by
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.statistics import down, up
from theoremcheck.vocabulary import Precision

__all__ = ["command"]

_MARKS = {"holds": "o", "fails": "x", "undecided": "."}
_COLUMNS, _ROWS = 48, 16


@click.command(
    "boundary",
    epilog=example(
        "theoremcheck boundary yaras2025.softmax-gap-bound --along sharpness_ratio=0.3:3",
        "theoremcheck boundary huang2024.phase-diagram --along signal_strength --along modality_ratio",
        "theoremcheck boundary huang2024.single-modal-stalls --along signal_strength --grown 4",
    ),
)
@claim_argument
@click.option(
    "--along",
    metavar="FIELD[=LOW:HIGH]",
    multiple=True,
    help="A field to vary; once or twice.  [default: each field that a control changes, else any that has a boundary]",
)
@click.option(
    "--grown",
    type=float,
    metavar="FACTOR",
    help="Grow every regime by this factor of the claim's growth.  [default: as it is drawn]",
)
@budget_option
@device_option
@evidence_option
@report_option
def command(
    claim: str,
    along: tuple[str, ...],
    grown: float | None,
    budget: str,
    device: str,
    evidence: Path | None,
    report: Path | None,
) -> None:
    """Map where the prediction stops holding, as one field varies or two; it draws the others from their laws.

    If you give no range, it takes the claim's own, together with those of the controls that change this field alone.
    It trains replicates where the boundary is uncertain, and records them: asked the same again, it draws the map from
    these. Another field, range, factor or budget is another question, and its answer depends on no other.
    """
    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    raise SystemExit(_print_boundary(found.claim, along, grown, budget, place, evidence))


def _print_boundary(
    claim: Claim, along: Sequence[str], factor: float | None, budget: str, device: torch.device, evidence: Path
) -> int:
    """Map a claim and print the map; the exit code.

    Raises:
        click.UsageError: If the fields or their ranges make no sense.
    """
    use_one_thread()
    if len(along) > 2:
        raise click.UsageError(f"a map has one field or two, got --along {len(along)} times")
    try:
        asked = [_axis_from(claim, text) for text in along]
        if len({axis.field for axis in asked}) < len(asked):
            raise BoundaryError(f"--along names {asked[0].field!r} twice; a map over two fields needs two")
        grown = "" if factor is None else named_factor(claim, factor)
        session = _Session(claim, grown, budget, device, evidence)
        if asked:
            session.map(asked, EFFORTS[budget])
        else:
            session.map_by_itself()
    except (
        BoundaryError,
        ClaimError,
        RegimeError,
    ) as error:  # the latter two: what is asked for lies outside a formula
        raise click.UsageError(str(error)) from error
    except EvidenceError as error:
        say(str(error))
        return UNTRUSTED
    except KeyboardInterrupt:
        say("\nstopped; what was trained is kept, and the next call goes on")
        return INTERRUPTED
    return AS_EXPECTED


def _axis_from(claim: Claim, text: str) -> Axis:
    """The axis that FIELD or FIELD=LOW:HIGH means.

    Raises:
        click.BadParameter: If the range is not one of numbers.
        BoundaryError: If the claim has no such field, or no range of it is known.
    """
    field, given, stretch = text.partition("=")
    if not given:
        return axis_of(claim, field.strip())
    try:
        low, high = (float(end) for end in stretch.split(":"))
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not of the form FIELD=LOW:HIGH", param_hint="--along") from error
    return axis_of(claim, field.strip(), low, high)


class _Session:
    def __init__(self, claim: Claim, grown: str, budget: str, device: torch.device, evidence: Path) -> None:
        self._claim, self._grown, self._budget = claim, grown, budget
        self._dossier = Dossier.read(claim, evidence)
        self._recorder = Recorder.of(self._dossier, evidence, device)
        self._replicates = 0

    def map(self, axes: Sequence[Axis], effort: MapEffort, *, quiet: bool = False) -> Map | None:
        """Map over some axes, and print it."""
        started, spent, before = time.perf_counter(), self._recorder.spent, self._replicates
        alpha = BUDGETS[self._budget].alpha
        survey, earlier = Survey.of(axes, effort.name, self._grown), drawn_by(self._dossier, BUDGETS.values())
        plan = planned_map(self._dossier, survey, self._budget, alpha, earlier)
        self._recorder.note(plan)
        found = map_boundary(self._dossier, axes, effort, alpha, self._train, self._grown, plan.informed)
        if found is not None and not quiet:
            trained = self._replicates - before
            reruns = self._recorder.spent - spent - trained
            for line in (*_lines(found), *_cost(found, trained, reruns, time.perf_counter() - started)):
                say(line)
        return found

    def _train(self, series: Series, points: Mapping[int, Any], precision: Precision) -> Sequence[Trial]:
        """Train a batch; whoever watches a terminal sees that something is done."""
        recorded = self._dossier.ledger.trials(series.label, precision)
        lacking = sum(index not in recorded for index in points)
        if lacking and sys.stderr.isatty():
            say(f"training {lacking} replicates ...", err=True)
        self._replicates += lacking
        return self._recorder.train(series, points, precision)

    def map_by_itself(self) -> None:
        """Each field that a control changes; where none of them has a crossing, any other that seems to have one."""
        changed, others = fields_to_map(self._claim)
        if changed:
            say(f"the controls change {', '.join(changed)}\n")
        crossed = False
        for field in changed:
            found = self.map([axis_of(self._claim, field)], EFFORTS[self._budget])
            crossed = crossed or bool(isinstance(found, Line) and found.crossings)
            say()
        if not crossed and others:
            self._map_others(others)

    def _map_others(self, fields: Sequence[str]) -> None:
        say(f"each other field was tried alone, at up to {PILOT.grid} values of its own range:")
        failing = []
        for field in fields:
            axis = axis_of(self._claim, field)
            found = self.map([axis], PILOT, quiet=True)
            if isinstance(found, Line):
                least = min(found.places, key=lambda place: place.weight.holds / place.weight.trials)
                say(
                    f"  {field}: {least.weight.holds} of {least.weight.trials} hold at {least.values[0]:.4g}, "
                    "where fewest do"
                )
                failing += [axis] if any(_suspicious(place.weight.log_e_fails, found) for place in found.places) else []
        for axis in failing:
            say()
            self.map([axis], EFFORTS[self._budget])
        if not failing:
            say("none of them shows more failures than the theorem allows; --along FIELD=LOW:HIGH looks further")


def _suspicious(log_e_fails: float, found: Line) -> bool:
    """Evidence of failure at one place by itself, however many the map tried: enough to look again."""
    return log_e_fails >= -np.log(found.alpha)


def _lines(found: Map) -> Iterator[str]:
    yield from _line(found) if isinstance(found, Line) else _plane(found)
    yield ""
    yield found.sentence
    for note in found.notes:
        yield f"  {note}"


def _line(found: Line) -> Iterator[str]:
    rows = [(found.axis.field, "holds", "share of replicates", "the prediction", "")]
    for place in found.places:
        shown = "" if place.inside else "outside the claim's regime"
        weight = place.weight
        holds, bounds = f"{weight.holds} of {weight.trials}", f"{down(weight.lower, 3)} to {up(weight.upper, 3)}"
        rows.append((f"{place.values[0]:.5g}", holds, bounds, weight.decided, shown))
    yield from aligned(rows)


def _plane(found: Plane) -> Iterator[str]:
    """The decided places as marks, with the first field to the right and the second upwards."""
    first, second = found.axes
    marks = [[" "] * _COLUMNS for _ in range(_ROWS)]
    for place in sorted(found.places, key=lambda place: place.weight.decided != "undecided"):
        column, row = (
            round(
                (axis.place(value) - axis.place(axis.low)) / (axis.place(axis.high) - axis.place(axis.low)) * (size - 1)
            )
            for axis, value, size in zip(found.axes, place.values, (_COLUMNS, _ROWS), strict=True)
        )
        marks[_ROWS - 1 - row][column] = _MARKS[place.weight.decided]
    yield f"{second.field}, from {second.low:.4g} to {second.high:.4g} upwards{_scale(second)}"
    yield from (f"  |{''.join(row)}" for row in marks)
    yield f"  +{'-' * _COLUMNS}"
    yield f"   {first.field}, from {first.low:.4g} to {first.high:.4g}{_scale(first)}"
    yield "   " + ", ".join(f"{mark} {decided} ({found.count(decided)})" for decided, mark in _MARKS.items())


def _scale(axis: Axis) -> str:
    return ", logarithmic" if axis.log else ""


def _cost(found: Map, trained: int, reruns: int, seconds: float) -> Iterator[str]:
    """Replicates of the map, those that are new, and those of them whose margin was round-off and took a rerun."""
    replicates = sum(place.weight.trials for place in found.places)
    rerun = f" and {reruns} of these rerun in float64" if reruns else ""
    yield (
        f"\n{replicates} replicates at {len(found.places)} places, {trained} of them trained now{rerun}, "
        f"in {seconds:.1f} s"
    )
