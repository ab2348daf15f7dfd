"""Two reports side by side: verdicts, bounds, margins that drifted, and claims that came or went.

The engine makes the same draws wherever a claim has the same specification, so their margins are compared draw by draw:
another torch, another device or another batch may move them by the claim's stated round-off, and by no more. Where the
specification changed the draws are others, and the intervals for the sharpest constant are compared: two that lie apart
say, each with its confidence, that the law of the margin changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from theoremcheck.catalogue.visible import visible
from theoremcheck.reporting.entry import Entry, Share
from theoremcheck.reporting.pictures.drawn_points import MARGIN
from theoremcheck.reporting.words import percent, short

__all__ = ["Comparison", "Difference", "Facts", "comparison_of", "facts_in", "facts_of", "in_markdown"]

_ROUNDING = 1e-5
"""Relative: a report keeps six digits of a margin."""

_LESS_EXACT = 1e-6
"""Round-off where an older report does not say it."""


class _Series(msgspec.Struct):
    draws: int
    lower: Share
    upper: Share


class _Numerics(msgspec.Struct):
    round_off: float | None = None


class _Column(msgspec.Struct):
    name: str
    values: list[float | None]


class _Draws(msgspec.Struct):
    columns: list[_Column] = []


class _Reading(msgspec.Struct):
    of: str
    lower: float | None
    upper: float | None


class _Sharpness(msgspec.Struct):
    readings: list[_Reading] = []


class _Seen(msgspec.Struct):
    draws: _Draws = msgspec.field(default_factory=_Draws)
    sharpness: _Sharpness = msgspec.field(default_factory=_Sharpness)


class Facts(msgspec.Struct):
    """What a comparison reads of a claim; reports of earlier versions have it too."""

    name: str
    verdict: str
    as_expected: bool
    specification: str | None = None
    series: _Series | None = None
    numerics: _Numerics | None = None
    seen: _Seen = msgspec.field(default_factory=_Seen)

    @property
    def round_off(self) -> float | None:
        """That of its specification; reports of earlier versions do not say it."""
        return self.numerics.round_off if self.numerics else None


class _Told(msgspec.Struct):
    claims: list[Facts]


@dataclass(frozen=True)
class Difference:
    """Something that two reports say differently of one claim.

    Attributes:
        claim: The claim.
        what: What differs: "verdict", "bounds", "margins", "round-off", "specification", "gone" or "new".
        before: What the older one says.
        after: What the newer one says.
        grave: Whether it may not pass unnoticed: another verdict, bounds that exclude each other, a margin that drifted
            beyond round-off, another round-off of the same specification, a claim that is gone.
    """

    claim: str
    what: str
    before: str
    after: str
    grave: bool


@dataclass(frozen=True)
class Comparison:
    """Two reports.

    Attributes:
        before: Claims of the older one.
        after: Claims of the newer one.
        alike: Claims of which both say the same.
        differences: The others, the grave ones first.
    """

    before: int
    after: int
    alike: int
    differences: tuple[Difference, ...]

    @property
    def grave(self) -> bool:
        """Whether any difference is."""
        return any(one.grave for one in self.differences)

    @property
    def sentence(self) -> str:
        """All of it in a sentence."""
        grave = sum(one.grave for one in self.differences)
        return (
            f"{self.alike} claims as before, of {self.before} then and {self.after} now; {len(self.differences)} "
            f"differences, {grave} of them grave"
        )


def facts_in(path: Path) -> list[Facts]:
    """What a report.json says, of this version or of an earlier one.

    Raises:
        ValueError: If the file is no report.
    """
    if not path.is_file():  # nobody waits for the other end of a pipe
        raise ValueError(f"{path} is no report: it is no regular file")
    try:
        return msgspec.convert(json.loads(path.read_bytes()), _Told).claims
    except (OSError, ValueError, RecursionError, msgspec.ValidationError) as error:
        raise ValueError(f"{path} is no report: {error}") from error


def facts_of(entries: Iterable[Entry]) -> list[Facts]:
    """The same of a report that is not written yet."""
    return msgspec.convert([msgspec.to_builtins(entry) for entry in entries], list[Facts])


def comparison_of(before: list[Facts], after: list[Facts]) -> Comparison:
    """Compare two reports."""
    old, new = ({one.name: one for one in facts} for facts in (before, after))
    found = [
        *(Difference(name, "gone", old[name].verdict, "", grave=True) for name in old if name not in new),
        *(Difference(name, "new", "", new[name].verdict, grave=False) for name in new if name not in old),
        *(difference for name in old if name in new for difference in _between(old[name], new[name])),
    ]
    differing = {one.claim for one in found}
    return Comparison(
        before=len(old),
        after=len(new),
        alike=len((old.keys() & new.keys()) - differing),
        differences=tuple(sorted(found, key=lambda one: (not one.grave, one.claim, one.what))),
    )


def in_markdown(comparison: Comparison) -> list[str]:
    """The comparison as lines of Markdown."""
    lines = [f"**{comparison.sentence}.**"]
    if comparison.differences:
        lines += ["", "| claim | what | before | after |", "| --- | --- | --- | --- |"]
    for one in comparison.differences:
        mark = " (!)" if one.grave else ""
        cells = (visible(text).replace("|", r"\|") for text in (one.claim, one.what + mark, one.before, one.after))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _between(old: Facts, new: Facts) -> Iterator[Difference]:
    if (old.verdict, old.as_expected) != (new.verdict, new.as_expected):
        yield Difference(old.name, "verdict", _verdict(old), _verdict(new), grave=True)
    if old.series and new.series and (old.series.lower, old.series.upper) != (new.series.lower, new.series.upper):
        apart = old.series.upper < new.series.lower or new.series.upper < old.series.lower
        yield Difference(old.name, "bounds", _bounds(old.series), _bounds(new.series), grave=apart)
    if old.specification == new.specification:
        stated = [one.round_off for one in (old, new) if one.round_off is not None]
        if len(set(stated)) > 1:  # the specification states it, so one of the reports was edited
            then, now = (f"{round_off:g}" for round_off in stated)
            yield Difference(old.name, "round-off", then, now, grave=True)
        yield from _drifted(old, new, min(stated, default=_LESS_EXACT))
    else:
        yield Difference(old.name, "specification", old.specification or "", new.specification or "", grave=False)
        yield from _apart(old, new)


def _drifted(old: Facts, new: Facts, round_off: float) -> Iterator[Difference]:
    """Margins of the same draws that moved by more than round-off, relative to themselves or to the usual one."""
    first, second = _margins(old), _margins(new)
    shared = min(len(first), len(second))
    if not shared:
        return
    first, second = first[:shared], second[:shared]
    usual = np.nanmedian(np.abs(first)) if np.isfinite(first).any() else 0.0
    size = np.maximum(np.maximum(np.abs(first), np.abs(second)), usual)
    moved = (np.abs(first - second) > (round_off + _ROUNDING) * size) | (np.isnan(first) != np.isnan(second))
    if moved.any():
        place = int(np.nanargmax(np.where(moved, np.nan_to_num(np.abs(first - second), nan=np.inf), -1.0)))
        worst = f"draw {place}: {short(_or_none(first[place]), 6)}"
        now = f"{short(_or_none(second[place]), 6)}; {int(moved.sum())} of {shared} draws moved"
        yield Difference(old.name, "margins", worst, now, grave=True)


def _apart(old: Facts, new: Facts) -> Iterator[Difference]:
    """Intervals for the sharpest constant that exclude each other."""
    for before, after in zip(old.seen.sharpness.readings, new.seen.sharpness.readings, strict=False):
        if before.of != after.of:
            continue
        (low, high), (other_low, other_high) = ends = [(one.lower, one.upper) for one in (before, after)]
        if _lies_below(high, other_low) or _lies_below(other_high, low):
            then, now = (f"{short(low)} to {short(high)} {before.of}" for low, high in ends)
            yield Difference(old.name, "margins", then, now, grave=True)


def _lies_below(upper: float | None, lower: float | None) -> bool:
    return upper is not None and lower is not None and upper < lower


def _margins(facts: Facts) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The margins of the first draws, as far as a report keeps them."""
    values = next((one.values for one in facts.seen.draws.columns if one.name == MARGIN), [])
    margins = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    margins[~np.isfinite(margins)] = np.nan  # no report of ours holds an infinity, beside which no other margin moves
    return margins


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _verdict(facts: Facts) -> str:
    return facts.verdict if facts.as_expected else f"{facts.verdict}, not as expected"


def _bounds(series: _Series) -> str:
    return f"{percent(series.lower)} to {percent(series.upper)} of {series.draws}"
