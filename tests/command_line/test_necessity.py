"""`theoremcheck necessity`: the table from the command line."""

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
    return Observables(reserve=torch.where(coin.bias < 1.0, 1.0, 0.2) - streams.uniform("flip"))


def never(coin, streams):
    return Observables(reserve=coin.tilt - 2)


def is_flat(coin):
    return coin.tilt < 0.5


CLAIM = Claim(
    name="coins.flat",
    statement=__doc__,
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    regimes=Regimes(Coin, bias=uniform(0.5, 2.0), tilt=uniform(0.0, 1.0), where=(lambda r: r.bias < 1.0, is_flat)),
    experiment=flip,
    prediction=AtLeast("reserve", 0.0),
    required=0.9,
    controls=(Control(breaks="there is a coin", experiment=never),),
    weakenings=(Control(breaks="it is thrown once", experiment=lambda coin, streams: flip(coin, streams.child(2))),),
)
'''


def test_the_table(project):
    project.write("claims/flat.py", PAGE)
    ran = project.run("necessity", "coins.flat", "--budget", "quick")
    lines = {line.split("  ")[0]: line for line in ran.out.splitlines()}
    assert ran.code == 0
    assert lines["there is a coin"].endswith("needed") and "0 of 16" in lines["there is a coin"]
    assert lines["not: r.bias < 1.0"].endswith("  needed")
    assert lines["not: is_flat"].endswith("not needed at these sizes")
    assert lines["it is thrown once"].endswith("not needed at these sizes")
    assert "of 4 hypotheses 2 needed at these sizes, 2 not needed, 0 without an answer" in ran.out
    assert "The proof may need it all the same" in ran.out


def test_a_second_call_trains_nothing_and_beside_a_run_the_evidence_is_trustworthy(project):
    project.write("claims/flat.py", PAGE)
    first = project.run("necessity", "coins.flat", "--budget", "quick")
    second = project.run("necessity", "coins.flat", "--budget", "quick")
    assert second.out.splitlines()[-1].startswith("0 draws trained")
    assert first.out.splitlines()[:-1] == second.out.splitlines()[:-1]
    alone = project.run("verify", "reports/latest/evidence")
    assert alone.code == 3 and "the evidence lacks the plan of a search" in alone.out
    project.run("run", "coins.flat", "--budget", "quick", "--jobs", "1")
    ran = project.run("verify", "reports/latest/evidence", "--replay", "60", "--seed", "1")
    assert ran.code == 0 and "trustworthy: nothing was edited" in ran.out
