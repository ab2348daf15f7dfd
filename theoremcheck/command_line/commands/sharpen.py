"""`theoremcheck sharpen`."""

from __future__ import annotations

from math import ceil
from pathlib import Path

import click
import torch

from theoremcheck.claim import Claim
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.exits import AS_EXPECTED, DIFFERS, INTERRUPTED, UNTRUSTED
from theoremcheck.command_line.options import (
    budget_option,
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)
from theoremcheck.command_line.selection import choose_one
from theoremcheck.command_line.terminal import say
from theoremcheck.evidence import EvidenceError
from theoremcheck.reporting.pictures.sharp_constants import SharpReading
from theoremcheck.reporting.sharpness import Sharpness, sharpness_of
from theoremcheck.running import BUDGETS, Budget, Outcome, run_claim, use_one_thread

__all__ = ["command"]

_GROWTH = 1.5
"""The width falls like the root of the draws: half as many again bring it down by a fifth, and few come too late."""
_LEAST = 64


def _share(context: click.Context, option: click.Parameter, text: str | None) -> float | None:
    """A share such as 2% or 0.02.

    Raises:
        click.BadParameter: If it is none, or not above 0.
    """
    if text is None:
        return None
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no share such as 2% or 0.02") from None
    if not 0 < share:
        raise click.BadParameter(f"{text!r} must be above 0: no number of draws gives an interval of no width")
    return share


@click.command("sharpen", epilog=example("theoremcheck sharpen yaras2025.gap-closes-no-faster --to 2%"))
@claim_argument
@click.option(
    "--to",
    "width",
    callback=_share,
    metavar="WIDTH",
    help="Draw until both ends lie no farther apart than this share of the estimate.",
)
@budget_option
@device_option
@evidence_option
@report_option
def command(claim: str, width: float | None, budget: str, device: str, evidence: Path | None, report: Path) -> None:
    """Say what the theorem could have said: the sharpest constant, with bounds that are valid whenever one stops.

    With --to it draws more, in the order of their indices, until the interval is as narrow as asked, or the thorough
    budget's draws are spent. These are draws of the claim like any others: the next verdict weighs all of them, and may
    be another one.
    """
    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    raise SystemExit(_sharpen(found.claim, width, BUDGETS[budget], place, evidence))


def _sharpen(claim: Claim, width: float | None, budget: Budget, device: torch.device, evidence: Path) -> int:
    """Draw until the interval is narrow enough, and print it; the exit code."""
    use_one_thread()
    try:
        outcome = run_claim(claim, budget, evidence, device=device)
        before, spent = outcome.judgement.verdict, outcome.spent
        while (more := _lacking(outcome, width)) > 0:
            outcome = run_claim(claim, budget, evidence, device=device, more=more)
            spent += outcome.spent
    except EvidenceError as error:
        say(str(error))
        return UNTRUSTED
    except KeyboardInterrupt:
        say("stopped; what was drawn is kept, and the next call goes on")
        return INTERRUPTED
    for one in _readings(outcome):
        say(SharpReading.of_measured(one).sentence)
    verdict, draws = outcome.judgement.verdict, outcome.judgement.claim.weight.trials
    changed = "" if verdict is before else f"; with fewer it was {before}"
    say(f"\n{draws} draws, of which the verdict is {verdict}{changed}; {spent} trials were trained for this")
    if width is not None and not _is_narrow(_readings(outcome), width):
        say(f"the interval is wider than {width:.3g} still: {_why(outcome)}")
    return AS_EXPECTED if outcome.as_expected else DIFFERS


def _readings(outcome: Outcome) -> tuple[Sharpness, ...]:
    dossier = outcome.dossier
    return sharpness_of(dossier.claim, dossier.draws(dossier.own), outcome.budget.alpha)


def _is_narrow(readings: tuple[Sharpness, ...], width: float) -> bool:
    return all(one.width <= width for one in readings)


def _lacking(outcome: Outcome, width: float | None) -> int:
    """How many draws to add before it looks again; 0 where there is nothing to do."""
    weight = outcome.judgement.claim.weight
    if width is None or weight.nothing_usable or not weight.trials or _is_narrow(_readings(outcome), width):
        return 0
    left = BUDGETS["thorough"].max_draws - weight.trials
    return min(left, max(_LEAST, ceil((_GROWTH - 1) * weight.trials)))


def _why(outcome: Outcome) -> str:
    weight = outcome.judgement.claim.weight
    if not weight.trials or weight.nothing_usable:
        return "no draw gave a usable outcome"
    return f"{weight.trials} draws are as many as the thorough budget spends"
