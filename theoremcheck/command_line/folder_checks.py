"""Folders of evidence checked one by one, each by the claims that it is evidence of, on all cores of this machine.

A specification is checked without any other, so folders may be checked anywhere and in any order. Those of a paper stay
together, since its pages are imported where they are needed, and a process that starts imports torch first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf
from pathlib import Path

from theoremcheck.catalogue.located import Found, found_at
from theoremcheck.claim import Claim
from theoremcheck.command_line.chosen_workers import free_cores
from theoremcheck.command_line.completeness import (
    Walk,
    missing,
    strangers,
    unasked,
    unended,
    walks_of,
    weighed_beyond_plan,
    without_draws,
    wrong_addresses,
    wrong_plans,
)
from theoremcheck.command_line.evidence_checks import Folder, read_folder, wrong_draws, wrong_margins
from theoremcheck.command_line.map_checks import unasked_replicates, wrong_replicates
from theoremcheck.command_line.standing import standing_of
from theoremcheck.evidence.segments import segments_in
from theoremcheck.reporting import Record, record_of_evidence
from theoremcheck.running import BUDGETS, Budget, FreshProcesses, Outcome, use_one_thread
from theoremcheck.running.looks import decided_after
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.tried_rates import passing_straw_man
from theoremcheck.vocabulary import Verdict

__all__ = ["Asked", "Checked", "asked_of", "check_all", "digest_of_files"]

_WORTH = 2**24
"""Bytes of evidence that take about as long to check as a process takes to start; with less none is started."""


@dataclass(frozen=True)
class Asked:
    """A folder to check.

    Attributes:
        folder: Where it lies.
        claims: Page and variable of each claim that it is evidence of.
        budget: Name of the budget whose confidence level judges.
        searched: Of a claim, name of the budget that its search had at least; of one that is not there, any will do.
        digest: Whether to tell the digest of its files.
    """

    folder: Path
    claims: tuple[tuple[Path, str], ...]
    budget: str
    searched: Mapping[str, str]
    digest: bool

    @property
    def claims_here(self) -> list[Claim]:
        """The claims, as their pages declare them now; no other page is imported.

        Raises:
            PageError: If one of them cannot be imported.
        """
        return [found_at(page, name).claim for page, name in self.claims]


@dataclass
class Checked:
    """What is known of a folder after its check; its trials are not kept.

    Attributes:
        asked: What was asked.
        owner: Claim or study, by the folder's name.
        specification: Its hash, by the folder's name.
        trials: How many trials it holds.
        problems: What makes it untrustworthy.
        notes: What is worth knowing, and no harm.
        records: What it says of each claim whose verdict it gives.
        spent: Of each claim, how many trials of each file it spent.
        digest: Of its files, where that was asked.
    """

    asked: Asked
    owner: str
    specification: str
    trials: int
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    spent: dict[str, list[int]] = field(default_factory=dict)
    digest: str = ""


def asked_of(folder: Path, items: Sequence[Found], budget: str, searched: Mapping[str, str], *, digest: bool) -> Asked:
    """A folder with the claims that it is evidence of."""
    claims = tuple((item.path, item.variable) for item in items)
    own = {item.name: searched[item.name] for item in items if item.name in searched}
    return Asked(folder, claims, budget, own, digest)


def check_all(asked: Sequence[Asked]) -> list[Checked]:
    """Check folders, in their order, on as many cores as they are worth."""
    tasks = [list(own) for _, own in groupby(asked, key=lambda one: one.folder.parent.name.partition(".")[0])]
    tasks.sort(key=_bytes_of, reverse=True)  # the largest first, so that no core waits long for another at the end
    processes = min(free_cores(), len(tasks), 1 + sum(map(_bytes_of, tasks)) // _WORTH)
    found = [
        checked for task in (_at_once(tasks, processes) if processes > 1 else map(_check, tasks)) for checked in task
    ]
    by_folder = {checked.asked.folder: checked for checked in found}
    return [by_folder[one.folder] for one in asked]


def _bytes_of(task: Sequence[Asked]) -> int:
    return sum(path.stat().st_size for one in task for path in segments_in(one.folder) if path.is_file())


def _at_once(tasks: Sequence[list[Asked]], processes: int) -> list[list[Checked]]:
    """Tasks in this process and in others: those take the first, and this one the last that none has taken."""
    pool = FreshProcesses(processes - 1, inf, beside=1)
    try:
        waiting = [pool.submit(_check, task) for task in tasks]
        here = {which: _check(tasks[which]) for which in reversed(range(len(tasks))) if waiting[which].cancel()}
        found = []
        for which, (task, future) in enumerate(zip(tasks, waiting, strict=True)):
            try:
                found.append(here[which] if which in here else future.result())
            except BrokenExecutor:  # a process died, or none may start here: whatever it was, no folder goes unchecked
                found.append(_check(task))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return found


def _check(task: Sequence[Asked]) -> list[Checked]:
    use_one_thread()  # as a run does: the last digit of a product of matrices, by which a walk goes, may depend on it
    return [_checked(one) for one in task]


def _checked(asked: Asked) -> Checked:
    """Check a folder by the claims that it is evidence of, and judge them where nothing is wrong with it."""
    digest = digest_of_files(asked.folder) if asked.digest else ""
    folder = read_folder(asked.folder)
    claims = asked.claims_here
    records = list(_recomputed(folder, claims, asked))
    spent = {
        claim.name: [len(places) for _, places in folder.spent_by(claim.name)]
        for claim in (claims if not folder.problems else ())
    }
    return Checked(
        asked,
        folder.owner,
        folder.specification,
        len(folder),
        folder.problems,
        folder.notes,
        records,
        spent,
        digest,
    )


def digest_of_files(folder: Path) -> str:
    """Of all segments of a folder: of one that was changed meanwhile it is another."""
    found = hashlib.sha256()
    for path in segments_in(folder):
        if path.is_file():
            found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _recomputed(folder: Folder, claims: Sequence[Claim], asked: Asked) -> Iterator[Record]:
    dossiers = [Dossier.of(claim, folder.ledger) for claim in claims]
    if not dossiers:
        folder.notes.append("no claim here has this specification: its files were checked, and no verdict")
    elif not folder.problems:
        folder.problems += strangers(folder, dossiers)
    if dossiers and not folder.problems:
        folder.problems += wrong_draws(folder, dossiers)
        folder.problems += wrong_plans(folder, dossiers)
    for dossier in dossiers if not folder.problems else []:
        folder.problems += wrong_margins(folder, dossier.claim)
        folder.problems += wrong_addresses(folder, dossier)
        folder.problems += wrong_replicates(folder, dossier)
    walks = {dossier.claim.name: walks_of(dossier, BUDGETS) for dossier in dossiers if not folder.problems}
    records = []
    for dossier in dossiers if not folder.problems else []:
        name = dossier.claim.name
        try:
            dossier.check_observables()
            outcome = standing_of(dossier, BUDGETS[asked.budget])
            record = record_of_evidence(outcome) if outcome is not None else None
        except Exception as error:  # evidence that no run leaves, or a law or a prediction, which is its author's
            folder.problems.append(f"{folder.owner}/{folder.specification}: {name} cannot be judged by it ({error})")
            continue
        if outcome is not None and record is not None:
            folder.problems += _gaps(outcome, walks[name], asked.searched.get(name))
            folder.problems += [f"{name}: {sentence}" for sentence in unended(walks[name])]
            folder.notes += weighed_beyond_plan(dossier, outcome.judgement.search)
            folder.notes += without_draws(dossier) if walks[name] else ()
            records.append(replace(record, spent=outcome.judgement.claim.weight.trials))
    # Where something of a search is missing, what came after it is not asked for again.
    strange = [] if folder.problems else list(unasked(folder, dossiers, walks))
    for dossier in dossiers if not folder.problems else []:
        strange += unasked_replicates(folder, dossier, BUDGETS)
    folder.problems += strange
    yield from records if not strange else ()


def _gaps(outcome: Outcome, walks: Sequence[Walk], searched: str | None) -> list[str]:
    """What a verdict rests on and the evidence lacks; its search had the budget that is stated, or a larger."""
    names = list(BUDGETS)
    enough = [BUDGETS[name] for name in names[names.index(searched) if searched else 0 :]]
    if not _is_drawn(outcome, enough):
        return []
    planned = {walk.plan.budget for walk in walks}
    asked = [budget for budget in enough if budget.name in planned] or enough[:1]
    gaps = min((list(missing(outcome.dossier, budget, walks)) for budget in asked), key=len)
    return [
        f"{outcome.claim.name}: the evidence lacks {gap}: a run was stopped before it, or somebody took it out"
        for gap in gaps
    ]


def _is_drawn(outcome: Outcome, budgets: Sequence[Budget]) -> bool:
    """Whether a run would have gone on to a search: a claim that is open, or that nothing can support, has none."""
    dossier, verdict = outcome.dossier, outcome.judgement.verdict
    if verdict is Verdict.BROKEN or verdict is Verdict.POWERLESS and passing_straw_man(dossier) is not None:
        return False
    if verdict is not Verdict.UNDECIDED:
        return True
    return any(decided_after(dossier, dossier.own, budget) is not None for budget in budgets)
