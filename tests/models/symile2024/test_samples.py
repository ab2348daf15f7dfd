"""Finite samples: classes of the views, and that networks learn them."""

from dataclasses import replace

import torch

from models.symile2024.samples import ViewsOfClasses, best_accuracies, shared_class, third_is_the_sum
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(2))
VIEWS = ViewsOfClasses(8, 16, torch.full((2,), 1.5, dtype=torch.float64), 16, 8, 32, 64, 256, 2, 500)


def test_views_share_a_class_or_the_third_is_the_sum():
    same = shared_class(VIEWS, 100, STREAMS)
    assert (same == same[:, :1]).all() and same.unique().tolist() == list(range(8))
    x, y, z = third_is_the_sum(VIEWS, 100, STREAMS).unbind(dim=1)
    assert (z == (x + y) % 8).all() and (x != y).any()


def test_training_learns_and_its_start_does_not():
    trained = best_accuracies(VIEWS, STREAMS.common, shared_class)
    start = best_accuracies(replace(VIEWS, checkpoints=0), STREAMS.common, shared_class)
    assert (trained["clip_many"] > 0.6).all() and (start["clip_many"] < 0.35).all()
    assert (start["clip_few"] == start["clip_many"]).all()


def test_a_trial_is_the_same_alone():
    alone = Streams(STREAMS.key, torch.arange(1))
    together = best_accuracies(VIEWS, STREAMS.common, third_is_the_sum)
    single = best_accuracies(replace(VIEWS, noise=VIEWS.noise[:1]), alone, third_is_the_sum)
    for name, values in single.items():
        torch.testing.assert_close(values, together[name][:1], rtol=0, atol=1e-3)
