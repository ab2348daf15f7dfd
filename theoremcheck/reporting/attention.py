"""What a reader has to look at first: verdicts that nobody expected, and claims that have none worth the name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from theoremcheck.reporting.entry import Entry, SeriesRecord
from theoremcheck.reporting.entry_words import at_a_point, message_of
from theoremcheck.reporting.next_step import next_step
from theoremcheck.reporting.words import short
from theoremcheck.statistics import required_in_words
from theoremcheck.vocabulary import Verdict

__all__ = ["Attention", "attention_of"]

_GRAVE = (Verdict.BROKEN, Verdict.UNSTABLE, Verdict.POWERLESS, Verdict.UNDECIDED)
"""No finding about the theorem, whether the claim expected it or not; the worst ones first."""


@dataclass(frozen=True)
class Attention:
    """A claim that needs somebody's attention.

    Attributes:
        entry: The claim.
        reason: Why, in words.
        values: The parameters or the numbers that offend, as the code that makes them; empty where there are none.
    """

    entry: Entry
    reason: str
    values: tuple[str, ...]


def attention_of(entries: Iterable[Entry]) -> list[Attention]:
    """The claims that need attention: unexpected verdicts first, then those that say nothing yet."""
    found = [entry for entry in entries if not entry.as_expected or entry.verdict in _GRAVE]
    return [Attention(entry, _reason(entry), tuple(_values(entry))) for entry in sorted(found, key=_urgency)]


def _urgency(entry: Entry) -> tuple[bool, int, str]:
    return entry.as_expected, _GRAVE.index(entry.verdict) if entry.verdict in _GRAVE else -1, entry.name


def _reason(entry: Entry) -> str:
    said, series = message_of(entry).partition("\n")[0], entry.series
    if series is None or not series.draws:
        return said or entry.verdict.meaning
    counted = f"{series.holds} of {series.draws} draws hold, {required_in_words(series)}"
    refuted = entry.verdict is Verdict.REFUTED and not at_a_point(entry)
    return "; ".join(filter(None, (counted if refuted or not said else "", said, next_step(entry))))


def _values(entry: Entry) -> Sequence[str]:
    """What offends.

    The counterexample, else the first failing draw of a claim that fails, with its worst margin; of a powerless claim
    the controls that did not do what they have to.
    """
    if entry.verdict is Verdict.POWERLESS:
        return [f"{control.label}: {control.holds} of {control.draws} draws hold there" for control in _escaped(entry)]
    if entry.search is not None and entry.search.counterexample is not None and entry.verdict is not Verdict.SUPPORTED:
        return [entry.search.counterexample.code]
    series = entry.series
    if series is None or series.failing is None or entry.verdict is Verdict.SUPPORTED:
        return []
    worst = "" if series.worst_margin is None else f"; the worst margin is {short(series.worst_margin)}"
    return [f"draw {series.failing.index}: {series.failing.regime}{worst}"]


def _escaped(entry: Entry) -> Sequence[SeriesRecord]:
    """The controls for which a claim is powerless; none that did not run, where a straw man passed before it could.

    Draws that support a claim need controls that are refuted; a refutation needs positive ones that are supported.
    """
    supports = entry.series is not None and entry.series.decided == "supported"
    escaped = [control for control in entry.controls if supports and control.draws and control.decided != "refuted"]
    return escaped or [one for one in entry.positive_controls if one.draws and one.decided != "supported"]
