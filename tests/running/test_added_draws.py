"""Draws that another claim of the study made are weighed, those included that only this claim's margin needs again."""

from dataclasses import dataclass

import torch

from theoremcheck import AtMost, Claim, Control, Observables, PerTrial, Regimes, Source, Study, uniform
from theoremcheck.running import BUDGETS, run_claim

STUDY = Study("planted.added", "tests.running")


@dataclass(frozen=True)
class Point:
    place: PerTrial


def tenths(point, streams, shift=0.0):
    """A number of tenths, often the bound itself, which in float32 round-off decides; shape (trials,)."""
    value = (10 * streams.uniform("value")).ceil() / 10
    return Observables(tenth=value + shift, bound=torch.ones_like(value) + 0 * shift, small=0 * value + shift)


def too_large(point, streams):
    return tenths(point, streams, shift=2.0)


def claim(name, observable, required):
    return Claim(
        name=f"planted.{name}",
        statement="It is at most 1.",
        source=Source("Nobody 2026", item="Lemma 1", exactness="reconstructed"),
        regimes=Regimes(Point, place=uniform(0.0, 1.0)),
        experiment=tenths,
        prediction=AtMost(observable, "bound"),
        required=required,
        controls=(Control(breaks="it is small", experiment=too_large),),
        study=STUDY,
    )


FEW, MANY = claim("few", "tenth", 0.9), claim("many", "small", 0.98)


def test_draws_that_wait_for_a_rerun_of_this_claim_are_weighed(tmp_path):
    run = [
        run_claim(one, BUDGETS["quick"], tmp_path, device=torch.device("cpu")).judgement.claim.weight.trials
        for one in (FEW, MANY, FEW)
    ]
    assert run[0] < run[1] == run[2]
