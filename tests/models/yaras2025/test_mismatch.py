"""The tied gap under lasting mismatch: closed forms, and the flow that ends on them."""

import torch

from models.pair_tables import loss_slope, mismatched_pairs, population_loss, simplex
from models.yaras2025.flows.temperature import CLIP, FIXED, Dynamics
from models.yaras2025.mismatch import TiedPairs, follow_mismatched, frozen_gap, slopes_in_columns, tied_gap
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("mismatch"), torch.arange(4), dtype=torch.float64)


def values(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def tied(multiple, gap, duration=100.0):
    one = torch.ones(4, dtype=torch.float64)
    return TiedPairs(4, 0.2 * one, multiple, gap, duration * one, 1e-6 * one)


PAIRS = tied(values(0.5, 1.5, 2.0, 2.5), values(0.3, 0.2, 0.6, 0.7))


def test_slopes_in_columns_are_those_of_the_population_loss():
    cosines, a = STREAMS.uniform("cosines", (4, 4)), values(0.5, 3.0, 9.0, 30.0)
    for joint in (PAIRS.joint, mismatched_pairs(4, torch.zeros(4, dtype=torch.float64))):
        found = slopes_in_columns(joint)(cosines.movedim(0, -1), a, a)
        torch.testing.assert_close(found.movedim(-1, 0), loss_slope(joint, a[:, None, None] * cosines))


def test_the_frozen_gap_solves_its_equation():
    gap, start = frozen_gap(PAIRS), PAIRS.gap
    beta = PAIRS.beta * (start / gap).sqrt() * ((gap.square() - start.square()) / 4).exp()
    torch.testing.assert_close(beta * (1 - gap.square()), PAIRS.critical)


def test_a_start_on_the_curve_stays():
    start = values(0.1, 0.3, 0.5, 0.7)
    pairs = tied(1 / (1 - start.square()), start)
    torch.testing.assert_close(frozen_gap(pairs), start)
    torch.testing.assert_close(tied_gap(pairs), start)


def test_the_horizon_is_in_units_of_the_loss_s_curvature():
    """By second differences of a simplex's loss."""
    step = 1e-3
    rows = simplex(4, values(1.0))
    losses = [
        population_loss(PAIRS.joint, (PAIRS.critical + shift)[:, None, None] * rows @ rows.mT)
        for shift in (-step, 0.0, step)
    ]
    curvature = (losses[0] - 2 * losses[1] + losses[2]) / step**2
    beta = values(1.0, 2.0, 3.0, 4.0)
    torch.testing.assert_close(PAIRS.horizon(beta), 100 / (beta.square() * curvature), atol=0, rtol=1e-4)


def test_flows_end_where_the_closed_forms_say():
    fixed = follow_mismatched(PAIRS, PAIRS.joint, PAIRS.horizon(PAIRS.beta), Dynamics(FIXED), STREAMS)
    torch.testing.assert_close(fixed.gap[:, -1], tied_gap(PAIRS), atol=0.01, rtol=0)
    learned = follow_mismatched(PAIRS, PAIRS.joint, PAIRS.horizon(PAIRS.beta), CLIP, STREAMS)
    torch.testing.assert_close(learned.gap[:, -1], frozen_gap(PAIRS), atol=5e-3, rtol=0)


def test_what_lemma_3_1_conserves_is_conserved():
    curve = follow_mismatched(PAIRS, PAIRS.joint, PAIRS.horizon(PAIRS.beta), CLIP, STREAMS)
    start = CLIP.invariant(PAIRS.beta, PAIRS.gap.log())
    torch.testing.assert_close(CLIP.invariant(curve.beta[:, -1], curve.log_gap[:, -1]), start, atol=1e-4, rtol=0)


def test_a_simplex_at_a_star_is_at_rest():
    joint = mismatched_pairs(4, values(0.2))
    rows = simplex(4, values(1.0))
    slope = loss_slope(joint, tied(values(1.0), values(0.1)).critical[:1, None, None] * rows @ rows.mT)
    torch.testing.assert_close(slope, torch.zeros_like(slope), atol=1e-12, rtol=0)
