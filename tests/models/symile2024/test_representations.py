"""What is read off trained scores: shares of what the law says of each modality."""

import pytest
import torch

from models.symile2024.representations import (
    CubicTable,
    accuracy_loss,
    divergence_shares,
    one_anchor_learner,
    residual_share,
    symile_learner,
)
from models.symile2024.tables import prior_of
from theoremcheck.numerics import log_density_ratio, marginal
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(6))
TABLE = CubicTable(torch.tensor([2.0, 3.0, 4.0] * 2), torch.full((6,), 0.5, dtype=torch.float64), 16, 600)
JOINT = TABLE.law(STREAMS.common)


def test_the_log_ratio_leaves_nothing():
    scores = log_density_ratio(JOINT, 3) + 7.0
    assert divergence_shares(JOINT, scores).abs().max() < 1e-12
    assert residual_share(JOINT, scores).max() < 1e-12
    assert accuracy_loss(JOINT, scores).abs().max() < 1e-12


def test_a_constant_score_leaves_the_whole_information():
    """The prediction is then the prior."""
    shares = divergence_shares(JOINT, torch.zeros_like(JOINT))
    torch.testing.assert_close(shares, torch.ones_like(shares))


def test_a_shift_by_a_letter_spoils_that_letter_s_target_alone():
    """And the others' predictions not at all: they are normalised given it."""
    scores = log_density_ratio(JOINT, 3) + torch.linspace(-1, 1, 4, dtype=torch.float64)[:, None, None]
    shares = divergence_shares(JOINT, scores)
    assert (shares[:, 0] > 1e-3).all() and shares[:, 1:].abs().max() < 1e-12


def test_information_is_that_of_the_target_and_the_pair_of_the_others():
    """By hand for the last table: KL of the posterior and the prior."""
    posterior = JOINT[2] / JOINT[2].sum(dim=1, keepdim=True)
    by_hand = (JOINT[2] * (posterior.log() - prior_of(JOINT, 1)[2].log())).sum()
    pair = (JOINT[2] * log_density_ratio(JOINT[2].movedim(1, 0).flatten(1)).reshape(4, 4, 4).movedim(0, 1)).sum()
    torch.testing.assert_close(by_hand, pair)
    assert marginal(JOINT, 1, modalities=3)[2].sum().item() == pytest.approx(1)


def test_one_anchor_learns_the_other_targets():
    """The score is right up to a function of the anchor, which a prediction of y or z does not see."""
    shares = divergence_shares(JOINT, one_anchor_learner(TABLE, JOINT, STREAMS.common))
    whole = divergence_shares(JOINT, symile_learner(TABLE, JOINT, STREAMS.common))
    assert shares[:, 1:].max() < 0.01 and whole.max() < 0.01 and (shares[:, 0] > whole[:, 0]).all()
