"""Parts of a series go on with the size of batches that it came to; another series begins anew."""

import pytest
import torch

from theoremcheck.running import batches, shared_sizes
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.shared_sizes import SharedSizes

CPU = torch.device("cpu")


def faster_together(monkeypatch, seconds=lambda trials: 1.0):
    """A clock on which a batch takes so many seconds."""
    now = [0.0]
    monkeypatch.setattr("theoremcheck.running.batches.time.perf_counter", lambda: now[0])

    def train(piece):
        now[0] += seconds(len(piece))
        return len(piece)

    return train


def test_looks_begin_with_the_size_that_draws_came_to(monkeypatch):
    train, sizes = faster_together(monkeypatch), SharedSizes(CPU, 1, ["claim", "claim/two", "control"])
    assert list(sizes.run(("claim", "declared", 0), range(112), train)) == [16, 32, 64]
    assert list(sizes.run(("claim/spread", "declared", 0), range(256), train)) == [128, 128]
    assert list(sizes.run(("claim/two/spread", "declared", 0), range(32), train)) == [16, 16]
    assert list(sizes.run(("claim/spread", "refined", 0), range(32), train)) == [16, 16]
    assert list(sizes.run(("claims/spread", "declared", 0), range(32), train)) == [16, 16]


def test_each_request_asks_once_more_whether_twice_the_size_is_faster(monkeypatch):
    """A batch of more than 32 leaves the cache here: each request tries one of 64, and goes on with 32."""
    train = faster_together(monkeypatch, lambda trials: 1.0 if trials <= 32 else trials / 16)
    sizes = SharedSizes(CPU, 1, ["claim"])
    assert list(sizes.run(("claim", "declared", 0), range(176), train)) == [16, 32, 64, 32, 32]
    assert list(sizes.run(("claim/spread", "declared", 0), range(160), train)) == [64, 32, 32, 32]


def test_it_halves_what_runs_out_of_memory_as_others_do():
    def train(piece):
        if len(piece) > 4:
            raise MemoryError
        return len(piece)

    sizes = SharedSizes(CPU, 1, ["claim"])
    assert isinstance(sizes, BatchSizes)
    assert list(sizes.run(("claim", "declared", 0), range(16), train)) == [4, 4, 4, 4]


def weighing(monkeypatch, left, trial, kept=0):
    """A process that may take so many bytes more, where a trial takes `trial` of them, above what it keeps."""
    peak, train = [0], faster_together(monkeypatch)
    monkeypatch.setattr(shared_sizes, "memory_left", lambda: left)
    monkeypatch.setattr(batches, "_peak_memory", lambda device: peak[0])
    monkeypatch.setattr(shared_sizes, "_forget_peak", lambda: peak.__setitem__(0, kept))

    def weighed(piece):
        peak[0] = max(peak[0], kept + trial * len(piece))
        return train(piece)

    return weighed


@pytest.mark.parametrize("kept", [0, 10**9])
def test_where_memory_is_scarce_no_batch_takes_more_than_a_third_of_what_is_left(monkeypatch, kept):
    """What an earlier batch took is no reason to believe that a later one takes nothing."""
    train = weighing(monkeypatch, left=40_000_000, trial=1_900_000, kept=kept)
    sizes = SharedSizes(CPU, 1, ["claim"])
    assert list(sizes.run(("claim", "declared", 0), range(21), train)) == [1, 2, 4, 7, 7]
    assert list(sizes.run(("claim/spread", "declared", 0), range(14), train)) == [7, 7]
    assert list(sizes.run(("claim", "declared", 1), range(3), train)) == [1, 2]


def test_where_memory_is_scarce_a_trial_that_seems_to_take_nothing_is_followed_by_two(monkeypatch):
    """The first found room in what others had left behind. Sixteen of them would not: a worker died of such a batch."""
    weighing(monkeypatch, left=40_000_000, trial=0)
    sizes, train = SharedSizes(CPU, 1, ["claim"]), faster_together(monkeypatch)
    assert list(sizes.run(("claim", "declared", 0), range(7), train)) == [1, 2, 4]


def test_where_there_is_enough_no_trial_goes_alone(monkeypatch):
    train = weighing(monkeypatch, left=4 * 2**30, trial=1_900_000)
    assert next(SharedSizes(CPU, 1, ["claim"]).run(("claim", "declared", 0), range(31), train)) == 16
