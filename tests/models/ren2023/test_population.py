"""Populations of Ren and Li 2023: reductions beside whole matrices and autograd, integrators beside scipy."""

from itertools import product
from math import log

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp

from models.ren2023.population.expansion import contrastive_slope, positive_slope, relative_difference
from models.ren2023.population.infinite_width import (
    Limit,
    condition_number,
    follow_limit,
    positives_alone,
    shares,
)
from models.ren2023.population.landscape import Landscape, binary, gaussian, least_excess
from models.ren2023.population.positives import (
    Population,
    column_powers,
    draw_moments,
    flow_of_positives,
    length_ratio,
    scatter,
)
from models.ren2023.training.geometry import condition_number_without_negatives
from models.ren2023.training.pairs import LinearPairs
from theoremcheck.streams import Streams

REAL = torch.float64


def of(*values):
    return torch.tensor(values, dtype=REAL)


def population(trials=3, dim=16, width=4.0, horizon=6.0, tolerance=1e-9):
    return Population(
        3, dim, *(torch.full((trials,), value, dtype=REAL) for value in (width, 4.0, 1.3, horizon, tolerance))
    )


def streams(trials=3):
    return Streams(9, torch.arange(trials))


def gram_of(first, second, rank):
    """Moments of whole matrices, shape (1, 3, rank + 1)."""
    rows = torch.stack([first.square().sum(0), second.square().sum(0), (first * second).sum(0)])
    return torch.cat([rows[:, :rank], rows[:, rank:].sum(1, keepdim=True)], dim=1)[None]


def whole_matrices(model, powers):
    generator = torch.Generator().manual_seed(1)
    scale = torch.cat([powers[0], torch.full((model.dim - model.rank,), 1.3**2, dtype=REAL)])
    drawn = (torch.randn(64, model.dim, generator=generator, dtype=REAL) / 8 * scale.sqrt() for _ in range(2))
    return (*drawn, scale)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("method", ["LSODA", "Radau"])
def test_moments_follow_the_flow_of_whole_matrices(method, shared):
    """Radau on 6 numbers would show nothing: it integrates both full matrices, by autograd of the loss."""
    model, powers = population(1, dim=5, horizon=1.0), of(4.0, 2.0, 1.0)[None]
    first, second, scale = whole_matrices(model, powers)
    first, second = first[:6], second[:6]
    attracted = 5 if shared else 3

    def velocity(s, state):
        leaves = [matrix.requires_grad_() for matrix in torch.from_numpy(state).clone().reshape(2, 6, 5).unbind(0)]
        norms = [leaf.square().sum().sqrt() for leaf in leaves]
        loss = -(leaves[0][:, :attracted] * leaves[1][:, :attracted]).sum() / norms[0] / norms[1]
        slopes = torch.autograd.grad(loss, leaves)
        return (-torch.stack(slopes) * scale * (norms[0] * norms[1]).detach()).flatten().numpy()

    start = torch.stack([first, second]).flatten().numpy()
    found = solve_ivp(velocity, (0, 1.0), start, method=method, rtol=1e-9, atol=1e-11).y[:, -1]
    end = torch.from_numpy(found).reshape(2, 6, 5)
    moments = flow_of_positives(model, powers, gram_of(first, second, 3), shared)[:, -1]
    torch.testing.assert_close(moments, gram_of(end[0], end[1], 3), rtol=1e-6, atol=1e-8)


def test_the_norm_of_the_weights_is_conserved():
    model = population(8, dim=1000)
    powers = model.powers(streams(8))
    moments = flow_of_positives(model, powers, draw_moments(model, powers, streams(8)), points=9)
    norm = (moments[:, :, :2].sum(2) / column_powers(model, powers)[:, None]).sum(-1)
    torch.testing.assert_close(norm, norm[:, :1].expand_as(norm), rtol=1e-6, atol=0)


def test_drawn_moments_have_the_law_of_gaussian_weights():
    """Means and variances of a Wishart matrix, within four standard errors of 4,000 draws."""
    model = population(4000, dim=6, width=2.0)
    powers = of(4.0, 2.0, 1.0).expand(4000, 3)
    moments = draw_moments(model, powers, streams(4000)) / column_powers(model, powers)[:, None]
    m = 12
    for degrees, column in ((m, 1), (3 * m, 3)):
        for row in (0, 1):
            assert moments[:, row, column].mean().item() == pytest.approx(
                degrees / m, abs=4 * (2 * degrees / 4000) ** 0.5 / m
            )
        assert moments[:, 2, column].var().item() == pytest.approx(degrees / m**2, rel=4 * (5 / 4000) ** 0.5)


@pytest.mark.parametrize("dim", [16, 64, 10**6])
def test_positives_alone_end_at_the_closed_form(dim):
    """Within 5 % at a width where it scatters by less than that."""
    model = population(2, dim=dim, width=4.0 if dim > 1000 else 4000.0, horizon=12.0)
    powers = model.powers(streams(2))
    ratio = length_ratio(flow_of_positives(model, powers, draw_moments(model, powers, streams(2)))[:, -1])
    torch.testing.assert_close(ratio, condition_number_without_negatives(powers, dim), rtol=0.05, atol=0)


def test_the_scatter_of_the_closed_form_is_the_one_derived():
    model = population(400, dim=64, width=4.0, horizon=12.0, tolerance=1e-6)
    powers = of(4.0, 2.0, 1.0).expand(400, 3)
    ratio = length_ratio(flow_of_positives(model, powers, draw_moments(model, powers, streams(400)))[:, -1])
    score = (ratio / condition_number_without_negatives(powers, 64)).log() / scatter(model)
    # Seen before: 1.07 to 1.18 at finite widths; the standard error of a standard deviation is 0.035.
    assert 0.9 < score.std() < 1.25 and score.mean().abs() < 0.4


# Infinite width.


def limit(trials=2, dim=5.0, strongest=3.0, negatives=8.0, rank=2, tolerance=1e-9, noise=1.3):
    fields = (dim, strongest, noise, negatives, tolerance)
    return Limit(rank, *(torch.full((trials,), value, dtype=REAL) for value in fields))


def loss_by_enumeration(first, second, rank, temperature, negatives):
    """The population's loss on whole matrices: an average over all signals and noises."""
    norms = [matrix.square().sum().sqrt() for matrix in (first, second)]
    dim = first.shape[1]
    signals = [of(*signs) for signs in product((-1.0, 1.0), repeat=rank)]
    noises = [of(*signs) for signs in product((-1.0, 1.0), repeat=dim - rank)]
    features_a = {
        (i, j): first @ torch.cat([z, e]) / norms[0] for i, z in enumerate(signals) for j, e in enumerate(noises)
    }
    features_b = {
        (i, j): second @ torch.cat([z, e]) / norms[1] for i, z in enumerate(signals) for j, e in enumerate(noises)
    }
    total = 0.0
    for own, other in ((features_a, features_b), (features_b, features_a)):
        everyone = torch.stack(list(other.values()))
        for (i, _), feature in own.items():
            moment = (temperature * everyone @ feature).exp().mean()
            for j in range(len(noises)):
                total = total + (1 + negatives * moment * (-temperature * (feature @ other[i, j])).exp()).log()
    return total / len(features_a) / len(noises)


def test_the_limit_follows_the_gradient_of_the_enumerated_loss():
    """Orthogonal columns at the start, all 2^d views: the flow's first step on whole matrices, by autograd."""
    model, powers, tau = limit(1, dim=4.0), of(3.0, 1.0)[None], 0.7
    scale = torch.cat([powers[0], torch.full((2,), 1.69, dtype=REAL)])
    generator = torch.Generator().manual_seed(3)
    basis = torch.linalg.qr(torch.randn(8, 8, generator=generator, dtype=REAL)).Q
    mixed = follow_limit(model, powers, of(tau), of(0.1)[None])[:, -1]  # away from the symmetric start
    plus, minus, noise = mixed[0, :2].exp(), mixed[0, 2:4].exp(), mixed[0, 4].exp() / 2**0.5
    u, v = basis[:, :2] * plus / 2, basis[:, 2:4] * minus / 2
    first = torch.cat([u + v, basis[:, 4:6] * noise], dim=1).requires_grad_()
    second = torch.cat([u - v, basis[:, 6:8] * noise], dim=1).requires_grad_()
    slopes = torch.autograd.grad(loss_by_enumeration(first, second, 2, tau, 8.0), (first, second))
    power = first.square().sum().item()
    moved = [-slope * scale * power / (2 * (8 / 9) * tau) for slope in slopes]
    first, second = first.detach(), second.detach()
    both = (moved[0] + moved[1])[:, :2], (first + second)[:, :2]
    apart = (moved[0] - moved[1])[:, :2], (first - second)[:, :2]
    rates = [(speed * now).sum(0) / now.square().sum(0) for speed, now in (both, apart)]
    step = 1e-4
    onward = follow_limit(model, powers, of(tau), of(0.1, 0.1 + step)[None])[0]
    expected = (onward[1] - onward[0]) / step
    torch.testing.assert_close(torch.cat(rates), expected[:4], rtol=2e-3, atol=1e-4)


def test_a_limit_agrees_with_lsoda():
    model, powers, tau = limit(1, dim=24.0, negatives=8.0), of(3.0, 1.0)[None], 0.2

    def velocity(s, state):
        plus, minus, noise = np.exp(2 * state[:2]) / 4, np.exp(2 * state[2:4]) / 4, np.exp(2 * state[4])
        similarity = (plus - minus) / ((plus + minus).sum() + noise)
        odds = 8 * np.exp(-tau * similarity.sum()) * np.cosh(tau * similarity).prod()
        weight = odds / (1 + odds) * 9 / 8 * (1 - np.tanh(tau * similarity))
        total = (weight * similarity).sum()
        return np.concatenate(
            [powers[0].numpy() * (weight - total), -powers[0].numpy() * (weight + total), [-1.69 * total]]
        )

    start = np.concatenate([np.log([6.0, 2.0]) / 2, np.log([6.0, 2.0]) / 2, [log(22 * 1.69) / 2]])
    found = solve_ivp(velocity, (0, 40.0), start, method="LSODA", rtol=1e-10, atol=1e-12).y[:, -1]
    np.testing.assert_allclose(follow_limit(model, powers, of(tau), of(40.0)[None])[0, 0].numpy(), found, atol=1e-5)


def test_positives_alone_follow_the_tanh_law_and_end_at_the_closed_form():
    model, powers = limit(1, dim=32.0), of(3.0, 1.0)[None]
    clock = of(0.1, 0.3, 1.0, 12.0)[None]
    states = follow_limit(model, powers, of(1.0), clock, positives_alone)[0]
    similarity, power = shares(states, 2)
    torch.testing.assert_close(similarity / power, (2 * clock[0, :, None] * powers).tanh(), rtol=1e-6, atol=1e-6)
    closed_form = condition_number_without_negatives(powers, 32)
    torch.testing.assert_close(condition_number(states[-1:], 2), closed_form, rtol=1e-3, atol=0)


@pytest.mark.parametrize("tau", [0.1, 0.5, 1.0])
def test_the_tail_decays_at_its_rate(tau):
    r"""Within 2 %: $2 \tau^2 (q/q_0)\, \mathrm{sech}^2(\tau^2/r)\, \mu / r$, with $\mu$ the mean power of the two."""
    # Noise of thrice the weakest signal is gone long before; at 1.3 it would fade no faster than the tail at tau^2 = 1.
    model, powers, rank = limit(1, dim=24.0, noise=3.0), of(3.0, 1.0)[None], 2
    clock = of(6.0, 7.0)[None] / tau
    kappa = condition_number(follow_limit(model, powers, of(tau), clock)[0], rank)
    rate = ((kappa[0] - 1) / (kappa[1] - 1)).log() / (clock[0, 1] - clock[0, 0])
    mass = torch.sigmoid(of(log(8.0) - tau + rank * log(np.cosh(tau / rank)))) * 9 / 8
    expected = 2 * tau * mass / np.cosh(tau / rank) ** 2 * 2.0 / rank
    torch.testing.assert_close(rate, expected[0], rtol=0.02, atol=0)


# The landscape and the expansion.


def landscape(tau, rank=3):
    return Landscape(rank, of(tau), of(8.0))


def test_the_balanced_point_has_no_excess():
    point = torch.full((1, 1, 3), 1 / 3, dtype=REAL)
    for moment in (binary, gaussian):
        assert least_excess(landscape(2.0), point, moment).item() == 0


def test_gaussian_signals_stop_short_of_alignment_above_r():
    short = torch.full((1, 1, 3), 0.5 / 3, dtype=REAL)
    assert least_excess(landscape(6.0), short, gaussian).item() < 0
    assert least_excess(landscape(2.0), short, gaussian).item() > 0
    assert least_excess(landscape(6.0), short, binary).item() > 0


def test_log_moments_are_those_of_the_signals():
    scores = of(-3.0, 0.2, 40.0)
    torch.testing.assert_close(binary(scores), torch.stack([scores, -scores]).logsumexp(0) - log(2.0))


def test_negatives_in_closed_form_are_an_average_over_all_of_them():
    """At d = 3 with signals of mean 0.5: the slope of the enumerated loss."""
    pairs = LinearPairs(2, 3, of(3.0), of(1.0), of(1.0), of(0.5))
    generator = torch.Generator().manual_seed(5)
    weights = tuple(torch.randn(1, 6, 3, generator=generator, dtype=REAL) for _ in range(2))
    signs = torch.tensor(list(product((-1.0, 1.0), repeat=3)), dtype=REAL) + of(0.5, 0.5, 0.0)
    views = (signs[None, :4], signs[None, [0, 1, 3, 2]])
    leaves = [matrix.clone().requires_grad_() for matrix in weights]
    f, g = (view @ leaf.mT / leaf.norm() for view, leaf in zip(views, leaves, strict=True))
    total = 0.0
    for own, leaf in ((f, leaves[1]), (g, leaves[0])):
        everyone = signs @ leaf[0].mT / leaf.norm()
        moment = (0.7 * own[0] @ everyone.mT).exp().mean(1)
        total = total + (1 + 8 * moment * (-0.7 * (f * g)[0].sum(-1)).exp()).log().mean()
    expected = torch.cat([slope.flatten(1) for slope in torch.autograd.grad(total, leaves)], dim=1)
    found = contrastive_slope(weights, views, pairs, of(8.0), 0.7)
    torch.testing.assert_close(found * 2 * (8 / 9) * 0.7, expected)
    assert relative_difference(positive_slope(weights, views), positive_slope(weights, views)).item() == 0
