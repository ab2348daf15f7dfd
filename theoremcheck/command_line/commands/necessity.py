"""`theoremcheck necessity`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import click
import torch

from theoremcheck.boundary import Necessity, Needed, break_hypotheses
from theoremcheck.claim import Claim
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.exits import AS_EXPECTED, INTERRUPTED, UNTRUSTED
from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)
from theoremcheck.command_line.rows import aligned
from theoremcheck.command_line.selection import choose_one
from theoremcheck.command_line.terminal import say
from theoremcheck.evidence import EvidenceError
from theoremcheck.running import BUDGETS, Recorder, use_one_thread
from theoremcheck.series.dossier import Dossier
from theoremcheck.statistics import down, levels_in_words, required_levels, up

__all__ = ["command"]

_ANSWERS = {
    "needed": "needed",
    "not needed": "not needed at these sizes",
    "undecided": "undecided",
    "not tried": "not tried",
    "out of reach": "out of reach",
}


@click.command("necessity", epilog=example("theoremcheck necessity yaras2025.gap-closes-no-faster --budget quick"))
@claim_argument
@budget_option
@device_option
@evidence_option
@report_option
def command(claim: str, budget: str, device: str, evidence: Path | None, report: Path | None) -> None:
    """Break each hypothesis of a claim alone, and table which of them its prediction needs at these sizes.

    Hypotheses are its controls, the conditions on its regime (each negated alone), and its further weakenings.
    """
    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    raise SystemExit(_print_necessity(found.claim, budget, place, evidence))


def _print_necessity(claim: Claim, budget: str, device: torch.device, evidence: Path) -> int:
    """Break every hypothesis alone and print the table; the exit code."""
    use_one_thread()
    started = time.perf_counter()
    try:
        dossier = Dossier.read(claim, evidence)
        recorder = Recorder.of(dossier, evidence, device)
    except EvidenceError as error:
        say(str(error))
        return UNTRUSTED
    limits = BUDGETS[budget]
    try:
        found = break_hypotheses(dossier, limits.alpha, limits.max_draws, recorder.draw)
    except KeyboardInterrupt:
        say("stopped; what was drawn is kept, and the next call goes on")
        return INTERRUPTED
    say(
        f"{claim.name}: {claim.prediction.sentence} (required {levels_in_words(required_levels(found.whole.weight))})\n"
    )
    for line in aligned(_table(found)):
        say(line)
    for line in _notes(found):
        say(f"\n{line}")
    say(f"\n{found.sentence}")
    say(f"{recorder.spent} draws trained in {time.perf_counter() - started:.1f} s; the others were recorded")
    return AS_EXPECTED


def _table(found: Necessity) -> list[tuple[str, str, str, str]]:
    return [
        ("broken alone", "holds", "share of draws", "the hypothesis is"),
        _cells("(nothing)", found.whole, ""),
        *(_cells(_named(row), row, _ANSWERS[row.answer]) for row in found.rows),
    ]


def _named(row: Needed) -> str:
    return f"not: {row.hypothesis.name}" if row.hypothesis.kind == "condition" else row.hypothesis.name


def _cells(name: str, row: Needed, answer: str) -> tuple[str, str, str, str]:
    if row.hypothesis.series is None:
        return name, "-", "-", f"{answer}: {row.hypothesis.reach:.1%} of the draws break it"
    return (
        name,
        f"{row.weight.holds} of {row.weight.trials}",
        f"{down(row.weight.lower, 3)} to {up(row.weight.upper, 3)}",
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
