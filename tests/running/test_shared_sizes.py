"""Parts of a series go on with the size of batches that it came to; another series begins anew."""

import torch

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
