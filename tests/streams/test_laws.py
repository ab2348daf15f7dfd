"""The law of the draws. Keys are fixed; a correct generator fails a test of level 1e-4 for one key in ten thousand."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import torch
from scipy.stats import binomtest, chisquare, kstest, norm

from theoremcheck import Streams

LEVEL = 1e-4
STREAMS = Streams(2024, torch.arange(10_000))


@pytest.mark.parametrize(("kind", "law"), [("uniform", "uniform"), ("normal", "norm")])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_distribution_over_trials(kind: str, law: str, dtype: torch.dtype) -> None:
    """Kolmogorov-Smirnov of one position, over trials."""
    drawn = getattr(replace(STREAMS, dtype=dtype), kind)("x", (3,))[:, 1]
    assert kstest(drawn.double().numpy(), law, method="asymp").pvalue > LEVEL


@pytest.mark.parametrize(("kind", "law"), [("uniform", "uniform"), ("normal", "norm")])
def test_distribution_within_a_trial(kind: str, law: str) -> None:
    """The same over the positions of one trial."""
    drawn = getattr(Streams(5, torch.tensor([77])), kind)("x", (10_000,))
    assert kstest(drawn[0].numpy(), law, method="asymp").pvalue > LEVEL


def test_signs_are_fair() -> None:
    """Exact binomial test of all signs."""
    signs = STREAMS.signs("x", (40,))
    assert set(signs.unique().tolist()) == {-1.0, 1.0}
    assert binomtest(int((signs > 0).sum()), signs.numel()).pvalue > LEVEL


def test_neighbouring_signs_are_independent() -> None:
    """The 256 patterns of eight signs in a row, across octets, are equally frequent."""
    bits = (STREAMS.signs("x", (12,))[:, 3:11] > 0).long()
    counts = torch.bincount((bits * 2 ** torch.arange(8)).sum(dim=1), minlength=256)
    assert chisquare(counts.numpy()).pvalue > LEVEL


def relatives() -> list[Streams]:
    """A stream, its children, a grandchild and a stranger."""
    child = STREAMS.child("step", 1)
    return [
        STREAMS,
        child,
        STREAMS.child("step", 2),
        STREAMS.child("step"),
        child.child("step", 1),
        replace(STREAMS, key=3),
    ]


def columns() -> dict[str, torch.Tensor]:
    """Normals over trials that have to be independent of each other."""
    named = {f"relative {number}": stream.normal("x") for number, stream in enumerate(relatives())}
    named |= {f"label {label!r}": STREAMS.normal(label) for label in ("y", "X", "x ", "")}
    named |= {f"position {position}": STREAMS.normal("x", (9,))[:, position] for position in (1, 2, 8)}
    return named | {"next trial": STREAMS.normal("x").roll(1), "far trial": STREAMS.normal("x").roll(2**10)}


def test_relatives_labels_positions_and_trials_are_uncorrelated() -> None:
    """Every pairwise correlation within its Monte-Carlo error, at LEVEL over all pairs (Bonferroni)."""
    correlations = np.corrcoef(torch.stack(list(columns().values())))
    pairs = list(combinations(range(len(correlations)), 2))
    bound = norm.isf(LEVEL / (2 * len(pairs))) / STREAMS.trials**0.5
    assert max(abs(float(correlations[pair])) for pair in pairs) < bound


def test_squares_are_uncorrelated_too() -> None:
    """Independence is more than no correlation: the same for x^2."""
    correlations = np.corrcoef(torch.stack(list(columns().values())).square())
    pairs = list(combinations(range(len(correlations)), 2))
    bound = norm.isf(LEVEL / (2 * len(pairs))) / STREAMS.trials**0.5
    assert max(abs(float(correlations[pair])) for pair in pairs) < bound


def test_children_keep_trials_and_type() -> None:
    """Only the key is new."""
    parent = Streams(1, torch.tensor([3, 9]), torch.float32)
    assert parent.child("a") == replace(parent, key=parent.child("a").key)
