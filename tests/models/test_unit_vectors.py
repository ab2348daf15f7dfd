"""Free unit vectors go down a loss to where its minimisers are known, each trial by itself."""

import pytest
import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.unit_vectors import Descent, centroid_distance, follow, minimise, random_rows
from models.view_encoders import clip_slope
from theoremcheck.numerics import clip, sigmoid
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))
DESCENT = Descent(0.05, 400)


def contrast(first: Tensor, second: Tensor) -> Tensor:
    return clip(2 * first @ second.mT)


@pytest.fixture
def starts() -> list[Tensor]:
    return [random_rows(STREAMS, "x", 5, 6), random_rows(STREAMS, "y", 5, 6)]


def test_matched_pairs_end_in_one_simplex(starts):
    """InfoNCE's optimum without mismatch: partners coincide, others have the cosine -1/(n - 1)."""
    (first, second), _ = minimise(contrast, starts, DESCENT)
    simplex = 1.25 * torch.eye(5, dtype=torch.float64) - 0.25
    torch.testing.assert_close(first @ second.mT, simplex.expand(3, 5, 5), atol=1e-5, rtol=0)
    assert centroid_distance(first, second).max() < 1e-5
    assert centroid_distance(*starts).min() > 0.1


def test_a_trial_does_not_see_its_batch(starts):
    (first, _), _ = minimise(contrast, starts, DESCENT)
    (alone, _), _ = minimise(contrast, [start[1:2] for start in starts], DESCENT)
    torch.testing.assert_close(first[1:2], alone, atol=1e-9, rtol=0)


def test_parameters_beside_the_rows_go_down_too(starts):
    """A bias that the rows leave alone ends where the loss's slope is 0."""

    def loss(first: Tensor, second: Tensor, bias: Tensor) -> Tensor:
        return sigmoid(first @ second.mT + bias[:, None, None])

    rows, (bias,) = minimise(loss, starts, Descent(0.05, 2000), free=[torch.zeros(3, dtype=torch.float64)])
    bias.requires_grad_(True)
    loss(*rows, bias).sum().backward()
    assert bias.grad is not None and bias.grad.abs().max() < 1e-5


def test_it_is_torchs_own_schedule():
    """The rates are those of torch's cosine annealing."""
    parameter = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.Adam([parameter], lr=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 10, 0.05e-3)
    for step in range(10):
        assert Descent(0.05, 10).rate_at(step) == pytest.approx(optimiser.param_groups[0]["lr"], rel=1e-9)
        optimiser.step()
        schedule.step()


def test_a_known_slope_takes_the_same_steps(starts):
    """From rows of several lengths, whose slopes their length divides."""
    longer = [(1 + number) * start for number, start in enumerate(starts)]
    kept = [start.clone() for start in longer]
    slow, _ = minimise(contrast, longer, DESCENT)
    scale = torch.full((3, 1, 1), 2.0, dtype=torch.float64)
    fast = follow(lambda first, second: clip_slope(first, second, scale)[:2], *longer, DESCENT)
    for found, expected, start, before in zip(fast, slow, longer, kept, strict=True):
        torch.testing.assert_close(found, expected, atol=1e-8, rtol=0)
        assert torch.equal(start, before)


def test_rows_are_unit_vectors_and_starts_stay(starts):
    kept = [start.clone() for start in starts]
    rows, _ = minimise(contrast, starts, Descent(0.05, 3))
    assert all(torch.equal(start, before) for start, before in zip(starts, kept, strict=True))
    for values in (*rows, *starts):
        torch.testing.assert_close(values, normalize(values, dim=-1))
