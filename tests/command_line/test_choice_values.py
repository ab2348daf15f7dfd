"""Regimes whose fields are tuples, enums, functions and dataclasses: searched, reported, continued and verified."""

import json
import shlex

import pytest

PAGE = '''
"""It holds, but for one of the values."""

from dataclasses import dataclass
from enum import Enum
from functools import partial

import torch

from theoremcheck import (
    AtLeast, Claim, Control, Flaw, Observables, PositiveControl, Regimes, Source, Verdict, choice, uniform,
)


class Kind(Enum):
    GOOD = 1
    BAD = 2


@dataclass(frozen=True)
class Noise:
    kind: Kind


@dataclass(frozen=True)
class Setting:
    gap: float
    what: object


def good(x):
    return x


def bad(x):
    return -x


def experiment(setting, streams, failing):
    return Observables(reserve=(-1.0 if setting.what == failing else 1.0) + 0 * setting.gap)


def nothing(setting, streams):
    return Observables(reserve=0 * setting.gap - 1)


def claim(name, *values):
    return Claim(
        name=f"choice.{name}",
        statement=__doc__,
        source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
        regimes=Regimes(Setting, gap=uniform(0.0, 1.0), what=choice(*values)),
        experiment=partial(experiment, failing=values[1]),
        prediction=AtLeast("reserve", 0.0),
        required=0.3,
        controls=(Control(breaks="all of it", experiment=nothing),),
        known=Verdict.REFUTED,
        reason="The second value fails.",
        flaw=Flaw.MISSING_CONDITION,
        positive_controls=(
            PositiveControl(
                adds="it is the first value", regimes=Regimes(Setting, gap=uniform(0.0, 1.0), what=choice(values[0]))
            ),
        ),
        dtype=torch.float64,
    )


TUPLES = claim("tuples", (1, 2), (4, 4, 4), (8,))
MEMBERS = claim("members", Kind.GOOD, Kind.BAD)
FUNCTIONS = claim("functions", good, bad)
DTYPES = claim("dtypes", torch.float32, torch.float64)
DATACLASSES = claim("dataclasses", Noise(Kind.GOOD), Noise(Kind.BAD))
SETS = claim("sets", frozenset({"a", "b"}), frozenset({"b", "c", "d"}))
'''


@pytest.fixture
def searched(project):
    project.write("claims/choices.py", PAGE)
    ran = project.run("run", "-j1", "--budget", "quick")
    assert ran.code == 0, ran.out
    return project


def verdicts(project):
    return {
        claim["name"]: (claim["verdict"], claim["search"]["finding"], claim["search"]["counterexample"]["failures"])
        for claim in project.report()["claims"]
    }


def test_a_new_interpreter_finds_the_counterexamples_in_the_evidence(searched):
    """Its addresses and its hash seed are others; it trains nothing twice, and all of it can be made again."""
    found, evidence = verdicts(searched), searched.segments()
    assert len(found) == 6 and {verdict[:2] for verdict in found.values()} == {("refuted", "stays")}
    ran = searched.fresh("run", "-j1", "--budget", "quick", PYTHONHASHSEED="2")
    assert ran.code == 0 and verdicts(searched) == found and searched.segments() == evidence
    ran = searched.run("verify", "reports/latest", "--replay", "50")
    assert ran.code == 0 and "trustworthy: nothing was edited" in ran.out and "50 of " in ran.out


def test_the_line_that_replays_each_is_read_back(searched):
    for claim in searched.report()["claims"]:
        found = claim["search"]["counterexample"]
        _, command, name, code = shlex.split(found["command"])
        ran = searched.run(command, name, code)
        assert ran.code == 0 and code in ran.out and "32 of 32 fresh replicates fail" in ran.out, ran.out


def test_verify_names_a_point_that_no_claim_declares(searched):
    """Forged with right checksums, it ends neither `verify` nor the judgement of other claims."""
    forged = {"enum": "os", "member": "system"}

    def forge(record):
        if record["series"].endswith("/fresh"):
            record["regime"]["what"] = forged

    for path in searched.segments("choice.members"):
        searched.forge(path, forge)
    ran = searched.run("verify", "reports/latest")
    assert ran.code == 3 and json.dumps(forged) in ran.out and "refuted, as known" in ran.line("choice.tuples"), ran.out
