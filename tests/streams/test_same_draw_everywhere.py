"""A trial's draws are a function of key, index, label and position, and of nothing else."""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from theoremcheck import Streams

KINDS = ["uniform", "normal", "signs"]
BATCH = Streams(11, torch.arange(1000))


def draw(streams: Streams, kind: str, shape: tuple[int, ...]) -> Tensor:
    """A draw of one kind, under one label."""
    return getattr(streams, kind)("weights", shape)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of draw."""
    return request.param


@pytest.mark.parametrize(
    "indices",
    [[417], [999, 0, 5], range(999, -1, -1), range(3, 900, 7), [5, 5]],
    ids=["alone", "three", "backwards", "subset", "twice"],
)
def test_any_batch_gives_the_same_bits(kind: str, indices: Sequence[int]) -> None:
    """Bit for bit what the whole batch holds."""
    part = draw(replace(BATCH, indices=torch.tensor(indices)), kind, (301,))
    assert torch.equal(part, draw(BATCH, kind, (301,))[torch.tensor(indices)])


@pytest.mark.parametrize("trials", [1, 3, 1000])
@pytest.mark.parametrize("length", [1, 2, 31, 33, 128])
def test_a_longer_draw_begins_with_the_shorter_one(kind: str, trials: int, length: int) -> None:
    """Whatever the pieces in which a draw is made."""
    streams = replace(BATCH, indices=torch.arange(trials))
    assert torch.equal(draw(streams, kind, (length,)), draw(streams, kind, (500,))[:, :length])


def test_a_shape_only_folds_the_numbers(kind: str) -> None:
    """Row-major: (4, 5, 6) holds the 120 numbers of (120,)."""
    assert torch.equal(draw(BATCH, kind, (4, 5, 6)).flatten(1), draw(BATCH, kind, (120,)))


@pytest.mark.parametrize("shape", [(), (0,), (3, 0)], ids=str)
def test_shapes_without_an_axis_or_without_entries(kind: str, shape: tuple[int, ...]) -> None:
    """One number a trial, or none."""
    assert draw(BATCH, kind, shape).shape == (1000, *shape)


def test_no_trials_draw_nothing(kind: str) -> None:
    """An empty batch has the shape of one."""
    assert draw(replace(BATCH, indices=BATCH.indices[:0]), kind, (3,)).shape == (0, 3)


def test_float32_is_float64_rounded(kind: str) -> None:
    """So a rerun in float64 sees the same randomness."""
    single = draw(replace(BATCH, dtype=torch.float32), kind, (200,))
    assert single.dtype == torch.float32
    assert torch.equal(single, draw(BATCH, kind, (200,)).float())


def test_a_label_is_an_address(kind: str) -> None:
    """Asking again gives the same numbers, whatever was drawn in between."""
    first = draw(BATCH, kind, (10,))
    BATCH.normal("something else", (50,))
    assert torch.equal(draw(BATCH, kind, (10,)), first)


def test_two_laws_of_one_label_are_independent() -> None:
    """A careless label couples nothing; four standard errors of a correlation of n independent pairs."""
    n = 10_000
    rows = [draw(BATCH, kind, (n,))[0] for kind in ("uniform", "normal", "signs")]
    correlations = torch.corrcoef(torch.stack(rows)) - torch.eye(3)
    assert correlations.abs().max() < 4 / n**0.5


def test_indices_beyond_32_bits_are_told_apart(kind: str) -> None:
    """5, 5 + 2^32 and 5 + 2^40 are three trials."""
    far = Streams(11, torch.tensor([5, 5 + 2**32, 5 + 2**40]))
    rows = draw(far, kind, (64,))
    assert torch.equal(rows[0], draw(BATCH, kind, (64,))[5])
    assert len(rows.unique(dim=0)) == 3


@pytest.mark.parametrize("word", [0, 2**32 - 1])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_extreme_words_stay_inside_the_interval(
    word: int, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All bits clear or all bits set: neither 0 nor 1, and a finite normal."""
    monkeypatch.setattr(Streams, "_words", lambda self, law, label, count, first_block=0: torch.full((1, count), word))
    streams = Streams(0, torch.tensor([0]), dtype)
    assert 0 < float(streams.uniform("u")) < 1
    assert streams.normal("z").isfinite().all()


def test_no_global_state_is_written(kind: str) -> None:
    """The generators of torch, NumPy and Python stand where they stood."""
    before = torch.get_rng_state(), np.random.get_state()[1].tolist(), random.getstate()
    draw(BATCH, kind, (10,))
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state()[1].tolist(), random.getstate()) == before[1:]


def test_no_global_state_is_read(kind: str) -> None:
    """Two global seeds, one draw."""
    drawn = []
    for seed in (1, 2):
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            drawn.append(draw(BATCH, kind, (10,)))
    assert torch.equal(*drawn)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("key", [3, 2**63 + 5])
def test_uniforms_of_many_labels_are_those_of_each(key: int, dtype: torch.dtype) -> None:
    indices = torch.tensor([0, 1, 7, 2**31, 2**40 + 3, 2**62 + 1]).repeat(9000)
    streams = Streams(key, indices, dtype)
    labels = ["a", "b/0", "c"]
    assert torch.equal(streams.uniforms(labels), torch.stack([streams.uniform(label) for label in labels]))
