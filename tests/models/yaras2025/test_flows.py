"""The flows of Yaras et al. 2025: derivatives by autograd, integration by LSODA, laws by numbers."""

from math import exp, log

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp
from scipy.special import softmax, spence
from torch.nn.functional import cross_entropy

from models.yaras2025.flows.descent import descend, scores
from models.yaras2025.flows.free_features import FreeFeatures, MatchedFeatures, follow_features, gap_per_beta
from models.yaras2025.flows.loss import (
    contrastive_loss,
    embedding,
    force,
    gradient,
    gradient_in_columns,
    gradient_with_null,
    loss_with_null,
    margin,
    mean_margin,
)
from models.yaras2025.flows.reduced import follow, log_times
from models.yaras2025.flows.temperature import (
    CLIP,
    EXPONENTIAL,
    LINEAR,
    SOFTPLUS,
    Dynamics,
    narrowing_of,
    scaled_exponential,
    side_by_side,
)
from tests.models.yaras2025.reduced_flows import TIGHT, extremal, scalar_model, tensor
from theoremcheck.numerics import integrate
from theoremcheck.streams import Streams

LEARNED = {"exp": EXPONENTIAL, "exp/3": scaled_exponential(3.0), "linear": LINEAR, "softplus": SOFTPLUS}


def streams(trials=3, key=7):
    return Streams(key, torch.arange(trials))


def cosines_of(trials=3, pairs=5, dim=4):
    x, y = FreeFeatures(pairs, dim, 0.3, 5.0, TIGHT).draw(streams(trials))
    return x @ y.mT


def simplex(n):
    """Cosines of n matched pairs as far apart as possible: margin n / (n - 1)."""
    return (n * torch.eye(n, dtype=torch.float64) - 1) / (n - 1)


# The loss.


def test_gradient_is_that_of_the_loss():
    scores = (7 * cosines_of()).requires_grad_()
    expected = torch.autograd.grad(contrastive_loss(scores).sum(), scores)[0]
    torch.testing.assert_close(gradient(scores.detach()), expected)


def test_gradient_keeps_its_digits_where_the_softmax_rounds_to_one():
    n, a = 4, 60.0
    lost = 2 * (n - 1) * exp(-a * n / (n - 1)) / (2 * n)
    assert -gradient(a * simplex(n))[0, 0].item() == pytest.approx(lost, rel=1e-12)


def test_force_is_minus_the_slope_of_the_loss_in_the_effective_inverse_temperature():
    cosines, a = cosines_of(), tensor(0.5, 3.0, 9.0).requires_grad_()
    slope = torch.autograd.grad(contrastive_loss(a[:, None, None] * cosines).sum(), a)[0]
    torch.testing.assert_close(force(cosines, gradient(a.detach()[:, None, None] * cosines)), -slope)


def test_the_gap_of_the_embeddings_only_rescales_the_inverse_temperature():
    x, y = FreeFeatures(5, 4, 0.3, 5.0, TIGHT).draw(streams())
    gap, beta = tensor(0.1, 0.4, 0.8), tensor(2.0, 5.0, 9.0)
    scores = embedding(x, gap) @ embedding(y, -gap).mT
    narrowed = (beta * (1 - gap**2))[:, None, None] * (x @ y.mT)
    torch.testing.assert_close(contrastive_loss(beta[:, None, None] * scores), contrastive_loss(narrowed))


def test_embeddings_have_unit_norm():
    x, _ = FreeFeatures(5, 4, 0.3, 5.0, TIGHT).draw(streams())
    torch.testing.assert_close(embedding(x, tensor(0.1, 0.5, 0.9)).norm(dim=-1), torch.ones(3, 5, dtype=torch.float64))


def test_margins_by_hand():
    cosines = tensor([0.9, 0.1], [0.4, 0.6])
    assert margin(cosines).item() == pytest.approx(0.2)
    assert mean_margin(cosines).item() == pytest.approx(0.5)


@pytest.mark.parametrize("n", [2, 8])
def test_uniform_margin_is_the_force_of_a_simplex(n):
    a = tensor(0.3, 2.0, 11.0)
    expected = force(simplex(n), gradient(a[:, None, None] * simplex(n)))
    torch.testing.assert_close(extremal(float(n), n / (n - 1)).force(a), expected)


# Parametrisations and their invariants.


@pytest.mark.parametrize("temperature", LEARNED.values(), ids=LEARNED)
def test_a_parametrisation_agrees_with_its_derivatives(temperature):
    beta = tensor(0.7, 2.0, 9.0).requires_grad_()
    nu = temperature.parameter(beta.detach()).requires_grad_()
    slope = torch.autograd.grad(temperature.value(nu).sum(), nu)[0]
    potential_slope = torch.autograd.grad(temperature.potential(beta).sum(), beta)[0]
    torch.testing.assert_close(temperature.value(nu), beta)
    torch.testing.assert_close(temperature.squared_slope(beta), slope**2)
    torch.testing.assert_close(potential_slope, beta / slope**2)


def test_softplus_potential_uses_the_dilogarithm():
    beta = 1.3
    lifted = log(exp(beta) - 1)
    expected = (beta + 1) * lifted - beta**2 / 2 - spence(1 - exp(-beta)) - beta / (1 - exp(-beta))
    assert SOFTPLUS.potential(tensor(beta)).item() == pytest.approx(expected, abs=1e-13)


def test_some_trials_of_arms_keep_their_parametrisations():
    """Trials 0 and 1 have the first, 2 and 3 the second, and so on; an arm may have lost all of its trials."""
    three = side_by_side(LINEAR, SOFTPLUS, EXPONENTIAL)
    beta, kept = tensor(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), torch.tensor([1, 4, 5])
    whole = three.squared_slope(beta)
    torch.testing.assert_close(three.among(kept, 6).squared_slope(beta[kept]), whole[kept], rtol=0, atol=0)
    assert LINEAR.among(kept, 6) is LINEAR


def test_side_by_side_acts_blockwise():
    beta = tensor(1.0, 2.0, 3.0, 4.0)
    both = side_by_side(LINEAR, EXPONENTIAL).squared_slope(beta)
    torch.testing.assert_close(both, tensor(1.0, 1.0, 9.0, 16.0))


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("temperature", LEARNED.values(), ids=LEARNED)
def test_velocities_are_gradients_on_the_embeddings(temperature, tied):
    dynamics = Dynamics(temperature, learning_rate_ratio=0.3, tied=tied)
    curve = follow_features(
        FreeFeatures(5, 4, 0.3, 5.0, TIGHT).draw(streams()),
        tensor(3.0, 6.0, 9.0), tensor(0.2, 0.3, 0.1), log_times(0.1, 1.0, 3), tensor(1e-8).expand(3),
    ).inside()  # fmt: skip
    beta_velocity, log_gap_velocity = dynamics.velocity(
        curve.beta, narrowing_of(curve.log_gap), torch.ones_like(curve.beta)
    )
    expected = curve.gap * log_gap_velocity / beta_velocity
    torch.testing.assert_close(gap_per_beta(curve, dynamics), expected, rtol=1e-9, atol=0)


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("ratio", [0.1, 1.0])
@pytest.mark.parametrize("temperature", LEARNED.values(), ids=LEARNED)
def test_every_dynamics_keeps_its_own_invariant(temperature, ratio, tied):
    dynamics, start = Dynamics(temperature, ratio, tied), scalar_model()
    curve = follow(start, log_times(1e-2, 1e12, 20), dynamics)
    kept = dynamics.invariant(start.beta, start.gap.log())
    torch.testing.assert_close(dynamics.invariant(curve.beta, curve.log_gap), kept.expand(1, 20), rtol=1e-8, atol=0)


def test_a_scale_is_a_learning_rate():
    times = log_times(1e-2, 1e8, 10)
    scaled = follow(scalar_model(), times, Dynamics(scaled_exponential(2.0)))
    slowed = follow(scalar_model(), times, Dynamics(EXPONENTIAL, learning_rate_ratio=0.25))
    torch.testing.assert_close(scaled.log_gap, slowed.log_gap)


# Integration.


def test_the_reduced_flow_agrees_with_lsoda():
    regime = extremal()
    beta, gap, alpha, n = regime.beta.item(), 0.6, 8 / 7, 8

    def velocity(s, state):
        a = state[0] * (1 - np.exp(2 * state[1]))
        g = alpha / (1 + np.exp(a * alpha) / (n - 1))
        return np.exp(s) * np.array([state[0] ** 2 * (1 - np.exp(2 * state[1])) * g, -2 * state[0] * g])

    times = log_times(1e-2, 1e12, 15)
    reference = solve_ivp(velocity, (0, log(1e12 + 1)), [beta, log(gap)], method="LSODA", rtol=1e-10, atol=1e-12,
                          t_eval=times.log1p().numpy().clip(max=log(1e12 + 1)))  # fmt: skip
    curve = follow(regime, times)
    np.testing.assert_allclose(curve.beta[0].numpy(), reference.y[0], rtol=1e-8)
    np.testing.assert_allclose(curve.log_gap[0].numpy(), reference.y[1], rtol=1e-7)


def test_the_full_flow_agrees_with_lsoda():
    n, d, beta, gap = 6, 3, 5.0, 0.1
    x, y = FreeFeatures(n, d, gap, beta, TIGHT).draw(streams(1))

    def velocity(s, state):
        x, y = state[: n * d].reshape(n, d), state[n * d : -2].reshape(n, d)
        a = state[-2] * (1 - np.exp(2 * state[-1]))
        cosines = x @ y.T
        slope = (softmax(a * cosines, 0) + softmax(a * cosines, 1)) / (2 * n) - np.eye(n) / n
        g = -(cosines * slope).sum()
        dx, dy = -a * slope @ y, -a * slope.T @ x
        dx, dy = dx - (dx * x).sum(1, keepdims=True) * x, dy - (dy * y).sum(1, keepdims=True) * y
        rates = [state[-2] ** 2 * (1 - np.exp(2 * state[-1])) * g, -2 * state[-2] * g]
        return np.exp(s) * np.concatenate([dx.ravel(), dy.ravel(), rates])

    times, end = log_times(1e-1, 1e4, 6), log(1e4 + 1)
    start = np.concatenate([x.numpy().ravel(), y.numpy().ravel(), [beta, log(gap)]])
    reference = solve_ivp(velocity, (0, end), start, method="LSODA", rtol=1e-10, atol=1e-12,
                          t_eval=times.log1p().numpy().clip(max=end))  # fmt: skip
    curve = follow_features((x, y), tensor(beta), tensor(gap), times, tensor(TIGHT))
    np.testing.assert_allclose(curve.beta[0].numpy(), reference.y[-2], rtol=1e-6)
    np.testing.assert_allclose(curve.log_gap[0].numpy(), reference.y[-1], rtol=1e-6)
    np.testing.assert_allclose(curve.x[0].reshape(6, -1).numpy(), reference.y[: n * d].T, atol=1e-6)


def test_descent_of_the_loss_is_the_flow_of_equation_11():
    """The chain rule through the scores on one side, one force on the other."""
    start = FreeFeatures(6, 3, 0.3, 5.0, TIGHT).draw(streams(4))
    beta, gap = tensor(3.0, 5.0, 8.0, 12.0), tensor(0.1, 0.2, 0.4, 0.6)
    times, tolerance = log_times(0.1, 100.0, 4), tensor(1e-9).expand(4)
    for dynamics in (CLIP, Dynamics(SOFTPLUS, learning_rate_ratio=0.3), Dynamics(LINEAR, tied=False)):
        expected = follow_features(start, beta, gap, times, tolerance, dynamics)
        found = descend(start, beta, gap, times, tolerance, dynamics)
        torch.testing.assert_close(found.log_gap, expected.log_gap, rtol=1e-6, atol=1e-6)
        torch.testing.assert_close(found.beta, expected.beta, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize(
    ("loss", "slope"), [(contrastive_loss, gradient_in_columns), (loss_with_null, gradient_with_null)]
)
def test_descent_is_that_of_autograd_through_the_scores(loss, slope, tied):
    """The same integrator on velocities that know the loss alone."""
    x, y = FreeFeatures(5, 3, 0.3, 5.0, TIGHT).draw(streams(2))
    beta, gap, dynamics = tensor(3.0, 8.0), tensor(0.1, 0.4), Dynamics(SOFTPLUS, 0.7, tied)
    found = descend((x, y), beta, gap, tensor(0.5, 5.0), tensor(1e-9).expand(2), dynamics, slope)

    def velocity(time, state):
        leaves = [part.detach().requires_grad_() for part in state.split([15, 15, 1, 1], dim=1)]
        rows = [side.reshape(2, 5, 3) for side in leaves[:2]]
        by = torch.autograd.grad(loss(scores(*rows, leaves[2][:, 0], leaves[3][:, 0])).sum(), leaves)
        flat = [
            (-slope.reshape(2, 5, 3) + (slope.reshape(2, 5, 3) * side).sum(-1, keepdim=True) * side).flatten(1)
            for side, slope in zip(rows, by, strict=False)
        ]
        learning = dynamics.learning_rate_ratio * SOFTPLUS.squared_slope(leaves[2])
        return torch.cat([*flat, -learning * by[2], -dynamics.pull / 2 * by[3]], dim=1).detach()

    start = torch.cat([x.flatten(1), y.flatten(1), beta[:, None], gap[:, None]], dim=1)
    states = integrate(velocity, start, tensor(0.0, 0.5, 5.0), relative=1e-9, absolute=1e-13)[:, 1:]
    torch.testing.assert_close(found.x.flatten(2), states[..., :15], rtol=0, atol=1e-6)
    torch.testing.assert_close(found.beta, states[..., 30], rtol=1e-6, atol=0)
    torch.testing.assert_close(found.gap, states[..., 31], rtol=1e-6, atol=0)


@pytest.mark.parametrize(
    ("loss", "slope"), [(contrastive_loss, gradient_in_columns), (loss_with_null, gradient_with_null)]
)
def test_gradients_in_columns_are_those_of_the_losses(loss, slope):
    matrix = (7 * cosines_of()).requires_grad_()
    expected = torch.autograd.grad(loss(matrix).sum(), matrix)[0]
    torch.testing.assert_close(slope(matrix.detach().movedim(0, -1)).movedim(-1, 0), expected)


def test_trials_in_columns_keep_the_digits_of_trials_in_rows():
    """Where the softmax rounds to one, and where scores lie a thousand nats apart."""
    for matrix in (60 * simplex(4).expand(2, 4, 4), 1000 * cosines_of()):
        found = gradient_in_columns(matrix.movedim(0, -1)).movedim(-1, 0)
        torch.testing.assert_close(found, gradient(matrix), rtol=1e-12, atol=0)


def test_scores_are_inner_products_of_embeddings():
    x, y = FreeFeatures(5, 4, 0.3, 5.0, TIGHT).draw(streams())
    gap, beta = tensor(0.1, 0.4, 0.8), tensor(2.0, 5.0, 9.0)
    expected = beta[:, None, None] * (embedding(x, gap) @ embedding(y, -gap).mT)
    torch.testing.assert_close(scores(x, y, beta, gap), expected)


def test_a_loss_with_a_null_class_is_a_softmax_over_one_score_more():
    matrix = 7 * cosines_of()
    null = torch.zeros_like(matrix[..., :1])
    target = torch.arange(5).expand(3, 5)
    losses = [
        cross_entropy(torch.cat([logits, null], -1).mT, target, reduction="none").mean(-1)
        for logits in (matrix, matrix.mT)
    ]
    torch.testing.assert_close(loss_with_null(matrix), sum(losses) / 2)


def test_a_trial_does_not_depend_on_its_batch():
    start = FreeFeatures(6, 8, 0.3, 5.0, TIGHT).draw(streams(4))
    beta, gap, tolerance = tensor(3.0, 5.0, 8.0, 12.0), tensor(0.1, 0.2, 0.3, 0.4), tensor(1e-8).expand(4)
    together = follow_features(start, beta, gap, log_times(1.0, 100.0, 3), tolerance)
    alone = follow_features(
        (start[0][2:3], start[1][2:3]), beta[2:3], gap[2:3], log_times(1.0, 100.0, 3), tolerance[2:3]
    )
    torch.testing.assert_close(together.log_gap[2:3], alone.log_gap, rtol=1e-9, atol=1e-9)


def test_features_stay_on_the_sphere():
    start = FreeFeatures(6, 3, 0.3, 5.0, TIGHT).draw(streams())
    curve = follow_features(
        start, tensor(5.0).expand(3), tensor(0.1).expand(3), log_times(1, 1e3, 4), tensor(1e-8).expand(3)
    )
    assert (curve.x.norm(dim=-1) - 1).abs().max() < 1e-5


def test_gap_and_temperature_rise_and_fall_together():
    start = FreeFeatures(6, 8, 0.3, 5.0, TIGHT).draw(streams(8))
    curve = follow_features(
        start, tensor(5.0).expand(8), tensor(0.1).expand(8), log_times(1e-2, 1e3, 40), tensor(1e-9).expand(8)
    )
    assert (curve.log_gap.diff().sign() == (1 / curve.beta).diff().sign()).all()


def test_matched_starts_close_the_gap_from_the_first_moment_on():
    x, y = MatchedFeatures(6, 4, 0.5, 1.0, TIGHT).draw(streams(4))
    curve = follow_features(
        (x, y), tensor(8.0).expand(4), tensor(0.5).expand(4), log_times(1e-2, 1e3, 20), tensor(1e-8).expand(4)
    )
    assert (margin(curve.cosines) > 0).all()
    assert (curve.log_gap.diff() < 0).all()


def test_a_curve_is_cut_before_its_gap_passes_one():
    starts = FreeFeatures(12, 3, 0.3, 5.0, TIGHT).draw(streams(12))
    curve = follow_features(
        starts, tensor(10.0).expand(12), tensor(0.5).expand(12), log_times(1e-2, 1e2, 10), tensor(1e-6).expand(12)
    )
    assert (curve.log_gap > 0).any()
    assert (curve.inside().log_gap < 0).all()
