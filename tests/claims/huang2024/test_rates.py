"""Slopes and the clock: the ladders' rungs, and a few draws of each claim."""

import numpy as np
import pytest
import torch

from claims.huang2024.rates.convergence_has_one_clock import CLAIM as ONE_CLOCK
from claims.huang2024.rates.multi_modal_noise_falls_like_root_n import CLAIM as NOISE
from claims.huang2024.rates.multi_modal_noise_falls_like_root_n_as_printed import CLAIM as NOISE_AS_PRINTED
from claims.huang2024.rates.single_modal_signal_falls_like_root_n import CLAIM as SIGNAL
from claims.huang2024.rates.slopes import ladder
from theoremcheck import Verdict
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.streams import Streams, stream_key

CLAIMS = (SIGNAL, NOISE, NOISE_AS_PRINTED, ONE_CLOCK)
DRAWS = 3


def batch(regimes, count):
    columns = regimes.sample(Streams(stream_key("rates", "regimes"), torch.arange(count)))
    return batch_of([point_of(regimes.regime, columns, k) for k in range(count)], torch.float32, torch.device("cpu"))


def margins(claim, regimes, experiment):
    start, streams = batch(regimes, DRAWS), Streams(stream_key("rates"), torch.arange(DRAWS), torch.float32)
    if claim.scale is None:
        seen = {name: values.double().numpy() for name, values in experiment(start, streams).items()}
    else:
        grown = [claim.scale.grow(start, factor) for factor in claim.scale.factors]
        rungs = [
            {**experiment(g, streams), "samples": torch.full((DRAWS,), g.samples, dtype=torch.float64)} for g in grown
        ]
        seen = {name: np.stack([r[name].double().numpy() for r in rungs], axis=1) for name in rungs[0]}
    return claim.prediction.margin(seen)


def test_repaired_start_falls_as_the_algebra_asks():
    """s n^(3/2) and K / n^3 are the same at all rungs, and K s^2 >= 1: condition (1)."""
    scale = ladder(start=-1.5, dim_ratio=3.0)
    first, last = (scale.grow(batch(NOISE.regimes, 50), factor) for factor in (1, 4))
    torch.testing.assert_close(first.start_size * 48**1.5, last.start_size * 192**1.5)
    torch.testing.assert_close(first.dim_ratio / 48**3, last.dim_ratio / 192**3)
    assert (first.dim_ratio * first.start_size**2).min() >= 1
    assert (first.start_size * 48**1.5).max() <= 1


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_claim_and_controls(claim):
    """One draw in a hundred misses a slope's band; the refuted one misses it in all."""
    own = margins(claim, claim.regimes, claim.experiment)
    assert (own <= 0).all() if claim.known is Verdict.REFUTED else (own > 0).all()
    for control in claim.controls:
        found = margins(claim, control.regimes or claim.regimes, control.experiment or claim.experiment)
        assert np.isfinite(found).all()
        assert (found <= 0).all()
    for positive in claim.positive_controls:
        assert (margins(claim, positive.regimes or claim.regimes, positive.experiment or claim.experiment) > 0).all()
