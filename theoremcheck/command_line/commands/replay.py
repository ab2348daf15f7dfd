"""`theoremcheck replay`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import torch

from theoremcheck.claim import Claim
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.exits import AS_EXPECTED, UNTRUSTED
from theoremcheck.command_line.options import (
    claim_argument,
    device_option,
    evidence_option,
    example,
    folders,
    report_option,
)
from theoremcheck.command_line.regime_code import RegimeCodeError, read_regime
from theoremcheck.command_line.retraining import train
from theoremcheck.command_line.selection import choose_one
from theoremcheck.command_line.terminal import say
from theoremcheck.evidence import EvidenceError, Ledger, Trial, read_ledger
from theoremcheck.falsifier.replicates import FRESH, train_confirmed
from theoremcheck.regimes.admitted import why_outside
from theoremcheck.regimes.printed import code_of
from theoremcheck.reporting.trial_words import trial_in_words
from theoremcheck.reporting.words import e_value
from theoremcheck.running import Witness
from theoremcheck.series.addresses import End, address
from theoremcheck.series.comparison import compare
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.readings import readings_of, why_unusable
from theoremcheck.series.specification import Series, series_of
from theoremcheck.statistics import down, up
from theoremcheck.vocabulary import Precision
from theoremcheck.weighing import Unusable, weigh

__all__ = ["command"]

_ALPHA = 0.05


@click.command(
    "replay",
    epilog=example(
        "theoremcheck replay yaras2025.gap-bound-as-printed 26",
        "theoremcheck replay yaras2025.gap-bound-as-printed 26 --control 'not learned'",
        "theoremcheck replay coins.shows-heads 'Coin(size=2, weight=0.5)' --replicates 200",
    ),
)
@claim_argument
@click.argument("trial", metavar="INDEX|REGIME")
@click.option("--control", metavar="TEXT", help="A control's series: words of the hypothesis that it breaks or adds.")
@click.option("--replicates", type=click.IntRange(min=1), default=32, show_default=True, help="Of a REGIME.")
@click.option("--traceback", is_flag=True, help="Where the experiment raises, show the lines of the claim's own code.")
@device_option
@evidence_option
@report_option
def command(
    claim: str,
    trial: str,
    control: str | None,
    replicates: int,
    traceback: bool,
    device: str,
    evidence: Path | None,
    report: Path | None,
) -> None:
    """Make a recorded draw again, or look at one regime of your choice.

    INDEX is the number of a draw. The command makes the draw again from its own random stream, with the same numbers
    bit for bit, and compares it with the record.

    REGIME is a regime as code, as reports print it. The command reads this code and never runs it. It trains fresh
    replicates of the regime, the same ones whenever you ask, and runs those that fail once more in float64 and with
    half the step. It says how many fail in both, with a bound.
    """
    _, evidence = folders(report, evidence)
    found, place = choose_one(claim), device_of(device)
    if trial.isdecimal():
        raise SystemExit(_replay_draw(found.claim, control, int(trial), traceback, place, evidence))
    raise SystemExit(_replay_regime(found.claim, control, trial, replicates, traceback, place))


def _replay_draw(
    claim: Claim, control: str | None, index: int, traceback: bool, device: torch.device, evidence: Path
) -> int:
    """Make one draw again, print it, and compare it with its record; the exit code."""
    series, witness = _series_named(claim, control), Witness()
    points = draw_points(series, [index])
    (again,) = train(Dossier.of(claim, Ledger()), witness.beside(series), points, device, Precision.DECLARED)
    say(f"draw {index} of {claim.name}" + (f", control: {series.changed}" if series.changed else ""))
    say(f"  {code_of(points[index])}")
    _print_trial(claim, again)
    if traceback:
        _print_traceback(witness.trace(series.label, index))
    try:
        ledger = read_ledger(evidence, series.owner, series.specification)
    except EvidenceError as error:
        say(f"\n{error}")
        return UNTRUSTED
    recorded = ledger.trials(series.label).get(index)
    if recorded is None:
        say(f"\nnot recorded in {evidence}, so there is nothing to compare it with")
        return AS_EXPECTED
    return _compare(claim, recorded, again)


def _replay_regime(
    claim: Claim, control: str | None, code: str, replicates: int, traceback: bool, device: torch.device
) -> int:
    """Train fresh replicates of a regime and report how many fail; the exit code."""
    series, witness = _series_named(claim, control), Witness()
    try:
        point = read_regime(code, series.regimes)
    except RegimeCodeError as error:
        raise click.BadParameter(str(error), param_hint="REGIME") from error
    # The replicates that a search would make: whoever replays a counterexample sees the ones that confirmed it.
    indexed = {address(point, End.WEIGH, number, claim.name): point for number in range(1, replicates + 1)}
    dossier = Dossier.of(claim, Ledger())
    fresh = part_of(series, FRESH)
    trials = train_confirmed(
        claim, fresh, indexed, lambda part, points, how: train(dossier, witness.beside(part), points, device, how)
    )
    seen = weigh(claim, trials, _ALPHA, Unusable.FAILS)
    say(f"{claim.name}" + (f", control: {series.changed}" if series.changed else ""))
    say(f"  {code_of(point)}")
    if (reason := why_outside(series.regimes, point)) is not None:
        say(f"  lies outside the regime that the claim speaks of: {reason}")
    if seen.nothing_usable:
        say(f"\nnone of {seen.trials} fresh replicates gave an outcome, so nothing is said of the theorem here:")
        say(f"  {why_unusable(claim, trials[0])}")
        if traceback:
            _print_traceback(witness.trace(fresh.label, trials[0].index))
        return AS_EXPECTED
    crashed = f", {seen.unusable} of them without a usable outcome" if seen.unusable else ""
    say(
        f"\n{seen.failures} of {seen.trials} fresh replicates fail{_confirmed(claim)}{crashed}. The failure "
        f"probability here lies above {down(1 - seen.upper, 4)} and below {up(1 - seen.lower, 4)}, each with "
        f"confidence {1 - _ALPHA:.0%}; {1 - seen.required:.4g} is allowed.\n"
        f"e-value against failing at most as often as allowed: {e_value(seen.log_e_fails)}\n"
    )
    number, trial = _telling(claim, trials)
    say(f"replicate {number}, " + ("the first that fails" if seen.failures else "the nearest to failing"))
    _print_trial(claim, trial)
    return AS_EXPECTED


def _confirmed(claim: Claim) -> str:
    return f", also {claim.refinement}" if claim.refinement else ""


def _series_named(claim: Claim, control: str | None) -> Series:
    """The claim's own series, or that of the control whose broken or added hypothesis contains the words.

    Raises:
        click.BadParameter: If the words fit no control or several.
    """
    own, *others = series_of(claim)
    if control is None:
        return own
    exact = [series for series in others if series.changed == control]
    fitting = exact or [series for series in others if control.lower() in str(series.changed).lower()]
    if len(fitting) != 1:
        names = "; ".join(str(series.changed) for series in others)
        raise click.BadParameter(f"{control!r} fits {len(fitting)} of the controls: {names}", param_hint="--control")
    return fitting[0]


def _telling(claim: Claim, trials: Sequence[Trial]) -> tuple[int, Trial]:
    """The first replicate that fails, or else that of the smallest margin; numbered from 1."""
    seen = readings_of(claim, trials)
    row = int(np.argmin(seen.margins if seen.holds.all() else seen.holds))
    return row + 1, trials[row]


def _compare(claim: Claim, recorded: Trial, again: Trial) -> int:
    say("\nrecorded")
    _print_trial(claim, recorded)
    same = recorded.to_json()["regime"] == again.to_json()["regime"]
    say("\nregime: " + ("the same, bit for bit" if same else "DIFFERS from the record"))
    if compare(Dossier.of(claim, Ledger()), recorded, again, "made again") is not None:
        say(f"outcome: DIFFERS from the record by more than the stated round-off {claim.round_off:g}")
        return UNTRUSTED
    if again.observables == recorded.observables:
        say("outcome: the same, bit for bit")
    else:
        say(
            f"outcome: the same within the stated round-off {claim.round_off:g} "
            "(the last digits depend on the batch that a draw runs in)"
        )
    return AS_EXPECTED


def _print_trial(claim: Claim, trial: Trial) -> None:
    for line in trial_in_words(claim, trial):
        say(f"  {line}")


def _print_traceback(text: str) -> None:
    say("\n" + (text or "it raised nothing in lines of the claim's own code"))
