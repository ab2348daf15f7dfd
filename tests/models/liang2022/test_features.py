"""The published features, and the loss along their gap against the loss of shifted rows."""

import hashlib

import pytest
import torch
from torch.nn.functional import normalize

from models.liang2022.features import published
from models.liang2022.features.published import FILE, WrongFeaturesError, published_pairs
from models.liang2022.features.shift import PublishedPairs, ShiftedPairs, loss_on_the_line, losses_on_the_line, shares
from theoremcheck.numerics import clip
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("features"), torch.arange(2), dtype=torch.float64)


def test_they_are_unit_vectors_with_the_gap_that_the_file_says():
    images, texts = published_pairs()
    assert images.shape == texts.shape == (500, 512)
    torch.testing.assert_close(images.norm(dim=1), torch.ones(500, dtype=torch.float64))
    assert float((images.mean(0) - texts.mean(0)).norm()) == pytest.approx(0.8513519, abs=1e-6)


def test_another_file_is_refused(monkeypatch, tmp_path):
    other = tmp_path / "other.npy"
    other.write_bytes(FILE.read_bytes()[:-1])
    monkeypatch.setattr(published, "FILE", other)
    with pytest.raises(WrongFeaturesError, match=hashlib.sha256(other.read_bytes()).hexdigest()):
        published_pairs.__wrapped__()


@pytest.mark.parametrize("place", [0, 4, 11, 14])
def test_the_line_is_that_of_shifted_rows(place):
    pairs = PublishedPairs(500, torch.full((2,), 100.0, dtype=torch.float64))
    losses = losses_on_the_line(pairs.draw(STREAMS), pairs.inverse_temperature)
    images, texts = published_pairs()
    moved = float(shares(losses)[place]) / 2 * (images.mean(0) - texts.mean(0))
    expected = clip(100.0 * normalize(images - moved, dim=-1) @ normalize(texts + moved, dim=-1).T)
    torch.testing.assert_close(losses[:, place], expected.expand(2))


def test_each_trial_has_its_own_place_on_the_line():
    pairs = ShiftedPairs(20, torch.tensor([100.0, 5.0], dtype=torch.float64), torch.tensor([0.3, 1.0]).double())
    grams = pairs.published.draw(STREAMS)
    line = losses_on_the_line(grams, pairs.inverse_temperature)
    found = loss_on_the_line(grams, pairs.inverse_temperature, pairs.share)
    torch.testing.assert_close(found, torch.stack([line[0, 7], line[1, 14]]))


def test_a_subset_is_of_pairs():
    pairs = PublishedPairs(20, torch.ones(2))
    images, texts, cross = pairs.draw(STREAMS)
    torch.testing.assert_close(images.diagonal(dim1=1, dim2=2), torch.ones(2, 20, dtype=torch.float64))
    assert cross.diagonal(dim1=1, dim2=2).mean() > cross.mean() + 0.1
    assert not torch.equal(texts[0], texts[1])
