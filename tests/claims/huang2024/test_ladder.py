"""The ladder in the theorems' own regime: what grows along it, and a few draws of its claims on the lower rungs."""

from dataclasses import replace
from functools import partial
from importlib import import_module

import numpy as np
import pytest
import torch

from claims.huang2024.ladder.trajectory import LADDER, REGIMES, grow, observe_both, observe_multi
from models.huang2024.ladder import reserves
from models.huang2024.shifted_law import shifted_error
from strategies.huang2024.ladder import first_rungs
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.streams import Streams, stream_key

PAGES = (
    "single_modal_stalls_in_its_regime",
    "multi_modal_law_with_start",
    "multi_modal_error_vanishes_in_its_regime",
)


def batch(regimes, count, dtype=torch.float32):
    columns = regimes.sample(streams(count, "regimes"))
    return batch_of([point_of(regimes.regime, columns, k) for k in range(count)], dtype, torch.device("cpu"))


def streams(count, name="trials", dtype=torch.float32):
    return Streams(stream_key("ladder", name), torch.arange(count), dtype)


def climbed(experiment, regimes, count, factors):
    start = batch(regimes, count)
    rungs = [experiment(grow(start, factor), streams(count)) for factor in factors]
    return {name: np.stack([r[name].double().numpy() for r in rungs], axis=1) for name in rungs[0]}


@pytest.fixture(scope="module")
def seen():
    return climbed(observe_both, REGIMES, 3, (1, 2))


def test_dimension_ratio_reaches_a_hundred_million():
    rungs = [grow(batch(REGIMES, 20, torch.float64), factor) for factor in LADDER.factors]
    assert [rung.samples for rung in rungs] == [24, 48, 96]
    assert rungs[0].dim_ratio.min() >= 1e4 and rungs[-1].dim_ratio.min() >= 1e8
    torch.testing.assert_close(rungs[-1].dim_ratio, 1e4 * rungs[0].dim_ratio)


def test_start_follows_the_dimension():
    """K s^2 is the same at all rungs: as much above the least start of condition (1)."""
    first, last = (grow(batch(REGIMES, 20, torch.float64), factor) for factor in (1, 4))
    torch.testing.assert_close(first.dim_ratio * first.start_size**2, last.dim_ratio * last.start_size**2)


@pytest.mark.parametrize("factor", LADDER.factors)
def test_every_rung_keeps_the_conditions(factor):
    for name, reserve in reserves(grow(batch(REGIMES, 200, torch.float64), factor)).items():
        assert reserve.min() >= 1 - 1e-9, name


@pytest.mark.parametrize("page", PAGES)
def test_margins_are_finite_and_supported_claims_hold(page, seen):
    claim = import_module(f"claims.huang2024.ladder.{page}").CLAIM
    margins = claim.prediction.margin(seen)
    assert np.isfinite(margins).all()
    # The last rung, which two rungs lack, is what the falling error is about.
    if page != "multi_modal_error_vanishes_in_its_regime":
        assert (margins > 0).all()


def test_ratio_of_one_is_caught():
    seen = climbed(observe_multi, first_rungs(min_ratio=0.4, max_ratio=1.0, min_boosted=0.0), 3, (1, 2))
    claim = import_module("claims.huang2024.ladder.multi_modal_error_vanishes_in_its_regime").CLAIM
    assert (claim.prediction.margin(seen) <= 0).all()


def test_noise_of_two_sizes_is_caught():
    seen = climbed(partial(observe_multi, second_noise=8.0), REGIMES, 3, (1, 2))
    claim = import_module("claims.huang2024.ladder.multi_modal_law_with_start").CLAIM
    assert (claim.prediction.margin(seen) <= 0).all()


def test_the_law_without_the_start_is_another_one():
    r"""$\Phi(-z)$, which forgets the start: at the last rung the law has a z that is smaller by a tenth and more."""
    rung = grow(batch(REGIMES, 200, torch.float64), LADDER.factors[-1])
    seen = -torch.special.ndtri(shifted_error(rung).double())
    assert ((seen / rung.test_signal) < 0.9).all()


def test_an_error_of_none_is_half_an_answer():
    patches = replace(batch(REGIMES, 2), test_signal=torch.full((2,), 50.0))
    found = observe_multi(patches, streams(2))
    assert (found["multi_error"] == 0).all()
    assert torch.isfinite(found["seen_signal"]).all()
