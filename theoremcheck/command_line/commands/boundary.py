"""`theoremcheck boundary`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)

__all__ = ["command"]


@click.command(
    "boundary",
    epilog=example(
        "theoremcheck boundary yaras2025.softmax-gap-bound --along sharpness_ratio=0.3:3",
        "theoremcheck boundary huang2024.phase-diagram --along signal_strength --along modality_ratio",
    ),
)
@claim_argument
@click.option(
    "--along",
    metavar="FIELD[=LOW:HIGH]",
    multiple=True,
    help="A field to vary; once or twice.  [default: each field that a control changes, else any that has a boundary]",
)
@budget_option
@device_option
@evidence_option
@report_option
def command(claim: str, along: tuple[str, ...], budget: str, device: str, evidence: Path | None, report: Path) -> None:
    """Map where the prediction stops holding, as one field varies or two; the others are drawn from their laws.

    A range that is not given is the claim's own, together with those of its controls that change this field alone.
    Replicates are trained where the boundary is uncertain, and recorded: asked again, the map is drawn from them.
    """
    from theoremcheck.command_line.devices import device_of
    from theoremcheck.command_line.mapping import print_boundary
    from theoremcheck.command_line.selection import choose_one

    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    raise SystemExit(print_boundary(found.claim, along, budget, place, evidence))
