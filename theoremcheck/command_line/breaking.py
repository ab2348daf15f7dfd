"""The table of hypotheses in the terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import click
import torch

from theoremcheck.claim import Claim
from theoremcheck.command_line.exits import AS_EXPECTED, INTERRUPTED, UNTRUSTED
from theoremcheck.evidence import EvidenceError
from theoremcheck.necessity import Necessity, Needed, break_hypotheses
from theoremcheck.running import BUDGETS, Recorder
from theoremcheck.series.dossier import Dossier

__all__ = ["print_necessity"]

_ANSWERS = {
    "needed": "needed",
    "not needed": "not needed at these sizes",
    "undecided": "undecided",
    "not tried": "not tried",
    "out of reach": "out of reach",
}


def print_necessity(claim: Claim, budget: str, device: torch.device, evidence: Path) -> int:
    """Break every hypothesis alone and print the table; the exit code."""
    torch.set_num_threads(1)
    started = time.perf_counter()
    try:
        dossier = Dossier.read(claim, evidence)
        recorder = Recorder.of(dossier, evidence, device)
    except EvidenceError as error:
        click.echo(str(error))
        return UNTRUSTED
    limits = BUDGETS[budget]
    try:
        found = break_hypotheses(dossier, limits.alpha, limits.max_draws, recorder.draw)
    except KeyboardInterrupt:
        click.echo("stopped; what was drawn is kept, and the next call goes on")
        return INTERRUPTED
    click.echo(f"{claim.name}: {claim.prediction.sentence} (required {found.whole.weight.required:.4g})\n")
    for line in _table(found):
        click.echo(line)
    for line in _notes(found):
        click.echo(f"\n{line}")
    click.echo(f"\n{found.sentence}")
    click.echo(f"{recorder.spent} draws trained in {time.perf_counter() - started:.1f} s; the others were recorded")
    return AS_EXPECTED


def _table(found: Necessity) -> Iterator[str]:
    rows = [("broken alone", "holds", "share of draws", "the hypothesis is")]
    rows += [
        _cells("(nothing)", found.whole, ""),
        *(_cells(_named(row), row, _ANSWERS[row.answer]) for row in found.rows),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _named(row: Needed) -> str:
    return f"not: {row.hypothesis.name}" if row.hypothesis.kind == "condition" else row.hypothesis.name


def _cells(name: str, row: Needed, answer: str) -> tuple[str, str, str, str]:
    if row.hypothesis.series is None:
        return name, "-", "-", f"{answer}: {row.hypothesis.reach:.1%} of the draws break it"
    return (
        name,
        f"{row.weight.holds} of {row.weight.trials}",
        f"{row.weight.lower:.3f} to {row.weight.upper:.3f}",
        answer,
    )


def _notes(found: Necessity) -> Iterator[str]:
    if found.whole.answer != "not needed":  # with nothing broken, that the prediction holds
        yield "With nothing broken the prediction is not seen to hold: the table says little of its hypotheses."
    for row in (found.whole, *found.rows):
        if row.weight.unusable:
            yield f"{_named(row)}: {row.weight.unusable} draws gave no usable outcome; they count for neither answer."
    if any(row.answer == "not needed" for row in found.rows):
        yield (
            "Not needed at these sizes: the prediction holds as often as required without it, in the regimes that were "
            "drawn. The proof may need it all the same, and so may other sizes."
        )
