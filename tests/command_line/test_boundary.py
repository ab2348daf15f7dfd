"""`theoremcheck boundary`: maps from the command line."""

import json
import re

import pytest

PAGE = '''
"""Heads."""

from dataclasses import dataclass

import torch

from theoremcheck import AtLeast, Claim, Control, Observables, Regimes, Source, uniform


@dataclass(frozen=True)
class Coin:
    bias: float
    tilt: float


def flip(coin, streams):
    """Holds up to a bias of 2, and then in one of five."""
    return Observables(reserve=torch.where(coin.bias < 2.0, 1.0, 0.2) - streams.uniform("flip"))


def never(coin, streams):
    return Observables(reserve=coin.tilt - 2)


CLAIM = Claim(
    name="coins.biased",
    statement=__doc__,
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    regimes=Regimes(Coin, bias=uniform(0.5, {highest}), tilt=uniform(0.0, 1.0)),
    experiment=flip,
    prediction=AtLeast("reserve", 0.0),
    required=0.9,
    controls=({controls}),
)
'''
BIAS = 'Control(breaks="the bias is small", regimes=Regimes(Coin, bias=uniform(3.0, 4.0), tilt=uniform(0.0, 1.0))),'
NEVER = 'Control(breaks="there is a coin", experiment=never),'


@pytest.fixture
def biased(project):
    project.write("claims/biased.py", PAGE.format(highest=1.0, controls=BIAS + NEVER))
    return project


def test_it_says_where_the_claim_stops_holding(biased):
    ran = biased.run("boundary", "coins.biased", "--budget", "quick")
    assert ran.code == 0 and "the controls change bias" in ran.out
    assert "coins.biased holds while bias < " in ran.out and "(required 0.9, confidence 0.95)" in ran.out
    assert "outside the claim's regime" in ran.out


def test_a_second_call_trains_nothing(biased):
    arguments = ("boundary", "coins.biased", "--along", "bias", "--budget", "quick")
    first, second = biased.run(*arguments), biased.run(*arguments)
    assert ", 0 of them trained now" in second.out and ", 0 of them trained now" not in first.out
    assert first.out.splitlines()[:-1] == second.out.splitlines()[:-1]


def test_a_rerun_is_no_replicate(project):
    """One margin in ten is round-off, and its replicate is trained twice."""
    close = PAGE.replace('"reserve", 0.0', '"reserve", "floor"').replace(
        "reserve=", "floor=1 + 0 * coin.bias, reserve="
    )
    close = close.replace("reserve=torch.where", "reserve=1 + 0.01 * torch.where").replace(
        "- streams", "- 0.01 * streams"
    )
    project.write("claims/biased.py", close.format(highest=1.0, controls=BIAS + NEVER))
    last = project.run("boundary", "coins.biased", "--along", "bias", "--budget", "quick").out.splitlines()[-1]
    said = re.fullmatch(
        r"(\d+) replicates at .*, (\d+) of them trained now and (\d+) of these rerun in float64, .*", last
    )
    replicates, trained, rerun = map(int, said.groups())
    assert replicates == trained and 0 < rerun < trained / 2


def test_a_map_over_two_fields(biased):
    ran = biased.run("boundary", "coins.biased", "--along", "bias=0.5:4", "--along", "tilt=0.1:1", "--budget", "quick")
    assert ran.code == 0 and "tilt, from 0.1 to 1 upwards" in ran.out
    assert "coins.biased holds while bias < " in ran.out


def test_the_evidence_of_a_map_is_trustworthy(biased):
    biased.run("run", "--budget", "quick")
    biased.run("boundary", "coins.biased", "--budget", "quick")
    ran = biased.run("verify", "reports/latest/evidence", "--replay", "60", "--seed", "1")
    assert ran.code == 0 and "trustworthy: nothing was edited" in ran.out


def test_without_a_field_that_the_controls_change_each_is_tried(project):
    project.write("claims/biased.py", PAGE.format(highest=3.0, controls=NEVER))
    ran = project.run("boundary", "coins.biased", "--budget", "quick")
    assert "each other field was tried alone" in ran.out and "  tilt: " in ran.out
    assert "coins.biased holds while bias < " in ran.out


def test_where_nothing_crosses_it_says_so(project):
    project.write("claims/biased.py", PAGE.format(highest=1.0, controls=NEVER))
    ran = project.run("boundary", "coins.biased", "--budget", "quick")
    assert ran.code == 0 and "none of them shows more failures than the theorem allows" in ran.out


def test_the_report_shows_it(biased):
    biased.run("run", "--budget", "quick")
    biased.run("boundary", "coins.biased", "--budget", "quick")
    assert biased.run("report", "--budget", "quick").code == 0
    report = json.loads((biased.root / "reports/latest/report.json").read_text())
    (entry,) = report["claims"]
    (one,) = entry["seen"]["boundary_lines"]["maps"]
    assert one["axis"]["field"] == "bias" and one["crossings"][0]["low"] <= 2 <= one["crossings"][0]["high"]
    page = (biased.root / "reports/latest/papers/coins.html").read_text()
    assert "holds while bias &lt; " in page


@pytest.mark.parametrize(
    ("along", "said"),
    [
        (["weight"], "the fields that can be varied are bias, tilt"),
        (["bias=1"], "FIELD=LOW:HIGH"),
        (["bias=2:1"], "say where to look"),
        (["bias", "bias"], "twice"),
        (["bias", "tilt", "bias"], "one field or two"),
    ],
)
def test_nonsense_is_a_usage_error(biased, along, said):
    ran = biased.run("boundary", "coins.biased", *(word for one in along for word in ("--along", one)))
    assert ran.code == 2 and said in ran.out


def test_a_claim_that_does_not_grow_has_no_grown_map(biased):
    ran = biased.run("boundary", "coins.biased", "--along", "bias", "--grown", "4")
    assert ran.code == 2 and "coins.biased declares no growth" in ran.out
