"""Training on pairs, on a few draws: little data tells the losses apart; much data and the batch size do not."""

from dataclasses import replace

import pytest
import torch

from claims.cliplite2023.training import batch_size_does_not_matter, little_data, little_data_at_the_best_step
from strategies.cliplite2023.training import batch_sizes
from tests.claims.few_draws import of_controls, own
from theoremcheck.regimes import batch_of
from theoremcheck.streams import Streams, stream_key

PAGES = (little_data, little_data_at_the_best_step)


def test_little_data_holds_in_most_draws():
    assert (own(little_data.CLAIM, 10) > 0).mean() >= 0.8


@pytest.mark.parametrize("page", PAGES)
def test_much_data_breaks_it(page):
    for found in of_controls(page.CLAIM, 4).values():
        assert (found < 0).mean() >= 0.5


def test_both_pages_read_one_training():
    first, second = (page.CLAIM for page in PAGES)
    assert first.study is second.study and first.regimes is second.regimes and second.reading_of == first.name


def test_an_untrained_network_has_no_gain_and_fails():
    """The floor on accuracy is what tells it: its two accuracies are equal."""
    sizes = replace(batch_sizes().corners(1)[0], instances=2, tested=200)
    batch = batch_of([sizes], torch.float32, torch.device("cpu"))
    streams = Streams(stream_key("test"), torch.arange(1), torch.float32)
    seen = batch_size_does_not_matter.untrained(batch, streams)
    observed = {name: values.double().numpy() for name, values in seen.items()}
    assert observed["accuracy_small"] == observed["accuracy_large"]
    assert (batch_size_does_not_matter.CLAIM.prediction.margin(observed) < -0.5).all()


def test_a_smaller_trial_is_flat_in_the_batch_size():
    """A tenth of the pairs, two instances: both ends learn, and their accuracies are near each other."""
    sizes = replace(batch_sizes().corners(1)[0], instances=2, tested=500, fresh=3840)
    batch = batch_of([sizes], torch.float32, torch.device("cpu"))
    streams = Streams(stream_key("test"), torch.arange(1), torch.float32)
    seen = batch_size_does_not_matter.experiment(batch, streams)
    assert seen["accuracy_small"] > 0.6 and seen["accuracy_large"] > 0.6
