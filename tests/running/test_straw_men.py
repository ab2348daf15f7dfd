"""A claim of a rate is tried, before its run, on curves that do not have the rate."""

from dataclasses import dataclass, replace
from math import log

import pytest
import torch

from theoremcheck import (
    AllOf,
    AtMost,
    Claim,
    Control,
    DecaysAtLeastAsFastAs,
    Flaw,
    Observables,
    PositiveControl,
    Regimes,
    Scale,
    SlopeBetween,
    Source,
    Vanishes,
    Verdict,
    choice,
)
from theoremcheck.reporting import entries_of
from theoremcheck.running import BUDGETS

RATES = {
    "n^-1/4": lambda n: n**-0.25,
    "n^-1/2": lambda n: n**-0.5,
    "1/log^2 n": lambda n: log(n) ** -2,
    "n^1/2": lambda n: n**0.5,
}
CONSTANT, LEVELS_OFF = "a constant passes", "the predicted curve, levelling off at its last value, passes"
SLOWER, FASTER = "the square root of the predicted curve passes", "the square of the predicted curve passes"
STEEPENS = "the predicted curve, steepening at its end, passes"


@dataclass(frozen=True)
class Size:
    samples: int


def claim(prediction, rate="n^-1/2", factors=(1, 10, 100, 1000), error=lambda n: 0.01, **changes):
    """An error, by default a constant one, against a predicted rate."""

    def experiment(size, streams):
        noise = 1 + 0.01 * streams.normal("noise")
        n = float(size.samples)
        return Observables(error=error(n) * noise, rate=torch.full_like(noise, RATES[rate](n)))

    def growing(size, streams):
        seen = experiment(size, streams)
        return seen | {"error": seen["error"] * size.samples**2}

    declared = dict(
        name="planted.vanishes",
        statement="The error vanishes.",
        source=Source("Nobody 2026", item="Theorem 1", exactness="reconstructed"),
        regimes=Regimes(Size, samples=choice(100, 200)),
        scale=Scale("samples", factors, lambda size, factor: replace(size, samples=size.samples * factor)),
        experiment=experiment,
        prediction=prediction,
        required=0.9,
        controls=(Control(breaks="it does not grow", experiment=growing),),
        dtype=torch.float64,
    )
    return Claim(**(declared | changes))


def vanishing(band, spread=1.0):
    return Vanishes("error", "samples", "rate", slope_band=band, log_spread=spread)


def slope(band):
    return SlopeBetween("error", "samples", rate=-0.5, low=-0.5 - band, high=-0.5 + band)


def at_most_root(band):
    """O(n^1/2), as of a regret."""
    return SlopeBetween("error", "samples", rate=0.5, high=0.5 + band)


LOGARITHMS = DecaysAtLeastAsFastAs("error", "samples", "rate", slope_band=0.3)
POWERLESS = {
    "a constant, against n^-1/4": (claim(vanishing(0.3), "n^-1/4"), [CONSTANT, LEVELS_OFF, SLOWER]),
    "n^-1/2, within 0.4": (claim(vanishing(0.4), error=lambda n: 0.01 + n**-0.5), [LEVELS_OFF, SLOWER]),
    "1/log^2 n, against 1/log n": (claim(LOGARITHMS, "1/log^2 n"), [CONSTANT, LEVELS_OFF, SLOWER]),
    "a slope within 0.4": (claim(slope(0.4)), [LEVELS_OFF, SLOWER, STEEPENS]),
    "one of two": (claim(AllOf((AtMost("error", 1.0), slope(0.4)))), [LEVELS_OFF, SLOWER, STEEPENS]),
    "at most n^0.9": (claim(at_most_root(0.4)), [STEEPENS]),
    "at most n": (claim(at_most_root(0.5)), [FASTER, STEEPENS]),
    "n^1/2 within n^1/2": (claim(replace(LOGARITHMS, slope_band=0.5), "n^1/2"), [FASTER, STEEPENS]),
    "between n^1/2 and n^2, n claimed": (
        claim(SlopeBetween("error", "samples", rate=1.0, low=0.5, high=2.0)),
        [LEVELS_OFF, SLOWER, FASTER, STEEPENS],
    ),
}
NARROW = {"n^-1/2": vanishing(0.05, 0.2), "a slope": slope(0.05), "decay": replace(LOGARITHMS, slope_band=0.05)}


@pytest.mark.parametrize(("wide", "passing"), POWERLESS.values(), ids=POWERLESS)
def test_a_band_that_lets_a_straw_man_pass_is_powerless(run, wide, passing):
    """Each that passes is named, and no draw is made but those that show the predicted curve."""
    found = run(wide)
    assert found.judgement.verdict is Verdict.POWERLESS and found.spent <= 8
    assert [said.partition(" for what")[0] for said in found.judgement.message.split("; ")] == passing


def test_where_the_ladder_is_declared_nothing_is_drawn(run, tmp_path):
    """And a report of no draws says why there are none."""
    wide = claim(slope(0.4))
    found = run(wide)
    assert found.spent == 0
    (entry,) = entries_of([wide], tmp_path, BUDGETS["quick"])
    assert (entry.verdict, entry.message) == (Verdict.POWERLESS, found.judgement.message)


@pytest.mark.parametrize("prediction", NARROW.values(), ids=NARROW)
def test_a_narrow_band_tells_the_rate_from_them(run, prediction):
    """What has the rate is supported, and what is constant refuted by the draws."""
    true = claim(prediction, error=RATES["n^-1/2"])
    assert run(true).judgement.verdict is Verdict.SUPPORTED
    assert run(claim(prediction, name="planted.constant")).judgement.verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "prediction", [at_most_root(0.1), replace(at_most_root(0.1), low=0.4), replace(LOGARITHMS, slope_band=0.1)], ids=str
)
def test_a_narrow_band_tells_growth_from_what_is_faster(run, prediction):
    """Growth like the root is supported; linear growth, the control of it and then the claim, is refuted."""
    ladder = dict(rate="n^1/2", factors=(1, 4, 16))
    linear = claim(prediction, error=lambda n: n, name="planted.linear", **ladder)
    control = Control(breaks="it does not learn", experiment=linear.experiment)
    true = claim(prediction, error=lambda n: n**0.5, controls=(control,), **ladder)
    assert run(true).judgement.verdict is Verdict.SUPPORTED
    assert run(linear).judgement.verdict is Verdict.REFUTED


def test_the_band_that_is_named_is_the_one_that_tells_them_apart(run):
    """A constant has the log-residual slope 1/4 against n^-1/4."""
    said = run(claim(vanishing(0.3), "n^-1/4")).judgement.message
    assert "slope_band below 0.25;" in said
    wide, narrow = (run(claim(vanishing(band), "n^-1/4")).judgement.message for band in (0.2501, 0.2499))
    assert CONSTANT in wide and CONSTANT not in narrow


def test_what_is_expected_to_fail_is_asked_all_the_same(run):
    """A refutation within a band that is too wide is one all the more."""
    true = PositiveControl(adds="it vanishes", experiment=claim(slope(0.4), error=RATES["n^-1/2"]).experiment)
    known = dict(known=Verdict.REFUTED, reason="it is constant", flaw=Flaw.RATE, positive_controls=(true,))
    false = claim(slope(0.4), **known)
    assert run(false).judgement.verdict is Verdict.REFUTED
