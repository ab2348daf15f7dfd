"""`theoremcheck verify`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import device_option, example

__all__ = ["command"]


@click.command(
    "verify", epilog=example("theoremcheck verify reports/latest/evidence", "theoremcheck verify evidence --replay 20")
)
@click.argument("evidence", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--replay", "replays", type=click.IntRange(min=0), default=0, metavar="N", help="Also make N trials again."
)
@click.option("--seed", type=int, help="Which trials those are.  [default: nobody knows beforehand]")
@click.option(
    "--budget",
    type=click.Choice(("quick", "standard", "thorough")),
    help="Whose confidence level to judge at.  [default: that of the report beside the evidence, or standard]",
)
@device_option
def command(evidence: Path, replays: int, seed: int | None, budget: str | None, device: str) -> None:
    """Verify EVIDENCE: every line of every file, every drawn regime, every margin, every verdict.

    Whatever was edited, damaged or mixed up is named with its file and line, and the exit code is 3. With --replay,
    trials chosen at random are made again from their streams: no edit survives that, however carefully it was made.
    """
    from theoremcheck.command_line.devices import device_of
    from theoremcheck.command_line.verifying import verify

    raise SystemExit(verify(evidence.absolute(), replays, seed, budget, device_of(device)))
