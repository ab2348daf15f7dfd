"""`theoremcheck replay`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.command_line.options import (
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)

__all__ = ["command"]


@click.command(
    "replay",
    epilog=example(
        "theoremcheck replay yaras2025.gap-bound-as-printed 3",
        "theoremcheck replay yaras2025.gap-bound-as-printed 3 --control 'not learned'",
        "theoremcheck replay coins.shows-heads 'Coin(size=2, weight=0.5)' --replicates 200",
    ),
)
@claim_argument
@click.argument("trial", metavar="INDEX|REGIME")
@click.option("--control", metavar="TEXT", help="A control's series: words of the hypothesis that it breaks.")
@click.option("--replicates", type=click.IntRange(min=1), default=32, show_default=True, help="Of a REGIME.")
@device_option
@evidence_option
@report_option
def command(
    claim: str, trial: str, control: str | None, replicates: int, device: str, evidence: Path | None, report: Path
) -> None:
    """Make a recorded draw again, or look at one regime of your choice.

    INDEX is the number of a draw. It is made again from its own random stream, with the same numbers bit for bit, and
    compared with what was recorded.

    REGIME is a regime as code, as reports print it. It is read, never run. Fresh replicates of it are trained in
    float64 and with half the step, the same ones whenever it is asked for; how many fail is reported with a bound.
    """
    from theoremcheck.command_line.devices import device_of
    from theoremcheck.command_line.replaying import replay_draw, replay_regime
    from theoremcheck.command_line.selection import choose_one

    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    if trial.isdecimal():
        raise SystemExit(replay_draw(found.claim, control, int(trial), place, evidence))
    raise SystemExit(replay_regime(found.claim, control, trial, replicates, place))
