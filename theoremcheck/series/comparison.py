"""When two records of one draw are alike: made twice, by two runs, on two machines, or again in other company.

The last digits of a trial depend on the order of its sums, and so on the batch and the processor that it runs on. Those
are no difference; anything beyond the claim's round-off is one. Round-off may also turn a comparison inside of an
experiment: a test sample on the boundary, which an error rate counts; the step at which a loss passes its goal. Then an
observable jumps, in few draws, and the outcome stays what it was. So a claim puts up with as many such draws as with
reruns that change the outcome (`Trust.rate`), and with one in any case; with none that changes the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
import torch
from numpy.typing import NDArray

from theoremcheck.evidence import Trial, Trials
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series

__all__ = ["Difference", "alike", "beyond_round_off", "compare", "compare_unread", "disagreements"]

_NO_DIGIT = 64 * float(np.finfo(np.float64).eps)
"""The difference of two numbers of order one that are equal is about this large, another one in every batch, and no
digit of it means anything: relative to itself it has no round-off."""

_FIRST_DIGIT = 0.1
"""The relative difference from which on two numbers share no digit. The round-off that a claim states is that of what
its prediction reads; beside that an experiment may record what its last steps leave open, such as the small weight of a
learner whose error has converged. But an observable of which round-off takes every digit shows nobody anything."""


@dataclass(frozen=True)
class Difference:
    """What tells two records of one draw apart.

    Attributes:
        sentence: Draw and observable, in words.
        decides: Whether the two are more than an observable apart: another outcome, none, another regime.
        slight: Whether nothing differs but digits, after the first, of what no prediction reads, or what no prediction
            reads in a control, which no picture draws: no number of such draws is too many.
    """

    sentence: str
    decides: bool
    slight: bool = False


def disagreements(dossier: Dossier) -> list[Difference]:
    """The draws that the evidence has twice and that differ beyond round-off."""
    pairs = dossier.ledger.duplicates
    found = (compare(dossier, first, later, "recorded twice") for first, later in pairs)
    return [difference for difference in found if difference is not None]


def beyond_round_off(found: Sequence[Difference], compared: int, rate: float) -> str | None:
    """The difference that makes a claim unstable, in words; None where round-off explains all of them.

    Args:
        found: The differences.
        compared: Draws that were compared.
        rate: Share of them that may differ without another outcome (`Trust.rate`).
    """
    deciding = [difference for difference in found if difference.decides]
    counted = [difference for difference in found if not difference.slight]
    too_many = counted if len(counted) > max(1.0, rate * compared) else ()
    return next((difference.sentence for difference in (*deciding, *too_many)), None)


def compare(dossier: Dossier, first: Trial, later: Trial, how: str) -> Difference | None:
    """What tells two records of one draw apart beyond round-off; None if nothing does, or the claim reads neither.

    Args:
        dossier: The claim, its series and its evidence.
        first: The record that counts.
        later: Another record of its draw.
        how: How it came to be there, in words.
    """
    if not _reads(dossier, first):
        return None  # a trial that another claim of the study reads, whose observables mean nothing to this one
    if _says_the_same(first, later):
        return None
    found, contradiction = _told_apart(dossier, first, later), _contradiction(dossier, first, later)
    if (reason := found or contradiction) is None:
        return None
    both = first.error is None and later.error is None and first.observables.keys() == later.observables.keys()
    decides = contradiction is not None or not both or first.regime != later.regime
    return Difference(f"draw {first.index} of {first.series!r}, {how}, {reason}", decides)


def compare_unread(readers: Sequence[Dossier], first: Trial, later: Trial, how: str) -> Difference | None:
    """What tells two records of one draw apart beyond round-off in what no prediction reads; pictures draw that too.

    Args:
        readers: The claims whose verdicts rest on the draw: one, or all claims of a study.
        first: The record that counts.
        later: Another record of its draw.
        how: How it came to be there, in words.
    """
    if first.error is not None or later.error is not None:
        return None
    concerned = [reader for reader in readers if _reads(reader, first)]
    read = {name for reader in concerned for name in reader.claim.prediction.observables}
    one, other = (_read_alone(trial, dict.fromkeys(trial.observables.keys() - read, inf)) for trial in (first, later))
    round_off = max((reader.claim.round_off for reader in concerned), default=0.0)
    if (reason := _difference(one, other, round_off)) is None:
        return None
    of_a_control = any(_belongs(first, series) for reader in concerned for series in reader.controls)
    return Difference(
        f"draw {first.index} of {first.series!r}, {how}, {reason}, which no prediction reads",
        decides=False,
        slight=of_a_control or _difference(one, other, max(round_off, _FIRST_DIGIT)) is None,
    )


def _reads(dossier: Dossier, trial: Trial) -> bool:
    """Whether a claim's verdict reads a trial."""
    return any(_belongs(trial, series) for series in dossier.every_series)


def _says_the_same(first: Trial, later: Trial) -> bool:
    """Whether two records agree to the last digit and sign: most do, and all else that is asked of them costs more."""
    one, other = ((trial.precision, trial.regime, trial.observables, trial.error) for trial in (first, later))
    return one == other and repr(one) == repr(other)  # 0.0 equals -0.0, and its inverse does not


def _told_apart(dossier: Dossier, first: Trial, later: Trial) -> str | None:
    """What tells two records of one draw apart, in words; observables decide, not signs alone.

    Compared is what the claim's prediction reads; the other observables of a study are the affair of its other claims.

    A control may break what keeps its numbers small and its steps stable, such as a bound on the learning rate or on
    the start. Round-off grows in it as any other disturbance does, and what has grown is no difference:

    - Where an observable is past all of the claim's own by the precision of the arithmetic, a last digit has become the
      first.
    - Where the margin is the same within round-off, what differs decides nothing: of several predictions the one that
      fails by most sets it, and a chaotic control is refuted by that one.
    """
    round_off, names = dossier.claim.round_off, dossier.claim.prediction.observables
    if not any(_belongs(first, series) for series in dossier.controls):
        limits = dict.fromkeys(names, inf)
        return _difference(_read_alone(first, limits), _read_alone(later, limits), round_off)
    limits = _resolved(dossier)
    first, later = (_read_alone(trial, limits) for trial in (first, later))
    found = _difference(first, later, round_off)
    whole = all(trial.observables.keys() == limits.keys() for trial in (first, later))
    if found is None or not whole or first.regime != later.regime:
        return found
    margins = readings_of(dossier.claim, [first, later]).margins
    return None if alike(margins[:1], margins[1:], round_off) else found


def _difference(first: Trial, later: Trial, round_off: float) -> str | None:
    if first.regime != later.regime:
        return "has another regime"
    if (first.error is None) != (later.error is None):
        return f"gives no outcome one time of two ({first.error or later.error})"
    if first.observables.keys() != later.observables.keys():
        return f"has other observables ({', '.join(sorted(first.observables.keys() ^ later.observables.keys()))})"
    for name in first.observables:
        if not alike(first.value(name), later.value(name), round_off):
            return f"has another {name!r} ({_farthest(first.value(name), later.value(name))})"
    return None


def alike(first: NDArray[np.float64], later: NDArray[np.float64], round_off: float) -> bool:
    """Whether two arrays are equal within round-off, relative to their own scale: a curve may cross zero."""
    if first.shape != later.shape:
        return False
    finite = np.abs(first[np.isfinite(first)])
    scale = finite.max() if finite.size else 0.0
    return np.allclose(first, later, rtol=round_off, atol=max(round_off * scale, _NO_DIGIT), equal_nan=True)


def _farthest(first: NDArray[np.float64], later: NDArray[np.float64]) -> str:
    """The entry that differs most, as it was and as it is."""
    if first.shape != later.shape:
        return f"of shape {later.shape}, not {first.shape}"
    with np.errstate(all="ignore"):
        gaps = np.nan_to_num(np.abs(first - later), nan=np.inf)
    gaps = np.where((first == later) | (np.isnan(first) & np.isnan(later)), -1.0, gaps).ravel()
    return f"{later.flat[gaps.argmax()]:.6g}, not {first.flat[gaps.argmax()]:.6g}"


def _belongs(trial: Trial, series: Series) -> bool:
    """Whether a trial is of the series or of a part of it, as draws made again are."""
    return trial.series == series.label or trial.series.startswith(f"{series.label}/")


def _contradiction(dossier: Dossier, first: Trial, later: Trial) -> str | None:
    """That one of two records holds and the other fails, where more than round-off tells them apart."""
    if first.observables.keys() != later.observables.keys() or first.error != later.error:
        return None
    seen = readings_of(dossier.claim, [first, later])
    if seen.holds[0] == seen.holds[1] or seen.unclear.any():
        return None
    return "holds by one record of it and fails by another"


def _resolved(dossier: Dossier) -> dict[str, float]:
    """The largest size of each observable at which a number can still have a digit of its own."""
    own, precision = dossier.draws(dossier.own), torch.finfo(dossier.claim.dtype).eps
    return {name: _largest(own, name) / precision for name in dossier.claim.prediction.observables}


def _largest(trials: Trials, name: str) -> float:
    """The largest finite size of an observable; infinite where there is none, which limits nothing."""
    tables = [(table, rows) for table, _, rows in trials.groups() if not table.layout.has_error]
    sizes = [np.abs(table.observable(name, rows)) for table, rows in tables]
    return max((float(size[np.isfinite(size)].max(initial=0.0)) for size in sizes), default=0.0) or inf


def _read_alone(trial: Trial, limits: Mapping[str, float]) -> Trial:
    """The trial with those observables alone, none beyond its limit."""
    seen = {name: trial.value(name) for name in limits if name in trial.observables}
    return replace(
        trial, observables={name: np.clip(seen[name], -limits[name], limits[name]).tolist() for name in seen}
    )
