"""What evidence is worth: checked line by line, draw by draw, verdict by verdict."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from theoremcheck.catalogue.loading import Catalogue, catalogue_here, clashes
from theoremcheck.claim import Claim
from theoremcheck.command_line.exits import UNTRUSTED
from theoremcheck.command_line.replaying import train
from theoremcheck.command_line.session import code_of, print_suite, short
from theoremcheck.command_line.standing import standing
from theoremcheck.evidence import EvidenceError, Ledger, Trial
from theoremcheck.evidence.segments import parse_segment
from theoremcheck.necessity import broken_series
from theoremcheck.regimes import recorded_point, recorded_values
from theoremcheck.reporting import as_record
from theoremcheck.running import BUDGETS
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import Series, series_of
from theoremcheck.weighing import margins_of

__all__ = ["verify"]

_SHOWN = 20


@dataclass
class _Folder:
    """The evidence of one specification.

    Attributes:
        owner: Claim or study, by the folder's name.
        specification: Its hash, by the folder's name.
        trials: All that could be read, in the order of files and lines.
        places: File and line of each of them.
        problems: What makes it untrustworthy.
        notes: What is worth knowing, and no harm.
    """

    owner: str
    specification: str
    trials: list[Trial] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(evidence: Path, replays: int, seed: int | None, budget: str | None, device: torch.device) -> int:
    """Check everything, print what was found and what the evidence says; the exit code."""
    evidence = evidence / "evidence" if (evidence / "evidence").is_dir() else evidence
    folders = [_read(folder) for folder in sorted(evidence.glob("*/*")) if any(folder.glob("*.jsonl"))]
    if not folders:
        raise click.UsageError(f"no evidence in {evidence}: expected files CLAIM/SPECIFICATION/WRITER.jsonl")
    catalogue = catalogue_here(Path.cwd())
    claims = _claims_by_folder(catalogue)
    report = _report_beside(evidence)
    budget = budget or report.get("budget", "standard")
    records = []
    for folder in folders:
        owned = claims.get((folder.owner, folder.specification), [])
        if not owned:
            folder.notes.append("no claim here has this specification: its files were checked, and no verdict")
        for claim in owned if not folder.problems else []:
            folder.problems += [*_wrong_draws(folder, claim), *_wrong_margins(folder, claim)]
        for claim in owned if not folder.problems else []:
            try:
                outcome = standing(claim, BUDGETS[budget], evidence)
            except EvidenceError as error:  # for instance a point that its regimes do not declare
                folder.problems.append(f"{folder.owner}/{folder.specification}: {error}")
                continue
            if outcome is not None:
                records.append(as_record(outcome) | {"spent": outcome.judgement.claim.weight.trials})
    replayed = _replay(folders, claims, replays, seed, device)
    problems = [problem for folder in folders for problem in folder.problems] + [*_wrong_report(report, records)]
    _print(evidence, folders, catalogue, records, problems, replayed)
    return UNTRUSTED if problems else code_of(records, (), trusted=True)


def _read(folder: Path) -> _Folder:
    found = _Folder(folder.parent.name, folder.name)
    name = f"{found.owner}/{found.specification}"
    for path in sorted(folder.glob("*.jsonl")):
        segment = parse_segment(path)
        found.problems += [f"{name}/{problem}" for problem in segment.problems]
        header = segment.header or {}
        written = (header.get("owner"), header.get("specification"))
        if segment.trials and written != (found.owner, found.specification):
            found.problems.append(f"{name}/{path.name}, line 1: is evidence of {written[0]} ({written[1]})")
        if segment.torn:
            found.notes.append(f"{path.name}: the last line is cut off, as a killed run leaves it; it does not count")
        found.trials += segment.trials
        found.places += [f"{name}/{path.name}, line {number}" for number in range(2, len(segment.trials) + 2)]
    return found


def _claims_by_folder(catalogue: Catalogue) -> Mapping[tuple[str, str], list[Claim]]:
    twice = clashes((item.claim.name, item.path) for item in catalogue.found)
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for item in catalogue.found:
        if item.claim.name not in twice:
            own = series_of(item.claim)[0]
            claims[own.owner, own.specification].append(item.claim)
    return claims


def _series(folder: _Folder, series: Series) -> list[tuple[str, Trial]]:
    pairs = zip(folder.places, folder.trials, strict=True)
    return [(place, trial) for place, trial in pairs if trial.series == series.label]


def _wrong_draws(folder: _Folder, claim: Claim) -> Iterator[str]:
    """Trials whose regime is not the one that their stream draws; that takes no training to see."""
    for series in series_of(claim):
        recorded = _series(folder, series)
        points = draw_points(series, sorted({trial.index for _, trial in recorded}))
        for place, trial in recorded:
            if not _same_regime(trial, points[trial.index]):
                yield f"{place}: draw {trial.index} of {series.label!r} has another regime than its stream draws"


def _same_regime(trial: Trial, point: Any) -> bool:
    expected = recorded_values(point)
    return list(expected) == list(trial.regime) and all(_same(expected[name], trial.regime[name]) for name in expected)


def _same(one: Any, other: Any) -> bool:
    """Equal, up to what the logarithm of another machine may do to the last digit."""
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-12, atol=0.0, equal_nan=True))
    return type(one) is type(other) and bool(one == other)


def _wrong_margins(folder: _Folder, claim: Claim) -> Iterator[str]:
    """Trials whose recorded margin is not the one that the prediction gives to their observables."""
    pairs = [
        (place, trial)
        for place, trial in zip(folder.places, folder.trials, strict=True)
        if trial.claim == claim.name and trial.error is None
    ]
    margins = margins_of(claim.prediction, [trial for _, trial in pairs])
    for (place, trial), margin in zip(pairs, margins, strict=True):
        recorded = np.nan if trial.margin is None else trial.margin
        if not np.isclose(recorded, margin, rtol=1e-6, atol=1e-9, equal_nan=True):
            yield f"{place}: says margin {recorded:.6g}, but its observables give {margin:.6g}"


def _replay(
    folders: Sequence[_Folder],
    claims: Mapping[tuple[str, str], list[Claim]],
    replays: int,
    seed: int | None,
    device: torch.device,
) -> int:
    """Make trials again, chosen at random among all that a claim here has spent; how many."""
    possible = [
        (folder, claim, place, trial)
        for folder in folders
        if not folder.problems
        for claim in claims.get((folder.owner, folder.specification), [])
        for place, trial in zip(folder.places, folder.trials, strict=True)
        if trial.claim == claim.name
    ]
    chosen = random.Random(seed).sample(possible, min(replays, len(possible)))
    for folder, claim, place, trial in chosen:
        folder.problems += [f"{place}: {problem}" for problem in _differences(claim, trial, device)]
    return len(chosen)


def _differences(claim: Claim, recorded: Trial, device: torch.device) -> Iterator[str]:
    try:
        series, point = _origin(claim, recorded)
    except (TypeError, ValueError, KeyError, LookupError, EvidenceError) as error:
        yield f"a trial of {recorded.series!r}, which is no series of {claim.name} ({error})"
        return
    (again,) = train(claim, series, {recorded.index: point}, device, recorded.precision)
    pair = Ledger()
    pair.add([recorded, again])
    if pair.disagreements(claim.round_off):
        yield (
            f"draw {recorded.index} of {recorded.series!r} was made again: recorded {_outcome(recorded)}, found "
            f"{_outcome(again)}, beyond the stated round-off {claim.round_off:g}"
        )


def _origin(claim: Claim, trial: Trial) -> tuple[Series, Any]:
    """The series of a trial, and its regime: drawn, or where a search chose it, as it is recorded."""
    for series in series_of(claim):
        if trial.series == series.label:
            return series, draw_points(series, [trial.index])[trial.index]
    own = series_of(claim)[0]
    if not trial.series.startswith(f"{own.label}/"):
        raise LookupError("unknown")
    if (broken := broken_series(Dossier.of(claim, Ledger()), trial.series)) is not None:
        return broken, draw_points(broken, [trial.index])[trial.index]
    return own, recorded_point(own.regimes, trial.regime)


def _outcome(trial: Trial) -> str:
    return trial.error or f"margin {trial.margin:.6g}"


def _report_beside(evidence: Path) -> dict[str, Any]:
    try:
        report = json.loads((evidence.parent / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return report if isinstance(report, dict) and report.get("budget") in BUDGETS else {}


def _wrong_report(report: Mapping[str, Any], records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Verdicts of the report beside the evidence that the evidence does not give."""
    said = {claim.get("name"): claim for claim in report.get("claims", [])}
    for record in records:
        claim = said.get(record["name"])
        # A report may be older than the evidence; of the same draws it has to say the same.
        if claim is None or claim.get("alpha") != record["alpha"] or not claim.get("series"):
            continue
        if claim["series"]["draws"] == record["series"]["draws"] and claim["verdict"] != record["verdict"]:
            yield f"report.json: says {record['name']} is {claim['verdict']}, the evidence says {record['verdict']}"


def _print(
    evidence: Path,
    folders: Sequence[_Folder],
    catalogue: Catalogue,
    records: Sequence[dict[str, Any]],
    problems: Sequence[str],
    replayed: int,
) -> None:
    trials = sum(len(folder.trials) for folder in folders)
    click.echo(f"{short(evidence)}: {trials} trials of {len(folders)} specifications, {replayed} of them made again\n")
    for failure in catalogue.failures:
        click.echo(f"{failure.place} could not be imported, so its claims are not known")
    for folder in folders:
        for note in folder.notes:
            click.echo(f"{folder.owner}/{folder.specification}: {note}")
    print_suite(records)
    click.echo()
    for problem in problems[:_SHOWN]:
        click.echo(problem)
    if len(problems) > _SHOWN:
        click.echo(f"... and {len(problems) - _SHOWN} more")
    click.echo(
        f"NOT trustworthy: problems found: {len(problems)}"
        if problems
        else "trustworthy: nothing was edited or mixed up"
    )
