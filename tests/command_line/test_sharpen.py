"""`theoremcheck sharpen`: the sharpest constant, as narrow as asked."""

import re

PAGE = '''
"""A height is below its bound."""

from dataclasses import dataclass

import torch

from theoremcheck import AtMost, Claim, Control, Observables, Regimes, Source, uniform


@dataclass(frozen=True)
class Height:
    bound: float


def measured(height, streams):
    return Observables(height=height.bound * (1 + streams.uniform("height")) / 4, bound=height.bound)


def too_high(height, streams):
    return Observables(height=2 * height.bound, bound=height.bound)


CLAIM = Claim(
    name="planted.height",
    statement=__doc__,
    source=Source("Nobody 2026", item="Lemma 1", exactness="reconstructed"),
    regimes=Regimes(Height, bound=uniform(1.0, 3.0)),
    experiment=measured,
    prediction=AtMost("height", "bound"),
    required=0.9,
    controls=(Control(breaks="the height is below", experiment=too_high),),
    dtype=torch.float64,
)
'''
INTERVAL = re.compile(r"hold with (\S+) \[(\S+), (\S+)\] of the stated bound")


def interval(ran):
    return tuple(map(float, INTERVAL.search(ran.out).groups()))


def test_it_draws_until_the_interval_is_as_narrow_as_asked_and_then_no_more(project):
    project.write("claims/height.py", PAGE)
    first = project.run("sharpen", "planted.height", "--budget", "quick", "--to", "4%")
    estimate, low, high = interval(first)
    assert first.code == 0 and low < 0.475 < high and high - low <= 0.04 * estimate + 0.002  # ends are rounded outward
    again = project.run("sharpen", "planted.height", "--budget", "quick", "--to", "4%")
    assert interval(again) == (estimate, low, high) and "0 trials were trained" in again.out


def test_its_draws_are_the_claims_own_and_the_verdict_weighs_all_of_them(project):
    project.write("claims/height.py", PAGE)
    draws = re.search(r"(\d+) draws, of which the verdict is supported", project.run("sharpen", "planted.height").out)
    more = project.run("sharpen", "planted.height", "--to", "0.05")
    after = re.search(r"(\d+) draws, of which the verdict is supported", more.out)
    assert int(after[1]) > int(draws[1])
    shown = project.run("show", "planted.height").out
    assert f"{after[1]} of {after[1]} draws hold" in shown and "of the stated bound" in shown
    assert project.run("verify", "reports/latest/evidence", "--budget", "standard").code == 0


def test_a_width_that_is_none_is_refused_by_name(project):
    project.write("claims/height.py", PAGE)
    for text in ("0", "two", "-1%"):
        ran = project.run("sharpen", "planted.height", f"--to={text}")
        assert ran.code == 2 and text in ran.out


def test_a_width_out_of_reach_is_said(project):
    project.write("claims/height.py", PAGE.replace("streams.uniform", "0 * streams.uniform").replace("/ 4", "* 0"))
    ran = project.run("sharpen", "planted.height", "--budget", "quick", "--to", "1%")
    assert ran.code == 0 and "wider than 0.01 still" in ran.out


def test_a_verdict_that_is_not_the_expected_one_gives_code_1(project):
    project.write("claims/height.py", PAGE.replace("/ 4, bound", "/ 1.5, bound"))
    ran = project.run("sharpen", "planted.height", "--budget", "quick")
    assert ran.code == 1 and "of which the verdict is refuted" in ran.out
