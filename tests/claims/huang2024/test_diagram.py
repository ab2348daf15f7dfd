"""The phase diagram: what its regimes leave out, and a few draws of its claims and controls."""

import numpy as np
import pytest
import torch

from claims.huang2024.diagram import phase_diagram, phase_diagram_of_errors
from claims.huang2024.diagram.sweep import PLANE
from models.huang2024.diagram import is_settled
from theoremcheck.regimes import batch_of, point_of
from theoremcheck.streams import Streams, stream_key

CLAIMS = (phase_diagram.CLAIM, phase_diagram_of_errors.CLAIM)
DRAWS = 6


def batch(regimes, count):
    columns = regimes.sample(Streams(stream_key("diagram", "regimes"), torch.arange(count)))
    return batch_of([point_of(regimes.regime, columns, k) for k in range(count)], torch.float32, torch.device("cpu"))


def margins(claim, regimes, experiment):
    streams = Streams(stream_key("diagram", "trials"), torch.arange(DRAWS), torch.float32)
    seen = experiment(batch(regimes, DRAWS), streams)
    return claim.prediction.margin({name: values.double().numpy() for name, values in seen.items()})


def test_plane_is_swept_but_for_the_bands():
    patches = batch(PLANE, 500)
    c, boosted = patches.signal_strength.numpy(), (patches.signal_strength * patches.modality_ratio).numpy()
    for strength in (c, boosted):
        assert is_settled(strength * (1 + 1e-6 * np.sign(strength - 2)), patches.start_size.numpy(), 50).all()
    quadrants = {(bool(a), bool(b)) for a, b in zip(c > 2, boosted > 2, strict=True)}
    assert len(quadrants) == 4


def test_condition_on_the_dimension():
    """K s^2 = 2: condition (1)."""
    patches = batch(PLANE, 100)
    torch.testing.assert_close(patches.dim_ratio * patches.start_size**2, torch.full((100,), 2.0))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_claim_and_controls(claim):
    assert (margins(claim, claim.regimes, claim.experiment) > 0).all()
    for control in claim.controls:
        found = margins(claim, control.regimes or claim.regimes, control.experiment or claim.experiment)
        assert np.isfinite(found).all()
        assert (found <= 0).any()
