"""`theoremcheck replay`: the same draws again, and regimes of one's choice."""

import pytest

from tests.plugin.conftest import page


def test_a_draw_is_the_same_bit_for_bit(finished):
    ran = finished.run("replay", "coins.one", "7")
    assert ran.code == 0
    assert "regime: the same, bit for bit" in ran.out and "outcome: the same, bit for bit" in ran.out


def test_a_draw_of_a_control(finished):
    ran = finished.run("replay", "coins.one", "0", "--control", "GOOD")
    assert ran.code == 0 and "control: the coin is good" in ran.out and "weight=0.1" in ran.out
    assert "outcome: the same, bit for bit" in ran.out


def test_a_draw_that_is_not_recorded_is_made_all_the_same(finished):
    ran = finished.run("replay", "coins.one", "100000")
    assert ran.code == 0 and "margin" in ran.out and "not recorded in" in ran.out


def test_a_record_that_says_otherwise_is_not_trustworthy(finished):
    def lie(record):
        if record["index"] == 3 and record["series"] == "claim":
            record["observables"]["reserve"] = record["margin"] = 0.5

    for path in finished.segments("coins.two"):
        finished.forge(path, lie)
    ran = finished.run("replay", "coins.two", "3")
    assert ran.code == 3 and "outcome: DIFFERS from the record" in ran.out


def test_a_regime_of_ones_choice(finished):
    ran = finished.run("replay", "coins.one", "Coin(size=2, weight=0.5, tilt=0.25)", "--replicates", "40")
    failures = int(ran.out.partition(" of 40 fresh replicates fail")[0].split()[-1])
    assert ran.code == 0 and 8 <= failures <= 32
    assert "0.05 is allowed" in ran.out
    assert "lies outside the regime that the claim speaks of: weight = 0.5, where the claim declares 1.0" in ran.out


def test_replicates_are_the_same_again(finished):
    arguments = ("replay", "coins.one", "Coin(size=2, weight=0.5, tilt=0.25)", "--replicates", "8")
    assert finished.run(*arguments).out == finished.run(*arguments).out


def test_a_regime_that_holds_shows_the_nearest_to_failing(finished):
    out = finished.run("replay", "coins.one", "Coin(size=1, weight=1.0, tilt=0.5)").out
    assert "0 of 32 fresh replicates fail" in out and "the nearest to failing" in out
    assert "outside" not in out


CRASHES = """
from theoremcheck import AtLeast, Claim, Control, Observables, Regimes, Source, choice, uniform
from dataclasses import dataclass


@dataclass(frozen=True)
class Coin:
    size: int
    weight: float


def singular(coin, streams):
    if (coin.weight + streams.uniform("flip") < coin.size).any():
        raise ArithmeticError("singular")
    return Observables(reserve=coin.weight)


def coins(weight):
    return Regimes(Coin, size=choice(1, 2), weight=weight)


CLAIM = Claim(
    name="coins.crash",
    statement="It never crashes.",
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    regimes=coins(uniform(0.5, 1.0)),
    experiment=singular,
    prediction=AtLeast("reserve", 0.0),
    required=0.95,
    controls=(Control(breaks="all", regimes=coins(-1.0)),),
)
"""


def test_a_crash_counts_against_the_claim_and_is_told_apart(project):
    project.write("claims/crash.py", CRASHES)
    ran = project.run("replay", "coins.crash", "Coin(size=1, weight=0.5)", "--replicates", "40")
    failures = int(ran.out.partition(" of 40 fresh replicates fail")[0].split()[-1])
    assert 8 <= failures <= 32
    assert f"{failures} of them without a usable outcome" in ran.out
    assert "ArithmeticError: singular (crash.py, line 14, in singular)" in ran.out


def test_where_every_replicate_crashes_nothing_is_said_of_the_theorem(project):
    project.write("claims/crash.py", CRASHES)
    ran = project.run("replay", "coins.crash", "Coin(size=2, weight=0.5)")
    assert ran.code == 0 and "none of 32 fresh replicates gave an outcome" in ran.out
    assert "e-value" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["coins.one", "Coin(size=1)"], "gives size; expected Coin(size=..., weight=..., tilt=...)"),
        (["coins.one", "Coin(size=1, weight=exit(), tilt=0)"], "nothing is evaluated"),
        (["coins.one", "0", "--control", "nothing"], "fits 0 of the controls: the coin is good"),
        (["coins.none", "0"], "no claim is named 'coins.none'"),
        (["coins.one", "-1"], "No such option"),
        (["coins.one", "0", "--device", "abacus"], "--device"),
    ],
)
def test_nonsense_is_a_usage_error(finished, arguments, said):
    ran = finished.run("replay", *arguments)
    assert ran.code == 2 and said in ran.out


def test_the_lines_of_the_claims_own_code_that_raised(project):
    raises = '\n\ndef flip(coin, streams):\n    return 1 / 0\n\n\nCLAIM = Claim(**vars(CLAIM) | {"experiment": flip})\n'
    project.write("claims/coins.py", page() + raises)
    for trial in ("0", "Coin(size=1, weight=1.0, tilt=0.5)"):
        ran = project.run("replay", "coins.shows-heads", trial, "--traceback")
        assert ran.code == 0 and "in flip\n    return 1 / 0\nZeroDivisionError: division by zero" in ran.out
