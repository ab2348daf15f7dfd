"""Recorded trials in which round-off decides wait for their rerun, and it decides."""

import numpy as np
import pytest
import torch

from tests.planted import coin_claim
from theoremcheck import AtMost, Trust
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of, why_unusable
from theoremcheck.vocabulary import Precision

BOUNDED = coin_claim(prediction=AtMost("loss", "ceiling"), dtype=torch.float32)


def trial(index, loss, precision=Precision.DECLARED, ceiling=1.0):
    seen = {"loss": loss, "ceiling": ceiling}
    return Trial(
        series="claim", index=index, claim=BOUNDED.name, regime={}, observables=seen, margin=0.0, precision=precision
    )


def dossier_of(*trials, claim=BOUNDED):
    ledger = Ledger()
    ledger.add(trials)
    return Dossier.of(claim, ledger)


def test_a_margin_within_the_round_off_of_its_precision_is_no_outcome_yet():
    seen = readings_of(BOUNDED, [trial(0, 1 + 1e-7), trial(1, 1 - 1e-7), trial(2, 0.9), trial(3, 1.1)])
    assert seen.unclear.tolist() == [True, True, False, False]


def test_in_float64_it_is_equality():
    seen = readings_of(
        BOUNDED, [trial(index, 1 + offset, Precision.REFINED) for index, offset in enumerate((0, 1e-15))]
    )
    assert seen.holds.all() and not seen.unclear.any()


def test_beyond_the_round_off_of_float64_it_is_a_failure():
    assert not readings_of(BOUNDED, [trial(0, 1 + 1e-10, Precision.REFINED)]).holds.any()


@pytest.mark.parametrize(("refine", "unclear"), [(None, False), (lambda coin: coin, True)], ids=["no step", "a step"])
def test_in_a_claim_of_float64_only_half_the_step_can_tell_more(refine, unclear):
    claim = coin_claim(prediction=BOUNDED.prediction, trust=Trust(refine=refine))
    assert readings_of(claim, [trial(0, 1.0)]).unclear.tolist() == [unclear]


def test_the_rerun_of_the_same_draw_decides():
    dossier = dossier_of(trial(0, 0.5), trial(1, 1 + 1e-7), trial(1, 1.0, Precision.REFINED), trial(2, 0.5))
    drawn = dossier.draws(dossier.own)
    assert [one.index for one in drawn] == [0, 1, 2]
    assert [one.precision for one in drawn] == [Precision.DECLARED, Precision.REFINED, Precision.DECLARED]


def test_a_draw_that_waits_for_its_rerun_is_a_gap():
    """A run that was stopped in between weighs what came before; it neither counts the draw nor passes over it."""
    dossier = dossier_of(trial(0, 0.5), trial(1, 1 + 1e-7), trial(2, 0.5))
    assert [one.index for one in dossier.draws(dossier.own)] == [0]


def test_the_observable_that_is_no_number_is_named():
    assert why_unusable(BOUNDED, trial(0, 1.0, ceiling=np.nan)) == "the margin is NaN: so is the observable 'ceiling'"
