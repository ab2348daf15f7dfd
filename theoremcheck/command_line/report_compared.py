"""Whether the evidence says what the report beside it says.

Whoever forges a report must not choose whether anybody compares it. So each claim of which it has a verdict is compared
with the entry that the evidence gives, or is counted among those that were not, and the last sentence of `verify` says
how many these are and why. An honest report has some where it is older than the evidence, of which a later run has more
draws or a larger search.

Compared is what a verdict rests on, and not how the report words or draws it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from math import isclose
from typing import Any, cast

from msgspec import UNSET, Struct
from msgspec.structs import replace

from theoremcheck.command_line.folder_checks import Checked
from theoremcheck.command_line.report_said import ClaimSaid, ReportSaid, SearchSaid, in_a_sentence
from theoremcheck.reporting import Entry, suite_of
from theoremcheck.reporting.entry import SearchRecord
from theoremcheck.running import BUDGETS
from theoremcheck.vocabulary import BUDGET_NAMES, Verdict

__all__ = ["Compared", "compare_report"]

_SHOWN = 3
"""Differences of a claim that its sentence names."""
_PRECISE = 1e-9
"""Relative: another version of a library may compute an e-value otherwise in its last digits."""
_TOGETHER = ("expected", "reading_of", "as_expected", "caught", "held", "numerics")
"""What follows from all parts of the evidence together, as the verdict does."""

_OLDER = "is older than the evidence of {} claims, which were not compared"
_NOT_RECOMPUTED = "speaks of {} claims whose verdicts were not recomputed"
_OTHER_LEVEL = "judged {} claims at another confidence level, which were not compared"
_NO_VERDICT = "has no verdict of {} claims of which the evidence gives one"


@dataclass
class Compared:
    """What came of comparing a report with the evidence beside it.

    Attributes:
        problems: What the report says and the evidence does not.
        notes: Claims that were not compared although the evidence gives their verdicts, each with the reason.
        missing: Claims with a verdict in the report that nobody could recompute, each with the reason.
        left: How many claims were not compared, by the reason.
    """

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)

    @property
    def reservation(self) -> str:
        """What of the report a sentence that calls the evidence trustworthy does not cover."""
        return "".join(f"; report.json {reason.format(count)}" for reason, count in self.left.items())

    def leave(self, claim: ClaimSaid, reason: str, note: str) -> None:
        """Leave a claim uncompared."""
        self.left[reason] += 1
        self.notes.append(f"report.json: {in_a_sentence(claim.name)} was not compared: {note}")

    def not_recomputed(self, claim: ClaimSaid, reason: str) -> None:
        """Leave a claim uncompared of which there is no entry."""
        self.left[_NOT_RECOMPUTED] += 1
        self.missing[in_a_sentence(claim.name)] = f"{reason}; report.json says that it is {claim.verdict}"


def compare_report(
    report: ReportSaid, folders: Sequence[Checked], present: Mapping[str, Checked], budget: str
) -> Compared:
    """Compare a report with the evidence beside it.

    Args:
        report: The report.
        folders: All evidence.
        present: Of each claim here that has evidence of its present specification, the folder.
        budget: Name of the budget whose confidence level judged the evidence.
    """
    compared = Compared()
    compared.problems += _repeated(report.claims)
    compared.problems += _of_another_suite(report)
    for claim in report.claims:
        folder = present.get(claim.name)
        if not claim.judged:
            _pass_over(compared, claim, folder)
        elif (why := _without_ground(claim, report.budget, folders)) is not None:
            compared.problems.append(f"report.json: says {in_a_sentence(claim.name)} is {claim.verdict}, {why}")
        elif BUDGETS[budget].alpha != claim.alpha:
            compared.leave(claim, _OTHER_LEVEL, f"it was judged at the level of the budget {report.budget}")
        elif folder is None or (claim.owner, _specification(claim, folder)) != (folder.owner, folder.specification):
            compared.not_recomputed(claim, "no claim here has this name and the specification that report.json states")
        else:
            _compare(compared, claim, folder)
    return compared


def _repeated(claims: Sequence[ClaimSaid]) -> Iterator[str]:
    """Of a claim with a verdict there is one entry; of a name that two pages declare, none has a verdict."""
    judged = {claim.name for claim in claims if claim.judged}
    for name, times in Counter(claim.name for claim in claims).items():
        if times > 1 and name in judged:
            yield f"report.json: has {times} entries of {in_a_sentence(name)}, expected one"


def _of_another_suite(report: ReportSaid) -> Iterator[str]:
    """What the report says of all claims together, and does not follow from what it says of each."""
    if report.suite is UNSET or UNSET in (asked for claim in report.claims for asked in _weighed(claim)):
        return
    # An entry as far as a suite reads it: each of these is compared with the evidence where there is some.
    given = suite_of(cast("Sequence[Entry]", report.claims), report.suite.fixed)
    if differing := list(_unlike(report.suite, given, "suite")):
        yield f"report.json: says of all claims together {', '.join(differing)}, where its claims are the evidence"


def _weighed(claim: ClaimSaid) -> Iterator[Any]:
    yield from (claim.expected, claim.reading_of, claim.as_expected, claim.search)
    if claim.series is not None:
        yield from (claim.series.log_e_support, claim.series.log_e_refute)
    if claim.search:
        yield from (claim.search.finding, claim.search.counterexample)
        if claim.search.counterexample:
            yield claim.search.counterexample.log_e


def _pass_over(compared: Compared, claim: ClaimSaid, folder: Checked | None) -> None:
    """A run that could not go on leaves a broken claim in its report, and draws that may say more."""
    entry = _entry(claim, folder)
    if entry is not None and entry.verdict is not claim.verdict:
        compared.leave(claim, _NO_VERDICT, f"it is {claim.verdict} there, and the evidence says {entry.verdict}")


def _without_ground(claim: ClaimSaid, budget: str, folders: Sequence[Checked]) -> str | None:
    """Why a verdict rests on nothing that is here; None if it may rest on evidence."""
    if claim.series is None:
        return "and states no draws"
    if claim.alpha != BUDGETS[budget].alpha:
        return f"at alpha = {claim.alpha}, and the budget {budget} has {BUDGETS[budget].alpha}"
    present = {folder.specification for folder in folders if folder.owner == claim.owner}
    if not present:
        return "and there is no evidence of it"
    if claim.specification is not None and claim.specification not in present:
        return f"and there is no evidence of its specification {in_a_sentence(claim.specification)}"
    return None


def _specification(claim: ClaimSaid, folder: Checked) -> str:
    """The one that the report states; one that states none is compared with the present one."""
    return folder.specification if claim.specification is None else claim.specification


def _entry(claim: ClaimSaid, folder: Checked | None) -> Entry | None:
    entries = (record.entry for record in folder.records) if folder else iter(())
    return next((entry for entry in entries if entry.name == claim.name), None)


def _compare(compared: Compared, claim: ClaimSaid, folder: Checked) -> None:
    """Compare a claim with its entry, part by part; what follows from all of them, where none is older."""
    entry = _entry(claim, folder)
    if entry is None:
        _without_entry(compared, claim, folder)
        return
    parts = list(_parts(claim, entry))
    older = any(part.before < part.now for part in parts)
    differing = [one for part in parts if part.before >= part.now for one in _unlike(part.said, part.given, part.place)]
    if not older:
        differing += [one for name in _TOGETHER for one in _unlike(getattr(claim, name), getattr(entry, name), name)]
        differing += _beside(claim, entry)
        if claim.verdict is not entry.verdict:
            compared.problems.append(
                f"report.json: says {claim.name} is {claim.verdict}, the evidence says {entry.verdict}"
            )
    if differing:
        more = f" and {len(differing) - _SHOWN} more" if len(differing) > _SHOWN else ""
        compared.problems.append(f"report.json: says of {claim.name} {', '.join(differing[:_SHOWN])}{more}")
    elif older:
        compared.leave(claim, _OLDER, "it is older than the evidence, which has more draws or a larger search")


def _beside(claim: ClaimSaid, entry: Entry) -> Iterator[str]:
    """What else is numbers or names: the sharpest constants, what made the evidence, whose level judges."""
    if claim.seen is not UNSET:
        yield from _unlike(claim.seen.sharpness, entry.seen.get("sharpness"), "seen.sharpness")
    if claim.budget is not UNSET and (claim.budget is None or BUDGETS[claim.budget].alpha != entry.alpha):
        yield f"budget = {claim.budget} (its level is {entry.alpha:g})"
    if claim.origin and entry.origin is not None:
        # A file that a run began and left without a draw of its own, or a merge, may have brought others since.
        for name in ("devices", "versions"):
            if strange := sorted(set(getattr(claim.origin, name)) - set(getattr(entry.origin, name))):
                yield f"origin.{name} with {in_a_sentence(', '.join(strange))} (the evidence: none of it)"


def _without_entry(compared: Compared, claim: ClaimSaid, folder: Checked) -> None:
    if folder.problems:
        compared.not_recomputed(claim, "its evidence is not trustworthy")
    elif claim.verdict is Verdict.UNDECIDED:
        compared.not_recomputed(claim, "not run: no draw is recorded of it, or of a control, or no search of its own")
    else:
        compared.problems.append(
            f"report.json: says {claim.name} is {claim.verdict}, and no draw is recorded of it, or of a control"
        )


@dataclass(frozen=True)
class _Part:
    """A series or the search, as the report and as the evidence has it.

    Attributes:
        place: Where the report has it.
        said: What the report says.
        given: What the evidence gives.
        before: How much of it the report rests on.
        now: How much of it the evidence has; more is a later run's.
    """

    place: str
    said: Any
    given: Any
    before: tuple[int, ...]
    now: tuple[int, ...]


def _parts(claim: ClaimSaid, entry: Entry) -> Iterator[_Part]:
    yield from _series("series", [claim.series], [entry.series])
    for kind in ("controls", "positive_controls", "baselines"):
        if getattr(claim, kind) is not UNSET:
            yield from _series(kind, getattr(claim, kind), getattr(entry, kind))
    if claim.search is not UNSET:
        now = _extent(entry.search, (0, 0))
        yield _Part("search", _without_loose_reach(claim.search), entry.search, _extent(claim.search, now), now)


def _extent(search: SearchSaid | SearchRecord | None, unstated: tuple[int, int]) -> tuple[int, int]:
    """How far a search went: nobody searched, without a plan, or at a budget; and at how many points it looked.

    Searches of other claims of its study may have looked at more since. An older report does not state all of it.
    """
    if search is None:
        return 0, 0
    reached = unstated[0] if search.budget is UNSET else 1 + (None, *BUDGET_NAMES).index(search.budget)
    return reached, unstated[1] if search.candidates is UNSET else search.candidates


def _without_loose_reach(search: SearchSaid | None) -> SearchSaid | None:
    """Without the budget of the search its reach was that of the budget of the report, which may be another here."""
    return search if search is None or search.budget else replace(search, reach=UNSET)


def _series(kind: str, said: Sequence[Any], given: Sequence[Any]) -> Iterator[_Part]:
    if len(said) != len(given):
        yield _Part(kind, list(said), tuple(given), (1,), (0,))
        return
    for number, (one, other) in enumerate(zip(said, given, strict=True)):
        place = kind if kind == "series" else f"{kind}[{number}]"
        yield _Part(place, one, other, (one.draws,), (other.draws,))


def _unlike(said: Any, given: Any, place: str) -> Iterator[str]:
    """What differs, in words; what the report does not state does not."""
    if said is UNSET:
        return
    if isinstance(said, Struct) and given is not None:
        for name in said.__struct_fields__:
            yield from _unlike(getattr(said, name), getattr(given, name), f"{place}.{name}")
    elif isinstance(said, list) and given is not None and len(said) == len(given):
        for number, (one, other) in enumerate(zip(said, given, strict=True)):
            yield from _unlike(one, other, f"{place}[{number}]")
    elif not _same(said, given):
        yield f"{place} = {_in_words(said)} (the evidence: {_in_words(given)})"


def _same(said: Any, given: Any) -> bool:
    if isinstance(said, float) and isinstance(given, float):
        return isclose(said, given, rel_tol=_PRECISE, abs_tol=_PRECISE**2)
    return bool(said == given)


def _in_words(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return f"{len(value)} of them"
    return in_a_sentence(
        "none" if value is None else "one" if isinstance(value, Struct) or is_dataclass(value) else str(value)
    )
