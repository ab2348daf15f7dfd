"""`theoremcheck verify`."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from theoremcheck.catalogue.files import project_root
from theoremcheck.catalogue.loading import Failure, catalogue_here, clashes
from theoremcheck.catalogue.located import Found
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.evidence_checks import read_folder, replayed
from theoremcheck.command_line.evidence_places import laid_out
from theoremcheck.command_line.exits import UNTRUSTED, code_of
from theoremcheck.command_line.folder_checks import Checked, asked_of, check_all, digest_of_files
from theoremcheck.command_line.options import device_option, example
from theoremcheck.command_line.printing import print_suite, short
from theoremcheck.command_line.report_compared import Compared, compare_report
from theoremcheck.command_line.report_said import report_beside
from theoremcheck.command_line.terminal import say, say_lines
from theoremcheck.evidence import Ledger
from theoremcheck.series.comparison import beyond_round_off
from theoremcheck.series.dossier import Dossier
from theoremcheck.vocabulary import BUDGET_NAMES, DEFAULT_BUDGET

__all__ = ["command", "verify"]


class _Count(click.ParamType[float]):
    """A number of trials, or all of them."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if value == "all":
            return inf
        return click.IntRange(min=0).convert(value, param, ctx)


@click.command(
    "verify", epilog=example("theoremcheck verify reports/latest", "theoremcheck verify reports/reference --replay 20")
)
@click.argument("evidence", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--replay", "replays", type=_Count(), default=0, metavar="N|all", help="Also make N trials again, or all."
)
@click.option("--seed", type=int, help="A seed that chooses these trials.  [default: chosen anew each time]")
@click.option(
    "--budget",
    type=click.Choice(BUDGET_NAMES),
    help="Whose confidence level to judge at, and how far searches had to look at least.  [default: what the report "
    f"beside the evidence says; without one {DEFAULT_BUDGET}, and a search of any budget]",
)
@device_option
def command(evidence: Path, replays: float, seed: int | None, budget: str | None, device: str) -> None:
    """Verify EVIDENCE: every line of every file, every drawn regime, every margin, every verdict.

    It names whatever somebody edited, damaged or mixed up, with file and line, and asks for all that a run records
    beside the draws of a verdict: reruns, repeats and the search. A report.json beside EVIDENCE has to say the same as
    far as it is not older. Where anything is wrong or missing, the exit code is 3. With --replay it makes trials,
    chosen at random, again from their streams: no edit of these trials survives, however careful it was; one that
    changes no outcome is named, and no problem where few trials differ, since another machine may round otherwise.

    EVIDENCE is a folder of it, a report's folder that has it, packed or not, or packed evidence (evidence.tar.xz); that
    is laid out in a temporary folder.

    The verdicts are those of the claims that are declared here; where the evidence gives none of them, the exit code is
    3 too.
    """
    raise SystemExit(verify(evidence.absolute(), replays, seed, budget, device_of(device)))


def verify(evidence: Path, replays: float, seed: int | None, budget: str | None, device: torch.device) -> int:
    """Check everything, print what is wrong and what the evidence says; the exit code.

    Args:
        evidence: Directory of all evidence, or of a report that has it in a folder of this name.
        replays: How many trials to make again; infinity makes all.
        seed: Chooses these trials; None chooses anew each time.
        budget: Name of the budget whose confidence level judges, and whose search at least is asked of each claim; None
            takes what the report beside the evidence says.
        device: Where trials are made again.
    """
    with laid_out(evidence) as (folder, named):
        return _verify(folder, named, replays, seed, budget, device)


def _verify(
    evidence: Path, named: Path, replays: float, seed: int | None, budget: str | None, device: torch.device
) -> int:
    """The same of evidence that lies in a folder; a report lies beside what is `named`."""
    lying = [folder for folder in sorted(evidence.glob("*/*")) if any(folder.glob("*.jsonl"))]
    if not lying:
        raise click.UsageError(f"no evidence in {named}: expected files CLAIM/SPECIFICATION/WRITER.jsonl")
    here, (report, unreadable) = _Here.of(project_root(Path.cwd())), report_beside(named)
    judging = budget or (report.budget if report else DEFAULT_BUDGET)
    searched = dict.fromkeys(here.names, budget) if budget else report.searched if report else {}
    asked = [asked_of(folder, here.judged_by(folder), judging, searched, digest=replays > 0) for folder in lying]
    folders = check_all(asked)
    records = [record for folder in folders for record in folder.records]
    present = {item.name: folder for folder in folders for item in here.judged_by(folder.asked.folder)}
    compared = compare_report(report, folders, present, judging) if report else Compared()
    made, possible = _replay(folders, replays, seed, device)
    trials = sum(folder.trials for folder in folders)
    say(f"{short(named)}: {trials} trials of {len(folders)} specifications, {made} of {possible} made again\n")
    _print_notes(folders, here)
    say_lines(compared.notes)
    print_suite(records)
    say()
    _print_missing(len(records), compared.missing | _missing(folders, here, {record.entry.name for record in records}))
    problems = [*(problem for folder in folders for problem in folder.problems), *unreadable, *compared.problems]
    say_lines(problems)
    say(_conclusion(len(problems), len(records), compared.reservation))
    return code_of([record.entry for record in records], ()) if records and not problems else UNTRUSTED


@dataclass(frozen=True)
class _Here:
    """What this directory and installed packages declare.

    Attributes:
        owned: For each owner of evidence, a claim or a study, its claims.
        clashes: For each name that two pages declare, a sentence that names both.
        failures: Pages that could not be imported.
    """

    owned: Mapping[str, Sequence[Found]]
    clashes: Mapping[str, str]
    failures: Sequence[Failure]

    @classmethod
    def of(cls, root: Path) -> _Here:
        catalogue = catalogue_here(root)
        owned: dict[str, list[Found]] = defaultdict(list)
        for item in catalogue.found:
            owned[item.owner].append(item)
        return cls(owned, clashes(catalogue.found), catalogue.failures)

    @property
    def names(self) -> list[str]:
        """Of all claims."""
        return [item.name for items in self.owned.values() for item in items]

    def judged_by(self, folder: Path) -> list[Found]:
        """The claims that a folder is evidence of, by its name."""
        return [
            item
            for item in self.owned.get(folder.parent.name, ())
            if item.facts.specification == folder.name and item.name not in self.clashes
        ]


def _missing(folders: Sequence[Checked], here: _Here, judged: set[str]) -> dict[str, str]:
    """Owners and claims of which there is evidence and no recomputed verdict, each with the reason."""
    missing, by_owner = dict[str, str](), defaultdict[str, list[Checked]](list)
    for folder in folders:
        by_owner[folder.owner].append(folder)
    for owner, own in by_owner.items():
        if owner not in here.owned:
            unread = f"; {len(here.failures)} pages could not be imported" if here.failures else ""
            missing[owner] = f"no claim or study here has this name{unread}"
        for name, item in {item.name: item for item in here.owned.get(owner, ())}.items():
            if name not in judged:
                missing[name] = here.clashes.get(name) or _why_missing(item.facts.specification, own)
    return missing


def _why_missing(specification: str, folders: Sequence[Checked]) -> str:
    present = [folder for folder in folders if folder.specification == specification]
    if not present:
        others = ", ".join(folder.specification for folder in folders)
        return f"its specification here is {specification}, the evidence is of {others}"
    if any(folder.problems for folder in present):
        return "its evidence is not trustworthy"
    return "not run: no draw is recorded of it, or of a control, or no search of its own"


def _replay(folders: Sequence[Checked], replays: float, seed: int | None, device: torch.device) -> tuple[int, int]:
    """Make trials again, chosen at random among all that claims here have spent; returns how many, of how many."""
    spent = [
        (which, claim, file, count)
        for which, folder in enumerate(folders)
        if not folder.problems
        for claim, counts in folder.spent.items()
        for file, count in enumerate(counts)
    ]
    ends = np.cumsum([count for *_, count in spent], dtype=int).tolist()
    possible = ends[-1] if ends else 0
    chosen = random.Random(seed).sample(range(possible), int(min(replays, possible)))
    by_folder: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for number in chosen:
        part = bisect_right(ends, number)
        which, claim, file, _ = spent[part]
        by_folder[which][claim].append((file, number - ends[part]))
    for which, by_claim in by_folder.items():
        _replay_in(folders[which], by_claim, device)
    return len(chosen), possible


def _replay_in(checked: Checked, by_claim: Mapping[str, Sequence[tuple[int, int]]], device: torch.device) -> None:
    """Make trials of a folder again: of each claim some that it spent, by file and place among those."""
    folder = read_folder(checked.asked.folder)
    if digest_of_files(checked.asked.folder) != checked.digest:
        checked.problems.append(f"{checked.owner}/{checked.specification}: somebody changed its files meanwhile")
        return
    readers = [Dossier.of(reader, Ledger()) for reader in checked.asked.claims_here]
    for name, chosen in by_claim.items():
        (dossier,) = (reader for reader in readers if reader.claim.name == name)
        spent = folder.spent_by(name)
        pieces = [(spent[file][0], int(spent[file][1][which])) for file, which in chosen]
        found = [
            replace(difference, sentence=f"{file.place(which)}: {difference.sentence}")
            for file, which in pieces
            if (difference := replayed(dossier, readers, file.trials[which], device)) is not None
        ]
        explained = beyond_round_off(found, len(pieces), dossier.claim.trust.rate) is None
        (checked.notes if explained else checked.problems).extend(difference.sentence for difference in found)


def _print_notes(folders: Sequence[Checked], here: _Here) -> None:
    for failure in here.failures:
        say(f"{failure.place} could not be imported, so its claims are not known")
    say_lines(f"{folder.owner}/{folder.specification}: {note}" for folder in folders for note in folder.notes)


def _print_missing(recomputed: int, missing: Mapping[str, str]) -> None:
    of_how_many = f"of {recomputed + len(missing)} that the evidence speaks of"
    say(f"verdicts recomputed: {recomputed} {of_how_many}" + (", but not of" if missing else ""))
    say_lines(f"  {name}: {why}" for name, why in missing.items())


def _conclusion(problems: int, recomputed: int, reservation: str) -> str:
    if problems:
        return f"NOT trustworthy: problems found: {problems}"
    if not recomputed:
        return "NOT verified: nothing was edited or mixed up, but no verdict of a claim here comes of this evidence"
    return f"trustworthy: nothing was edited or mixed up{reservation}"
