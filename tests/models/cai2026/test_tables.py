"""Free rows of discrete pairs: the descent finds what autograd and Adam find, and closed forms are minimisers."""

import torch

from models.cai2026.tables.any_joint import RandomJoint
from models.cai2026.tables.descent import descend, weighted_gap
from models.cai2026.tables.pairs import FreePairs, OffsetPairs, offset_rows
from models.pair_tables import mismatched_pairs, population_loss
from models.unit_vectors import Descent, centroid_distance, minimise, random_rows
from theoremcheck.numerics import marginal, total_correlation
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("tables"), torch.arange(6), dtype=torch.float64)


def each(value):
    return torch.full((6,), value, dtype=torch.float64)


def start(states, dimension):
    return random_rows(STREAMS, "x", states, dimension), random_rows(STREAMS, "y", states, dimension)


def test_it_ends_where_adam_does_on_autograd_s_slopes():
    """Below the critical temperature, where the minimiser is one simplex."""
    joint, beta = mismatched_pairs(5, each(0.1)), each(2.0)
    (first, second), _ = minimise(lambda u, v: population_loss(joint, 2.0 * u @ v.mT), start(5, 6), Descent(0.05, 800))
    ours = descend(joint, beta, start(5, 6), 300)
    torch.testing.assert_close(ours[0] @ ours[1].mT, first @ second.mT, atol=1e-4, rtol=0)


def test_a_first_step_goes_down_the_slope_of_autograd():
    joint = RandomJoint(4, 6, each(0.3), each(1.0), 1).joint(STREAMS)
    rows = start(4, 6)

    def objective(u, v):
        return population_loss(joint, 2.0 * u @ v.mT) + weighted_gap(joint, (u, v)).square()

    leaves = [row.clone().requires_grad_() for row in rows]
    slopes = torch.autograd.grad(objective(*leaves).sum(), leaves)
    ended = descend(joint, each(2.0), rows, 1, pull=1.0)
    for side, (row, slope) in enumerate(zip(rows, slopes, strict=True)):
        tangent = slope - (slope * row).sum(-1, keepdim=True) * row
        rate = 1 / (marginal(joint, side)[..., None] * (2 * 2.0 + 2.0 + 2.0))
        torch.testing.assert_close(ended[side], torch.nn.functional.normalize(row - rate * tangent, dim=-1))


def test_a_trial_does_not_see_its_batch():
    joint = mismatched_pairs(5, each(0.1))
    together = descend(joint, each(6.0), start(5, 6), 100)
    alone = descend(joint[2:3], each(6.0)[2:3], tuple(side[2:3] for side in start(5, 6)), 100)
    torch.testing.assert_close(together[0][2:3], alone[0], atol=1e-9, rtol=0)


def test_below_the_line_there_is_no_gap_and_above_it_the_information_is_reached():
    cold = FreePairs(8, 9, each(0.1), each(6.0), 300)
    warm = FreePairs(8, 9, each(0.1), each(2.0), 300)
    for pairs in (cold, warm):
        first, second = pairs.train(STREAMS)
        beta = torch.as_tensor(pairs.inverse_temperature)[:, None, None]
        torch.testing.assert_close(
            population_loss(pairs.joint, beta * first @ second.mT), pairs.least_loss, atol=1e-4, rtol=0
        )
    assert centroid_distance(*warm.train(STREAMS)).max() < 1e-6
    torch.testing.assert_close(cold.least_loss, -total_correlation(cold.joint))


def test_an_offset_is_as_long_as_its_angle_says():
    pairs = OffsetPairs(6, each(0.1), each(3.0), each(1.0))
    ones = torch.ones(6, 6, dtype=torch.float64)
    first, second = offset_rows(pairs, ones, each(1.0), pairs.offset)
    torch.testing.assert_close(first.norm(dim=-1), ones)
    torch.testing.assert_close(second.norm(dim=-1), ones)
    torch.testing.assert_close(centroid_distance(first, second), 2 * pairs.offset * torch.sin(each(0.5)))


def test_a_random_joint_has_one_state_of_the_mass_that_is_asked_and_no_other_heavy_one():
    joint = RandomJoint(5, 12, each(0.7), each(1.0), 1).joint(STREAMS)
    first, second = marginal(joint, 0), marginal(joint, 1)
    torch.testing.assert_close(first[:, 0], each(0.7))
    torch.testing.assert_close(joint.sum(dim=(1, 2)), each(1.0))
    assert first[:, 1:].max() <= 0.4 and second.max() <= 0.4


def test_the_best_of_several_descents_has_the_least_loss():
    """Beside each of them by itself; in three dimensions they end at several losses."""
    pairs = FreePairs(6, 3, each(0.3), each(4.0), 60)
    starts = [random_rows(STREAMS, side, 4, 6, 3) for side in ("x", "y")]
    each_loss = []
    for number in range(4):
        rows = descend(pairs.joint, each(4.0), (starts[0][:, number], starts[1][:, number]), 60)
        each_loss.append(population_loss(pairs.joint, 4.0 * rows[0] @ rows[1].mT))
    losses = torch.stack(each_loss)
    first, second = pairs.best_of(4, STREAMS)
    torch.testing.assert_close(population_loss(pairs.joint, 4.0 * first @ second.mT), losses.amin(dim=0))
    assert (losses.amax(dim=0) - losses.amin(dim=0)).max() > 1e-4
