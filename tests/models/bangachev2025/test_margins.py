"""The descent to tight configurations: its closed form, and where it ends."""

import torch

from models.bangachev2025.margins import MOST_PAIRS, FreePairs, descend
from models.constellations import mean_of
from models.unit_vectors import random_rows
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(20))


def slack(first, second):
    found, pairs = mean_of(first, second, first.shape[1]), first.shape[1]
    return 1 + found.bias - (3 - 4 / pairs) * found.margin


def test_the_slack_is_the_identity_of_the_page():
    first, second = (random_rows(STREAMS, name, 6, 4) for name in "UV")
    apart = first - second
    parts = (
        (first + second).sum(dim=1).square().sum(dim=-1),
        6 * apart.square().sum(dim=(1, 2)),
        -apart.sum(dim=1).square().sum(dim=-1),
    )
    torch.testing.assert_close(slack(first, second), sum(parts) / 72)


def test_no_answer_raises_the_slack():
    rows = [random_rows(STREAMS, name, 6, 4) for name in "UV"]
    before = slack(*rows)
    for sweeps in (1, 2, 4, 8):
        after = slack(*descend(*rows, sweeps))
        assert (after <= before + 1e-15).all()
        before = after
    assert before.max() < 0.01


def test_where_it_ends_the_gap_is_constant():
    first, second = descend(*(random_rows(STREAMS, name, 6, 8) for name in "UV"), 200)
    apart = first - second
    torch.testing.assert_close(apart, apart.mean(dim=1, keepdim=True).expand_as(apart), atol=1e-3, rtol=0)
    assert (first + second).sum(dim=1).abs().max() < 1e-3


def test_smaller_sizes_go_down_as_they_would_alone():
    ones = torch.ones(20, dtype=torch.float64)
    sizes = FreePairs(6 * ones, 4 * ones)
    padded = [sizes.draw(STREAMS, name) for name in "UV"]
    assert padded[0].shape[1] == MOST_PAIRS
    alone = [rows[:, :6, :4] for rows in padded]
    for together, single in zip(descend(*padded, 5), descend(*alone, 5), strict=True):
        torch.testing.assert_close(together[:, :6, :4], single)
        assert (together[:, 6:] == 0).all()
