"""Entries of the report, from this machine's memory where neither page nor evidence has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.verdicts import Settled, Standing, Verdicts
from theoremcheck.judging import is_not_run
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.entry_words import holds_for, verdict_words
from theoremcheck.reporting.from_evidence import entries_of
from theoremcheck.reporting.pictures import every_picture
from theoremcheck.reporting.record import Record
from theoremcheck.running import Budget
from theoremcheck.vocabulary import Problem, Verdict

__all__ = ["entries_known", "keep_settled", "settled_record", "standings", "was_run"]


def entries_known(items: Sequence[Found], evidence: Path, budget: Budget) -> list[Entry]:
    """All that a report says of each claim, as `entries_of` says it; what it reads anew is known from then on.

    Args:
        items: The claims.
        evidence: Directory of all evidence.
        budget: Its confidence level is the one at which the evidence is judged.
    """
    return [_decoded(standing.entry) for standing in standings(items, evidence, budget)]


def standings(items: Sequence[Found], evidence: Path, budget: Budget) -> list[Standing]:
    """What the evidence says of each claim, in their order."""
    before, after = Verdicts(evidence, budget.name), Verdicts(evidence, budget.name)
    found = {item.name: before.standing(item) for item in items}
    unread = [item for item in items if found[item.name] is None]
    for item, entry in zip(unread, entries_of([item.claim for item in unread], evidence, budget), strict=True):
        key = before.key(item)
        made = found[item.name] = _standing(key or "", entry)
        # Another run may have written while this one read.
        if key is not None and entry.problem is None and after.key(item) == key:
            after.keep(item, made)
    return [standing for item in items if (standing := found[item.name]) is not None]


def settled_record(verdicts: Verdicts, item: Found) -> Record | None:
    """The record of a run that has nothing to train; None if one has to look."""
    settled, standing = verdicts.settled(item), verdicts.standing(item)
    if settled is None or standing is None:
        return None
    entry = replace(_decoded(standing.entry), seen={}, seconds=0.0, origin=None)
    return Record(entry, spent=0, seconds=0.0, warnings=settled.warnings)


def keep_settled(evidence: Path, budget: Budget, item: Found, record: Record) -> None:
    """Keep that a run of a claim ended, if nobody else wrote evidence of it meanwhile."""
    verdicts = Verdicts(evidence, budget.name)
    if record.left is not None and record.entry.problem is None and verdicts.left(item) == record.left:
        verdicts.keep(item, Settled(verdicts.key(item) or "", record.warnings))


def _standing(key: str, entry: Entry) -> Standing:
    verdict, words = _in_words(entry)
    trusted = entry.problem is not Problem.EVIDENCE
    return Standing(key, verdict, words, trusted, msgspec.Raw(msgspec.json.encode(entry)))


def _in_words(entry: Entry) -> tuple[str, str]:
    """Verdict, and verdict, bound and draws."""
    series = entry.series
    if entry.problem is Problem.EVIDENCE:
        return str(entry.verdict), "not trustworthy (theoremcheck verify says where)"
    if series is None or not was_run(entry):
        return "none", "-"
    mark = "" if entry.as_expected else " (!)"
    bound = holds_for(entry, ">=", "<=").replace("\N{NO-BREAK SPACE}", " ")
    return str(entry.verdict), f"{verdict_words(entry)}{mark}, {bound}, {series.draws} draws"


def was_run(entry: Entry) -> bool:
    """Whether somebody ran the claim: it has draws, and controls of its own."""
    if entry.series is None or not entry.series.draws:
        return False
    drawn, drawn_positive = ([one.draws for one in every] for every in (entry.controls, entry.positive_controls))
    decided = entry.series.decided and Verdict(entry.series.decided)
    searched = entry.study is None or entry.search is not None and entry.search.budget is not None
    return not is_not_run(entry.verdict, decided, drawn, drawn_positive, searched=searched)


def _decoded(raw: msgspec.Raw) -> Entry:
    """An entry with its pictures, each of its own type."""
    kinds = {picture.name: picture for picture in every_picture()}
    values: dict[str, Any] = msgspec.json.decode(raw)
    seen = {name: msgspec.convert(numbers, kinds[name]) for name, numbers in values.pop("seen").items()}
    return replace(msgspec.convert({**values, "seen": {}}, Entry), seen=seen)
