"""An entry in a few words: its verdict, the share that holds, its name."""

from __future__ import annotations

from theoremcheck.reporting.entry import CounterexampleRecord, Entry, SeriesRecord
from theoremcheck.reporting.words import percent
from theoremcheck.statistics import at_least, at_most, levels_in_words, required_levels
from theoremcheck.vocabulary import Verdict

__all__ = [
    "also_holds",
    "at_a_point",
    "by_requirement",
    "controls_in_words",
    "holds_for",
    "log_e_of",
    "message_of",
    "required_note",
    "required_words",
    "simplest_words",
    "title_of",
    "verdict_words",
]


def holds_for(entry: Entry, least: str = "≥", most: str = "≤") -> str:
    """The share of draws that the verdict speaks of."""
    series = entry.series
    if series is None or not series.draws:
        return "no draws"
    if entry.verdict is Verdict.SUPPORTED or at_a_point(entry):
        return f"{least} {at_least(series.lower)}"
    if entry.verdict is Verdict.REFUTED:
        return f"{most} {at_most(series.upper)}"
    return f"{at_least(series.lower)} to {at_most(series.upper)}"


def required_words(series: SeriesRecord) -> str:
    """What is required of the draws of a series; where it depends on the regime, from where to where."""
    return levels_in_words(required_levels(series), percent)


def required_note(entry: Entry) -> str:
    """That the required probability depends on the regime, for a table that has no column of it; empty where not."""
    series = entry.series
    varies = series is not None and len(required_levels(series)) > 1
    return f"required {required_words(series)}" if series is not None and varies else ""


def at_a_point(entry: Entry) -> bool:
    """Whether a counterexample refutes the claim, and not the share of draws at which it fails."""
    series = entry.series
    return entry.verdict is Verdict.REFUTED and series is not None and series.decided != str(entry.verdict)


def log_e_of(entry: Entry) -> float | None:
    """Log e-value behind the verdict: the counterexample's where it refutes alone, else the larger one of the draws."""
    if at_a_point(entry) and entry.search is not None and entry.search.counterexample is not None:
        return entry.search.counterexample.log_e
    series = entry.series
    return max(series.log_e_support, series.log_e_refute) if series is not None and series.draws else None


def message_of(entry: Entry) -> str:
    """What the verdict's own word leaves open; where the search alone refutes, it begins with the draws that hold."""
    series = entry.series
    if series is not None and at_a_point(entry):
        return f"{series.holds} of {series.draws} draws hold, and yet: {entry.message}"
    return entry.message


def by_requirement(series: SeriesRecord) -> str:
    """What the draws of each required probability show, where it depends on the regime; nothing where it does not."""
    if len(series.strata) < 2:
        return ""
    parts = (f"{one.holds} of {one.draws} where {one.required:.4g} is required" for one in series.strata)
    return f"each requirement is decided by draws of its own, which hold in {', '.join(parts)}"


def controls_in_words(entry: Entry) -> str:
    """How many controls the evidence caught, and how many positive ones it supports, where there are some."""
    caught = f"{entry.caught}/{len(entry.controls)} caught"
    return caught + (f", {entry.held}/{len(entry.positive_controls)} held" if entry.positive_controls else "")


def also_holds(entry: Entry) -> str:
    """Says that the prediction holds for learners that learn nothing as well; empty where it holds for none."""
    held = [baseline.label for baseline in entry.baselines if baseline.decided == "supported"]
    return f"also holds {' and '.join(held)}" if held else ""


def simplest_words(example: CounterexampleRecord) -> str:
    """How simple a counterexample is, as far as the search knows."""
    if example.minimal:
        return "The simplest one, no declared simplification of which fails as often"
    if example.undecided is None:
        return "The simplest one that the search found"
    return f"A simple one; whether {example.undecided} of its declared simplifications fail as often is undecided"


def verdict_words(entry: Entry) -> str:
    """The verdict, with the word that tells an expected refutation from a surprise."""
    known = entry.as_expected and entry.expected is not Verdict.SUPPORTED
    return f"{entry.verdict}, as known" if known else str(entry.verdict)


def title_of(name: str) -> str:
    """A claim's name as words: `huang2024.single-modal-stalls` is "single modal stalls"."""
    return (name.partition(".")[2] or name).replace("-", " ")
