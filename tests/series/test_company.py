"""Whatever a margin or a required probability reads beyond its own trial is found, and nothing of a sound claim is."""

import time
from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.planted import Coin, Reserve, coin_claim
from theoremcheck import AllOf, AtLeast, Regimes, uniform
from theoremcheck.evidence import Trial, Trials
from theoremcheck.series.company import ASKED, decided_by_company

RANDOM = np.random.default_rng(0)
DRAWS = [
    Trial(
        series="claim",
        index=index,
        claim="planted.coin",
        regime={"size": 1, "weight": 1.0, "tilt": index / 100},
        observables={"reserve": 0.25 + index / 100},
    )
    for index in range(8)
]


def said_of(prediction=None, draws=DRAWS, **declared):
    claim = coin_claim(**declared)
    return decided_by_company(claim if prediction is None else replace(claim, prediction=prediction), draws)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (lambda v: v + v.mean(), "a margin of 0.535 among others and 0.5 alone"),
        (lambda v: v - v.max(), "a margin of -0.07 among others and 0 alone"),
        (lambda v: v + 1e-8 * len(v), "a margin of 0.25000008 among others and 0.25000001 alone"),
        (lambda v: v + np.arange(len(v)), "a margin of 7.32 in one order and 0.32 in another"),
        (lambda v: v + RANDOM.random(len(v)), "a margin that is another one each time"),
        (lambda v: np.where(len(v) > 1, v, np.nan), "a margin of 0.25 among others and nan alone"),
    ],
)
def test_a_margin_that_reads_more_than_its_trial_is_found(of, said):
    found = said_of(Reserve(of))
    assert (
        f"the prediction 'the coin shows heads' gives draw {7 if 'order' in said else 0} of 'claim' {said} (a" in found
    )


def test_of_several_predictions_the_one_that_mixes_is_named():
    """The least margin, that of the other, hides it."""
    both = AllOf((AtLeast("reserve", 100.0), Reserve(lambda v: v + v.mean())))
    assert said_of(both).startswith("the prediction 'the coin shows heads' gives draw 0 of 'claim' a margin of 0.535")


def test_a_magnitude_that_mixes_is_found():
    assert "a magnitude of 0.32 among others and 0.25 alone" in said_of(Reserve(np.copy, size=np.max))


@pytest.mark.parametrize("share", [lambda coin: coin.tilt.mean(), lambda coin: torch.rand(len(coin.tilt))])
def test_a_required_probability_that_mixes_is_found(share):
    found = said_of(required=lambda coin: 0.5 + share(coin) / 3)
    assert found.startswith("`required` gives draw 0 of 'claim' a probability")


@pytest.mark.parametrize(
    "of",
    [
        np.copy,
        lambda v: np.where(v > 0.28, np.nan, v),
        lambda v: np.where(v > 0.28, np.inf, -np.inf),
        lambda v: v < 0.28,
        lambda v: v * (1 + 1e-13 * len(v)),
    ],
)
def test_a_margin_of_its_own_trial_is_sound(of):
    """Whatever it is: no number, infinite, a truth value, or off by its last digits."""
    assert said_of(Reserve(of), required=lambda coin: 0.9 - coin.tilt) is None


def test_the_last_digits_of_large_numbers_are_no_difference():
    """Their difference is 0, up to the order in which they were summed."""
    draws = [replace(draw, observables={"reserve": 1e9 + draw.index}) for draw in DRAWS]
    assert said_of(Reserve(lambda v: 1e-7 * len(v) + 0 * v), draws=draws) is None


def test_what_few_draws_show_is_found_among_all_that_are_asked():
    """Draw 40 alone reads the others; sixteen are asked alone."""
    draws = [replace(DRAWS[index % 8], index=index, observables={"reserve": float(index)}) for index in range(ASKED)]
    found = said_of(Reserve(lambda v: np.where(v == 40, v.sum(), v)), draws=draws)
    assert "gives draw 40 of 'claim' a margin of 2016 among all and 992 among half of them" in found


def test_draws_without_outcome_are_not_asked():
    draws = [replace(draw, observables={}, error="it raised") for draw in DRAWS]
    assert said_of(draws=draws) is None and said_of(draws=[]) is None


def test_asking_takes_milliseconds():
    """As many as a verdict asks, of a prediction of two parts: it is asked once for each series."""
    draws = Trials.of(replace(DRAWS[index % 8], index=index) for index in range(ASKED))
    both = AllOf((AtLeast("reserve", 0.0), AtLeast("reserve", 0.1)))
    claim = coin_claim(prediction=both, regimes=Regimes(Coin, size=1, weight=1.0, tilt=uniform(0.0, 1.0)))
    started = time.perf_counter()
    assert decided_by_company(claim, draws) is None
    assert time.perf_counter() - started < 0.2
