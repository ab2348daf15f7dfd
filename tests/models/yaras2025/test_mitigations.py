"""Arms of the mitigations beside flows of one temperature, closed forms, and swaps beside autograd."""

import pytest
import torch

from models.yaras2025.flows.free_features import follow_features
from models.yaras2025.flows.loss import contrastive_loss
from models.yaras2025.flows.temperature import EXPONENTIAL, FIXED, SOFTPLUS, Dynamics
from models.yaras2025.mitigations import parallel, swapping
from theoremcheck.streams import Streams

TRIALS = 3


def streams():
    return Streams(11, torch.arange(TRIALS))


def of(value):
    return torch.full((TRIALS,), value, dtype=torch.float64)


def spread(pairs=4, beta=3.0, duration=5.0):
    return parallel.Spread(pairs, pairs, of(0.3), of(beta), of(duration), of(1e-9))


@pytest.mark.parametrize(("pairs", "tau"), [(4, 0.83), (6, 0.66), (8, 0.58), (16, 0.45), (64, 0.31), (1024, 0.18)])
def test_best_temperatures_of_a_simplex(pairs, tau):
    assert 1 / parallel.best_beta(pairs) == pytest.approx(tau, abs=0.006)


def test_the_closing_rate_is_largest_at_the_best_temperature():
    beta = parallel.best_beta(8) * torch.tensor([0.99, 1.0, 1.01], dtype=torch.float64)
    rate = parallel.closing_rate(beta, parallel.simplex_margin(8), 8)
    assert rate.argmax() == 1
    assert rate[1].item() == pytest.approx(2 * (parallel.best_beta(8) * 8 / 7 - 1))  # x (1 - q) = 1, so r = 2 (x - 1)


def test_arms_are_flows_of_their_own():
    model = spread()
    start, times = parallel.random_start(model, streams()), model.duration[:, None]
    arms = (EXPONENTIAL, SOFTPLUS, FIXED)
    together = parallel.follow_arms(start, model.beta, model.gap, times, model.tolerance, arms)
    for arm, found in zip(arms, together.log_gap.chunk(3), strict=True):
        alone = follow_features(start, model.beta, model.gap, times, model.tolerance, Dynamics(arm))
        torch.testing.assert_close(found, alone.log_gap, rtol=1e-6, atol=1e-8)


def test_a_schedule_that_stays_is_a_frozen_temperature():
    model = spread()
    start, temperature = parallel.matched_start(model, streams()), (1 / model.beta)[:, None]
    schedule = parallel.follow_schedules(start, (temperature, temperature), model.gap, model.duration, model.tolerance)
    times = model.duration[:, None]
    frozen = parallel.follow_frozen(start, model.beta[:, None], model.gap, times, model.tolerance)
    torch.testing.assert_close(schedule.log_gap, frozen.log_gap)


def test_a_schedule_arrives_where_it_should():
    model, ends = spread(), torch.tensor([0.5, 0.9], dtype=torch.float64).expand(TRIALS, 2)
    first = torch.full_like(ends, 1 / 3)
    start = parallel.matched_start(model, streams())
    curve = parallel.follow_schedules(start, (first, ends), model.gap, model.duration, model.tolerance)
    torch.testing.assert_close(1 / curve.beta[:, 0], ends.mT.flatten(), rtol=1e-8, atol=0)


def test_the_rate_of_a_simplex_is_found():
    """Within 1 %, by d log(gamma)/dt over the end of a training at reduced size."""
    model = spread(duration=400.0)
    times = torch.stack([0.7 * model.duration, model.duration], dim=1)
    start = parallel.matched_start(model, streams())
    curve = parallel.follow_frozen(start, model.beta[:, None], model.gap, times, model.tolerance)
    rate = (curve.log_gap[:, 0] - curve.log_gap[:, 1]) / (0.3 * model.duration)
    expected = parallel.closing_rate(model.beta, 4 / 3, 4)
    torch.testing.assert_close(rate, expected, rtol=0.01, atol=0)


# Swaps.


def cones_of(steps=3):
    return swapping.Cones(5, 4, of(0.05), steps)


def test_cones_are_unit_vectors_at_the_offset():
    x, y = swapping.cones(cones_of(), streams())
    torch.testing.assert_close(x.norm(dim=-1), torch.ones(TRIALS, 5, dtype=torch.float64))
    assert (x[..., 0] == 0.7).all() and (y[..., 0] == -0.7).all()


@pytest.mark.parametrize("swap", [swapping.across_modalities, swapping.within_modalities])
def test_a_swap_s_transpose_takes_slopes_back(swap):
    model, drawn = cones_of(), streams()
    x, y = (rows.requires_grad_() for rows in swapping.cones(model, drawn))
    masks = tuple((1 + drawn.signs(name, (5, 4))) / 2 for name in ("a", "b"))
    seen = swap((x, y), masks, 1, False)
    loss = contrastive_loss(seen[0] @ seen[1].mT).sum()
    by_seen = torch.autograd.grad(loss, seen, retain_graph=True)
    expected = torch.autograd.grad(loss, (x, y))
    for found, wanted in zip(swap(by_seen, masks, 1, True), expected, strict=True):
        torch.testing.assert_close(found, wanted)


def test_without_a_swap_it_is_descent_of_the_loss():
    model = cones_of(steps=1)
    x, y = (rows.requires_grad_() for rows in swapping.cones(model, streams()))
    by_x, by_y = torch.autograd.grad(contrastive_loss(20 * x @ y.mT).sum(), (x, y))
    found = swapping.train_swapped(model, (0.0,), swapping.across_modalities, streams())
    for rows, slope, end in zip((x, y), (by_x, by_y), found, strict=True):
        tangent = slope - (slope * rows).sum(-1, keepdim=True) * rows
        moved = rows - 0.16 * 5 * 0.05 * tangent
        torch.testing.assert_close(end[:, 0], moved / moved.norm(dim=-1, keepdim=True))


def test_a_share_of_no_step_is_no_swap():
    model = cones_of()
    both = swapping.train_swapped(model, (0.0, 1.0), swapping.across_modalities, streams())
    never = swapping.train_swapped(model, (0.0,), swapping.within_modalities, streams())
    torch.testing.assert_close(both[0][:, :1], never[0])
    assert not torch.allclose(both[0][:, 1], both[0][:, 0])
