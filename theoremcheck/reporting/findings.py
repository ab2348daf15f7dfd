"""Findings: statements that do not hold as printed, beside the ones that repair them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import at_a_point, message_of
from theoremcheck.reporting.words import as_sentence, confidence, percent
from theoremcheck.statistics import at_least, at_most, required_in_words
from theoremcheck.vocabulary import Flaw, Verdict

__all__ = ["Finding", "erratum", "findings_of", "shown"]


@dataclass(frozen=True)
class Finding:
    """A claim that the evidence refutes, and what holds instead.

    Attributes:
        printed: The claim that the evidence refutes; None where a repair names a claim that is not in the report.
        repairs: The claims that name it with `repairs=`.
    """

    printed: Entry | None
    repairs: tuple[Entry, ...]

    @property
    def flaw(self) -> Flaw | None:
        """What kind of finding it is; None where nobody knew of it before the run, or the claim is not there."""
        return self.printed.flaw if self.printed is not None else None


def findings_of(entries: Sequence[Entry]) -> list[Finding]:
    """Every claim that the evidence refutes or another claim repairs: kind by kind, in the order of names."""
    by_name = {entry.name: entry for entry in entries}
    refuted = {entry.name for entry in entries if entry.verdict is Verdict.REFUTED}
    repaired = {entry.repairs for entry in entries if entry.repairs}
    found = [
        Finding(by_name.get(name), tuple(entry for entry in entries if entry.repairs == name))
        for name in sorted(refuted | repaired)
    ]
    return [finding for flaw in (*Flaw, None) for finding in found if finding.flaw is flaw]


def shown(entry: Entry) -> str:
    """What the evidence says of one claim, as one sentence for an erratum."""
    series = entry.series
    if series is None or not series.draws or entry.alpha is None:
        return "No evidence is recorded."
    seen = f"The predicted outcome was seen in {series.holds} of {series.draws} independent draws"
    sure = f"(confidence {confidence(entry.alpha)}, valid whenever one stops); {required_in_words(series, percent)}"
    if at_a_point(entry):
        held = f"At a random draw the outcome is seen with probability {at_least(series.lower)} at least {sure}"
        return f"{message_of(entry)}. {held}."
    if entry.verdict is Verdict.REFUTED:
        return f"{seen}: at a random draw it holds with probability {at_most(series.upper)} at most {sure}."
    if entry.verdict is Verdict.SUPPORTED:
        return f"{seen}: at a random draw it holds with probability {at_least(series.lower)} at least {sure}."
    between = f"between {at_least(series.lower)} and {at_most(series.upper)}"
    return f"{seen}: at a random draw it holds with a probability {between} {sure}. The verdict is {entry.verdict}."


def erratum(finding: Finding) -> list[str]:
    """Sentences that an author can use: what was printed, why it fails, what holds."""
    sentences: list[str] = []
    if (printed := finding.printed) is not None:
        source = printed.source
        sentences.append(f"{source.item} of {source.paper} does not hold as {_as(source.exactness)}.")
        if (flaw := finding.flaw) is not None:
            sentences.append(f"The finding is a {flaw} ({flaw.meaning}).")
        sentences.append(shown(printed))
        if printed.reason:
            sentences.append(as_sentence(printed.reason))
        if (failing := _failing(printed)) is not None:
            sentences.append(f"It fails, for instance, at `{failing}`.")
    for repair in finding.repairs:
        sentences.append(f"In its place, {repair.source.item}: {repair.prediction}. {shown(repair)}")
    return sentences


def _failing(entry: Entry) -> str | None:
    """A regime at which the claim fails, as the code that makes it."""
    if entry.search is not None and entry.search.counterexample is not None:
        return entry.search.counterexample.code
    return entry.series.failing.regime if entry.series is not None and entry.series.failing is not None else None


def _as(exactness: str) -> str:
    return {
        "verbatim": "printed",
        "paraphrased": "printed (paraphrased here)",
        "reconstructed": "reconstructed here (derived or recalled, not read: so far a finding about our wording alone)",
    }.get(exactness, exactness)
