"""Trainings with both coordinates of the bias."""

import torch

from models.bangachev2025 import bias
from models.bangachev2025.bias import CrowdedPairs, train_both
from models.unit_vectors import Descent
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))


def sizes(trials=3):
    return CrowdedPairs(3, 4, torch.full((trials,), 10.0, dtype=torch.float64))


def test_both_begin_at_the_same_place(monkeypatch):
    """Without a step a bias of 0 is one in either coordinate."""
    monkeypatch.setattr(bias, "DESCENT", Descent(0.03, 0, last=1.0))
    for plain, relative in zip(*(vars(end).values() for end in train_both(sizes(), STREAMS)), strict=True):
        torch.testing.assert_close(plain, relative)


def test_a_trial_does_not_see_its_batch(monkeypatch):
    monkeypatch.setattr(bias, "DESCENT", Descent(0.03, 50, last=1.0))
    together = train_both(sizes(), STREAMS)
    alone = train_both(sizes(1), Streams(STREAMS.key, torch.arange(1, 2)))
    for all_of_them, one in zip(together, alone, strict=True):
        torch.testing.assert_close(all_of_them.margin[1:2], one.margin, rtol=1e-9, atol=0)
        torch.testing.assert_close(all_of_them.gap[1:2], one.gap, rtol=1e-9, atol=0)


def test_the_two_part_after_a_while(monkeypatch):
    monkeypatch.setattr(bias, "DESCENT", Descent(0.03, 200, last=1.0))
    plain, relative = train_both(sizes(), STREAMS)
    assert (plain.gap > relative.gap).all() and (plain.bias.abs() < relative.bias).all()
