"""Closed forms of Yaras et al. 2025 at a random initialisation, against scipy, autograd and plain evaluation."""

import numpy as np
import pytest
import torch
from scipy import integrate, stats
from scipy.optimize import brentq
from scipy.special import hyp0f1, ive

from models.unit_vectors import random_rows, tangent
from models.yaras2025.flows.loss import contrastive_loss, embedding, force, gradient
from models.yaras2025.initialisation import speeds
from models.yaras2025.initialisation.inner_products import InnerProducts
from models.yaras2025.initialisation.related_pairs import critical_cosine, critical_scatter
from models.yaras2025.initialisation.rows import balanced_rows, matched_rows, unrelated_rows
from models.yaras2025.initialisation.softmax_gap import SeparatedRow, softmax_gap
from models.yaras2025.initialisation.speeds import gap_parameter_speed, gap_speed, softmax_excess
from models.yaras2025.initialisation.start import Initialisation
from models.yaras2025.sphere import exponential_moment, inner_product_cdf, softmax_mean, tilted_moment
from strategies.yaras2025.initialisation import bounded_starts
from theoremcheck.streams import Streams, stream_key

SHARPNESS = torch.tensor([0.01, 0.5, 2.0, 13.0, 60.0], dtype=torch.float64)
STEP = 1e-5


def double(*values):
    return torch.tensor(values, dtype=torch.float64)


def streams(trials):
    return Streams(stream_key("test"), torch.arange(trials), torch.float64)


def starts(pairs, dim, sharpness, gap_parameter, trials=3):
    return Initialisation(pairs, dim, double(*[sharpness] * trials), double(*[gap_parameter] * trials))


@pytest.mark.parametrize("dim", [2, 3, 4, 5, 8, 9, 64, 513])
def test_inner_product_cdf_is_that_of_a_beta_law(dim):
    z = torch.linspace(-1, 1, 41, dtype=torch.float64)
    expected = stats.beta((dim - 1) / 2, (dim - 1) / 2).cdf((z.numpy() + 1) / 2)
    assert np.allclose(inner_product_cdf(z, dim), expected, atol=1e-12)


@pytest.mark.parametrize("dim", [2, 3, 8, 64, 512])
def test_exponential_moment_is_a_hypergeometric_function(dim):
    assert np.allclose(exponential_moment(SHARPNESS, dim), hyp0f1(dim / 2, SHARPNESS.numpy() ** 2 / 4), rtol=1e-11)


@pytest.mark.parametrize("dim", [2, 3, 8, 64])
def test_softmax_mean_is_a_ratio_of_bessel_functions(dim):
    a = SHARPNESS[1:].numpy()
    assert np.allclose(softmax_mean(SHARPNESS[1:], dim), ive(dim / 2, a) / ive(dim / 2 - 1, a), rtol=1e-12)


def test_softmax_mean_in_three_dimensions():
    a = SHARPNESS[1:]
    assert torch.allclose(softmax_mean(a, 3), 1 / torch.tanh(a) - 1 / a, rtol=1e-13)


def test_softmax_mean_does_not_underflow():
    assert np.allclose(softmax_mean(double(0.5), 10_000), 0.5 / 10_000, rtol=1e-6)


@pytest.mark.parametrize("dim", [2, 3, 8])
def test_tilted_moment_is_an_integral_against_the_density(dim):
    for a in (0.5, 4.0):
        # z = cos t removes the singularity of the density at the ends
        weight, _ = integrate.quad(lambda t: np.sin(t) ** (dim - 2), 0, np.pi)
        tilted, _ = integrate.quad(lambda t, a=a: np.cos(t) * np.exp(a * np.cos(t)) * np.sin(t) ** (dim - 2), 0, np.pi)
        assert np.isclose(tilted_moment(double(a), dim).item(), tilted / weight, rtol=1e-10)


def test_moment_scores_have_unit_variance():
    products = InnerProducts(2_000, 3, double(*[2.0] * 400))
    scores = products.moment_scores(products.draw(streams(400)))
    # standard error of a sample variance of 400 normals: sqrt(2 / 400) = 0.07
    assert torch.allclose(scores.var(dim=0), torch.ones(3, dtype=torch.float64), atol=4 * 0.07)
    assert (scores.mean(dim=0).abs() < 4 / 400**0.5).all()


def test_kolmogorov_smirnov_is_scipys():
    products = InnerProducts(500, 5, double(1.0, 1.0))
    sample = products.draw(streams(2))
    expected = [500**0.5 * stats.kstest((row + 1) / 2, stats.beta(2, 2).cdf).statistic for row in sample.numpy()]
    assert np.allclose(products.kolmogorov_smirnov(sample), expected)


def test_rows_are_unit_and_begin_with_the_rows_of_a_smaller_sample():
    few, many = (random_rows(streams(2), "x", count, 4) for count in (5, 10))
    assert torch.allclose(many.norm(dim=-1), torch.ones(2, 10, dtype=torch.float64))
    assert torch.equal(many[:, :5], few)


def test_tiles_change_nothing(monkeypatch):
    start = starts(150, 4, 3.0, 0.3)
    rows = unrelated_rows(start, streams(3))
    whole = gap_speed(start, rows)
    monkeypatch.setattr(speeds, "_TILE", 1_000)
    for plain, tiled in zip(whole, gap_speed(start, rows), strict=True):
        assert torch.allclose(plain, tiled, rtol=1e-12)


def test_trials_do_not_depend_on_their_batch():
    rows = unrelated_rows(starts(20, 4, 3.0, 0.3, trials=5), streams(5))
    together = gap_speed(starts(20, 4, 3.0, 0.3, trials=5), rows)[0]
    alone = gap_speed(starts(20, 4, 3.0, 0.3, trials=1), (rows[0][3:4], rows[1][3:4]))[0]
    assert torch.allclose(together[3:4], alone, rtol=1e-12)


def test_softmax_excess_is_minus_the_force_of_the_loss():
    start = starts(40, 5, 4.0, 0.3)
    x, y = unrelated_rows(start, streams(3))
    cosines = x @ y.mT
    expected = -force(cosines, gradient(4.0 * cosines))
    assert torch.allclose(softmax_excess((x, y), start.sharpness), expected, rtol=1e-10)


def loss(x, y, beta, gamma):
    return contrastive_loss(beta[:, None, None] * embedding(x, gamma) @ embedding(y, -gamma).mT).sum()


@pytest.mark.parametrize("gap_parameter", [0.001, 0.3, 0.8])
def test_speeds_are_those_of_the_gradient_flow_on_embeddings(gap_parameter):
    """Autograd on the embeddings with their heights; the gap's speed by a central difference along that flow."""
    start = starts(30, 3, 1.5, gap_parameter)
    rows = unrelated_rows(start, streams(3))
    x, y, gamma = (tensor.clone().requires_grad_() for tensor in (*rows, start.gap_parameter))
    beta = start.inverse_temperature
    flow = [-slope for slope in torch.autograd.grad(loss(x, y, beta, gamma), (x, y, gamma))]
    flow[:2] = [f - (f * h).sum(-1, keepdim=True) * h for f, h in zip(flow, rows, strict=False)]

    def gap(time):
        x, y, gamma = (tensor + time * slope for tensor, slope in zip((*rows, start.gap_parameter), flow, strict=True))
        x, y = x / x.norm(dim=-1, keepdim=True), y / y.norm(dim=-1, keepdim=True)
        return (embedding(x, gamma).mean(-2) - embedding(y, -gamma).mean(-2)).norm(dim=-1)

    measured, gap_parameter_measured = gap_speed(start, rows)
    assert torch.allclose(gap_parameter_measured, flow[2], rtol=1e-9)
    assert torch.allclose(gap_parameter_speed(start, rows), flow[2], rtol=1e-9)
    assert torch.allclose(measured, (gap(STEP) - gap(-STEP)) / (2 * STEP), rtol=1e-6)


def test_softmax_bias_is_the_first_order():
    """At d a^2 = 16, n = 64 the bias is a third of the normal scatter; 1,000 draws resolve a tenth of it."""
    start = starts(64, 16, 4.0, 0.3, trials=1_000)
    excess = softmax_excess(unrelated_rows(start, streams(1_000)), start.sharpness)
    error = 1 / (64 * 16 * 1_000) ** 0.5
    assert abs((excess - start.softmax_mean() - start.softmax_bias()).mean()) < 4 * error
    assert abs((excess - start.softmax_mean()).mean()) > 4 * error


def test_balanced_rows_keep_their_cosine_and_the_gap_parameter_nearly_still():
    start = starts(512, 8, 2.0, 0.3)
    x, y = balanced_rows(start, streams(3))
    assert torch.allclose((x * y).sum(-1), start.softmax_mean()[:, None].expand(3, 512), rtol=1e-9)
    assert (softmax_excess((x, y), start.sharpness).abs() < 0.05 * start.softmax_mean()).all()


def test_matched_rows_close_the_gap():
    start = starts(64, 3, 1.5, 0.3)
    assert all((speed < 0).all() for speed in gap_speed(start, matched_rows(start, streams(3))))


def test_limiting_shortfall_has_the_plus_sign():
    """With |m|^2 = 2/n exactly: the law with 1 - gamma^2 above the line would be 1.7 to 9 times too small."""
    for gamma in (0.5, 0.9):
        square = 2e-4
        gap = ((1 - gamma**2) * square + 4 * gamma**2) ** 0.5
        exact = 1 - 2 * gamma / gap * (1 - square / 4)
        assert np.isclose(starts(10_000, 8, 1.0, gamma, trials=1).limiting_shortfall().item(), exact, rtol=1e-3)


@pytest.mark.parametrize(
    ("dim", "sharpness", "needed"),
    [(3, 0.5, 6.9e3), (3, 2.0, 2.4e3), (3, 8.0, 1.1e4), (8, 1.0, 2.5e4), (16, 0.5, 2.4e5), (64, 3.0, 7.3e6)],
)
def test_pairs_needed_for_a_positive_bound(dim, sharpness, needed):
    """The table of the paper's note, two digits, on a grid that steps by 8 %."""

    def bound(log_pairs):
        return starts(round(np.exp(log_pairs)), dim, sharpness, 0.1, trials=1).printed_bound(0.05).item()

    assert np.isclose(np.exp(brentq(bound, np.log(100), np.log(1e10))), needed, rtol=0.09)


def test_the_bound_is_positive_where_it_is_tested():
    regimes = bounded_starts()
    low, high = regimes.laws["sharpness"].support.ends()
    sharpness = torch.linspace(low, high, 50, dtype=torch.float64)
    for dim in regimes.laws["dim"].support.values:
        start = Initialisation(4096, dim, sharpness, torch.full_like(sharpness, 0.3))
        assert (start.printed_bound(0.05) > 0).all()


def test_the_bound_tends_to_the_limit():
    start = starts(10**16, 3, 2.0, 0.3, trials=1)
    limit = 4 * start.inverse_temperature * start.gap_parameter * start.softmax_mean()
    assert torch.allclose(start.printed_bound(0.05), limit, rtol=1e-5)


@pytest.mark.parametrize(("entries", "sharp"), [(2, 1.278), (4, 1.604), (16, 2.383), (128, 3.811), (1024, 5.440)])
def test_sharp_threshold_of_the_softmax_gap(entries, sharp):
    """Pushing all other entries down pays off below x = a alpha with x = 1 + (n - 1) e^-x, and not above."""
    x = brentq(lambda x: x - 1 - (entries - 1) * np.exp(-x), 0, 50)
    assert np.isclose(x, sharp, atol=1e-3)
    assert sharp < np.log(4 * entries - 4)
    for factor, pays in ((0.98, True), (1.02, False)):
        lead = factor * x
        scores = torch.full((entries,), -lead - 1e-3, dtype=torch.float64)
        scores[0] = 0
        flat = SeparatedRow(entries, double(lead), double(lead / np.log(4 * entries - 4)))  # a = 1
        assert (softmax_gap(scores, double(1.0)[0]) > flat.largest_gap()).item() is pays


def test_softmax_gap_by_its_definition():
    scores, sharpness = streams(4).normal("z", (7,)), double(0.1, 1.0, 5.0, 20.0)
    weights = (sharpness[:, None] * scores).softmax(dim=-1)
    assert torch.allclose(softmax_gap(scores, sharpness), scores[:, 0] - (weights * scores).sum(-1))


@pytest.mark.parametrize("sharpness", [0.0, 0.1, 5.0, 100.0])
def test_a_row_s_largest_entry_is_never_below_its_softmax_mean(sharpness):
    """Lemma B.1 (a), for every row and every a >= 0; a sum of non-negative terms, as the code has it."""
    scores = streams(40).normal("z", (16,)).sort(dim=-1, descending=True).values
    assert (softmax_gap(scores, double(sharpness).expand(40)) >= 0).all()
    assert (softmax_gap(scores.flip(-1), double(sharpness).expand(40)) < 0).all()


def test_largest_gap_is_that_of_the_flat_row():
    row = SeparatedRow(16, double(0.3), double(1.2))
    scores = torch.cat((double(0.0), double(*[-0.3] * 15)))
    assert torch.allclose(softmax_gap(scores[None], row.sharpness), row.largest_gap())


# Related pairs.


def test_the_critical_cosine_is_where_the_speed_vanishes():
    start = Initialisation(16, 8, torch.full((3,), 2.0).double(), torch.full((3,), 0.3).double())
    found = critical_cosine(start, streams(3))
    x, other = unrelated_rows(start, streams(3))
    across = tangent(other, x)
    across = across / across.norm(dim=-1, keepdim=True)
    speeds_at = []
    for shift in (-0.01, 0.01):
        cosine = (found + shift)[:, None, None]
        rows = (x, cosine * x + (1 - cosine.square()).sqrt() * across)
        speeds_at.append(gap_parameter_speed(start, rows))
    assert (speeds_at[0] > 0).all() and (speeds_at[1] < 0).all()


def test_the_scatter_of_the_critical_cosine_is_that_of_a_degenerate_sum():
    r"""$E[(z - A)^2 e^{2az}] / (\xi_2(a)\, n)^2$ by a sample of inner products."""
    start = Initialisation(10, 3, torch.tensor([1.5]).double(), torch.tensor([0.3]).double())
    z = 2 * torch.rand(400_000, generator=torch.Generator().manual_seed(2), dtype=torch.float64) - 1  # uniform in d = 3
    weight = (1.5 * z).exp()
    average = (z * weight).mean() / weight.mean()
    expected = ((z - average) * weight).square().mean().sqrt() / weight.mean() / 10
    assert critical_scatter(start).item() == pytest.approx(expected.item(), rel=0.01)
