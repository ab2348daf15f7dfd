"""Data model 1: what is drawn by moments against what is drawn as samples, and solvers against scikit-learn's."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.special import ndtr, ndtri
from sklearn.svm import SVC, LinearSVC

from models.xue2024.intra_class.contrastive import Captioning, accuracies, learned, shortfalls
from models.xue2024.intra_class.explicit import (
    cross_covariance,
    draw_pairs,
    minimiser,
    pair_loss,
    rule_of,
    trace_loss,
)
from models.xue2024.intra_class.model import (
    IntraClass,
    group_accuracies,
    latent_covariance,
    printed_accuracies,
    ratio_of_weights,
)
from models.xue2024.intra_class.order import SameData, contrastive_and_supervised
from models.xue2024.intra_class.separator import CountedGroups, Majority, separate, separator
from models.xue2024.intra_class.training import descend, rule_in_the_latent_basis
from models.xue2024.moments import binomial, wishart_root
from tests.models.two_samples import LEVEL, TRIALS, batch, least_p_value, streams

OWN = Captioning()
SIZES = ((100, 20, 1.0), (60, 60, 3.0), (30, 8, 2.0))
"""(n, d, sigma_xi): noise enough that d can be told."""


def model_of(samples, dim, noise, trials=TRIALS, **others):
    values = dict(correlation=0.93, core_spread=0.9, spurious_spread=0.2, noise=noise, **others)
    return batch(IntraClass, trials, samples=samples, dim=dim, **values)


def seen(model, rule):
    majority, minority = accuracies(model, rule)
    parts = dict(majority=majority, minority=minority, ratio=rule.core / rule.spurious, norm=rule.norm)
    return {name: values.flatten().numpy() for name, values in parts.items()}


def by_moments(size, captioning=OWN, kept=None, **others):
    model = model_of(*size, **others)
    shares = None if kept is None else torch.full((TRIALS, 1), kept, dtype=torch.float64)
    return seen(model, learned(model, streams("moments", TRIALS), captioning, shares))


def by_samples(size, captioning=OWN, **others):
    model = model_of(*size, **others)
    pairs = draw_pairs(model, streams("samples", TRIALS), captioning)
    return seen(model, rule_of(pairs, cross_covariance(pairs)))


@pytest.mark.parametrize("size", SIZES)
def test_moments_have_the_law_of_samples(size):
    p_value, found = least_p_value(by_moments(size), by_samples(size))
    assert p_value * len(SIZES) > LEVEL, found


@pytest.mark.parametrize("captioning", [Captioning(), Captioning(masked_class=0.0), Captioning(own_detail=False)])
def test_moments_have_the_law_of_samples_whatever_captions_say(captioning):
    first = by_moments(SIZES[0], captioning, kept=0.6)
    p_value, found = least_p_value(first, by_samples(SIZES[0], captioning, kept_core=0.6))
    assert p_value * 3 > LEVEL, found


@pytest.mark.parametrize("size", SIZES)
def test_a_wrong_dimension_is_told_apart(size):
    samples, dim, noise = size
    p_value, _ = least_p_value(by_moments((samples, 2 * dim, noise)), by_samples(size))
    assert p_value * len(SIZES) < LEVEL


def test_pair_loss_is_the_trace_form():
    """Algebra, for any weights and latents whose mean is not 0; and against a double loop over pairs."""
    model = model_of(30, 8, 1.0, trials=3)
    pairs = draw_pairs(model, streams("loss", 3))
    pairs = replace(pairs, images=pairs.images + 1, captions=pairs.captions - 2)
    weights = [streams("loss", 3).normal(f"weights {k}", (4, 8)) for k in range(2)]
    printed = pair_loss(pairs, *weights, 0.7)
    torch.testing.assert_close(printed, trace_loss(cross_covariance(pairs), *weights, 0.7))
    first, second = (x[0] @ w[0].mT for x, w in zip((pairs.images, pairs.captions), weights, strict=True))
    n = len(first)
    looped = sum(
        float(first[i] @ second[j] + first[j] @ second[i] - 2 * first[i] @ second[i])
        for i in range(n)
        for j in range(n)
        if i != j
    ) / (2 * n * (n - 1)) + 0.35 * float((weights[0][0].mT @ weights[1][0]).square().sum())
    assert float(printed[0]) == pytest.approx(looped, rel=1e-10)


@pytest.mark.parametrize("width", [1, 4])
def test_no_weights_are_better_than_the_minimiser(width):
    """Its value is minus half of the sum of the leading singular values' squares; random starts descend to no less."""
    model = model_of(200, 10, 1.0, trials=4)
    S = cross_covariance(draw_pairs(model, streams("minimum", 4)))
    product = minimiser(S, width)
    value = (product.square() / 2 - S * product).sum(dim=(1, 2))
    torch.testing.assert_close(value, -torch.linalg.svdvals(S)[:, :width].square().sum(dim=1) / 2)
    first, second = (streams("minimum", 4).normal(f"w {k}", (width, 10)) for k in range(2))
    # The loss is quadratic in either encoder: its exact minimum in each, in turns, is a descent that needs no step.
    for _ in range(1000):
        first = torch.linalg.solve(second @ second.mT, second @ S.mT)
        second = torch.linalg.solve(first @ first.mT, first @ S)
    reached = trace_loss(S, first, second, 1.0)
    assert (reached > value - 1e-9).all()
    torch.testing.assert_close(reached, value, rtol=1e-4, atol=1e-6)


def test_descent_has_the_accuracy_of_the_closed_form():
    model = model_of(400, 20, 1.0, trials=16)
    pairs = draw_pairs(model, streams("descent", 16))
    S = cross_covariance(pairs)
    basis = [torch.linalg.qr(d, mode="complete").Q for d in (pairs.image_dictionary, pairs.caption_dictionary)]
    signs = [
        (b[..., :2] * d).sum(dim=1).sign()
        for b, d in zip(basis, (pairs.image_dictionary, pairs.caption_dictionary), strict=True)
    ]
    for b, sign in zip(basis, signs, strict=True):
        b[..., :2] *= sign[:, None]
    rotated = (basis[0].mT @ S @ basis[1])[:, None]
    product = descend(model, rotated, streams("descent", 16), 4, 480)
    trained = accuracies(model, rule_in_the_latent_basis(product))
    closed = accuracies(model, rule_of(pairs, minimiser(S, 4)))
    for first, second in zip(trained, closed, strict=True):
        torch.testing.assert_close(first.flatten(), second.flatten(), rtol=0, atol=1e-3)


def test_accuracies_are_what_samples_show():
    """A linear rule on 200,000 test images of either group."""
    model = model_of(50, 6, 1.5, trials=1)
    weights = torch.tensor([0.7, 0.4, -0.5, 0.3, 0.0, 0.2], dtype=torch.float64)
    draws = streams("test images", 1)
    found = group_accuracies(model, weights[:1], weights[1:2], weights.norm() ** 2 * model.noise_variance)
    for agrees, expected in zip((1.0, -1.0), found, strict=True):
        y = draws.signs(f"y {agrees}", (200_000,))[0]
        images = model.noise_variance.sqrt() * draws.normal(f"noise {agrees}", (200_000, 6))[0]
        images[:, 0] += y + model.core_spread * draws.normal(f"core {agrees}", (200_000,))[0]
        images[:, 1] += agrees * y + model.spurious_spread * draws.normal(f"spurious {agrees}", (200_000,))[0]
        right = ((images @ weights).sign() == y).double().mean()
        assert float(right) == pytest.approx(float(expected), abs=4 * 0.5 / 200_000**0.5)


def test_numbers_of_the_corollary():
    model = batch(IntraClass, 1, samples=9, dim=9, correlation=1.0, core_spread=1.0, spurious_spread=0.0, noise=0.0)
    majority, minority = printed_accuracies(model)
    assert (float(majority), float(minority)) == (pytest.approx(ndtr(1.5)), pytest.approx(ndtr(0.5)))
    assert float(majority + minority) / 2 == pytest.approx(0.8123, abs=5e-5)
    assert float(ratio_of_weights(model)) == 2.0


def test_samples_have_the_latent_covariance():
    model = model_of(200_000, 2, 0.0, trials=1, kept_core=0.4)
    pairs = draw_pairs(model, streams("population", 1))
    rotated = pairs.image_dictionary.mT @ cross_covariance(pairs) @ pairs.caption_dictionary
    torch.testing.assert_close(rotated, latent_covariance(model), rtol=0, atol=0.02)


def test_details_of_the_spurious_caption_are_never_read():
    """With the prompt (y, 0) and full width pi_spu has no effect, by construction: no claim asks it."""
    model = model_of(50, 8, 1.0, trials=4)
    kept, masked = (
        rule_of(pairs, cross_covariance(pairs))
        for pairs in (draw_pairs(model, streams("spurious", 4), kept_spurious=share) for share in (1.0, 0.0))
    )
    torch.testing.assert_close(kept.core, masked.core)
    torch.testing.assert_close(kept.spurious, masked.spurious)


def test_shortfall_counts_what_lies_below_alone():
    printed, accuracy = torch.tensor([0.8]), torch.tensor([[0.7, 0.9]])
    torch.testing.assert_close(shortfalls(printed, accuracy), torch.tensor([0.1 / 2**0.5]))


def direction(weights):
    return weights / np.linalg.norm(weights)


@pytest.mark.parametrize("core_spread", [0.3, 1.0, 2.0])
@pytest.mark.parametrize("variance", [1e-3, 0.5, 5.0])
def test_the_separator_is_scikit_learn_s(core_spread, variance):
    """Squared hinge and ridge in the plane is what LinearSVC minimises in the primal, with C = 1 / (2 sigma^2)."""
    draws = np.random.default_rng(3)
    agrees = np.where(draws.random(2_000) < 0.95, 1, -1)
    points = np.stack([1 + core_spread * draws.normal(size=2_000), agrees + 0.1 * draws.normal(size=2_000)], axis=1)
    y = np.where(draws.random(2_000) < 0.5, 1, -1)
    theirs = LinearSVC(loss="squared_hinge", dual=False, C=1 / (2 * variance), fit_intercept=False, tol=1e-10)
    expected = theirs.fit(points * y[:, None], y).coef_[0]
    found = separator(points, variance)
    np.testing.assert_allclose(direction(found), direction(expected), atol=1e-3)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


def test_copies_count_as_often():
    points = np.array([[1.0, -1.0], [0.5, 1.0], [-0.2, 1.0]])
    np.testing.assert_allclose(
        separator(points, 0.3, copies=np.array([1.0, 2.0, 3.0])),
        separator(np.repeat(points, [1, 2, 3], axis=0), 0.3),
        atol=1e-8,
    )


def test_a_majority_that_is_drawn_in_parts_has_the_law_of_one_drawn_whole():
    """And so have the weights: two ways to draw 1,000 of which few are inside the margin."""
    trials = 500
    groups = batch(
        CountedGroups, trials, minority=20, odds=50, core_spread=1.0, spurious_share=1.0, noise_share=1.0, dim=1e4
    )
    spread = np.array([1.0, float(groups.spurious_spread[0])])
    draws = streams("whole", trials)
    majority, few = draws.normal("majority", (1_000, 2)).numpy(), draws.normal("minority", (20, 2)).numpy()
    variance = float(groups.noise[0] ** 2)
    whole = np.stack(
        [
            separator(np.concatenate([[1.0, -1.0] + spread * b, 1 + spread * a]), variance)
            for a, b in zip(majority, few, strict=True)
        ]
    )
    parts = separate(groups, streams("parts", trials)).numpy()
    p_value, found = least_p_value(dict(enumerate(parts.T)), dict(enumerate(whole.T)))
    assert p_value > LEVEL, found
    wrong = separate(replace(groups, minority=30, odds=33), streams("parts", trials)).numpy()
    assert least_p_value(dict(enumerate(wrong.T)), dict(enumerate(whole.T)))[0] < LEVEL


def test_points_of_the_majority_come_once_and_in_their_number():
    """Levels that rise draw each point once; at level 1 all are there, and uniform on the square."""
    majority = Majority(20_000, np.array([1.0, 1.0]), streams("levels", 1))
    for level in (0.05, 0.02, 0.3, 1.0):
        majority.draw_below(level)
        least = ndtr(majority.points - 1).min(axis=1)
        if level < 1:
            assert least.max() < max(level, 0.05) + 1e-12 or level == 0.3
    assert len(majority.points) == 20_000
    corner = (ndtr(majority.points - 1) < 0.3).all(axis=1).mean()
    assert corner == pytest.approx(0.09, abs=4 * (0.09 * 0.91 / 20_000) ** 0.5)


def test_separators_of_many_noise_dimensions_come_near_the_limit():
    """The hard margin in 4,000 dimensions (scikit-learn's SVC) against the squared hinge in the plane."""
    differences, draws = [], np.random.default_rng(5)
    for _ in range(8):
        n, d = 200, 4_000
        y = np.where(draws.random(n) < 0.5, 1, -1)
        a = np.where(draws.random(n) < 0.95, y, -y)
        latents = np.stack([y + draws.normal(size=n), a + 0.1 * draws.normal(size=n)], axis=1)
        images = np.concatenate([latents, draws.normal(size=(n, d - 2)) / d**0.5], axis=1)
        # No intercept: its dual is that of the symmetrised set, each image with its negative.
        fit = SVC(kernel="linear", C=1e6).fit(np.concatenate([images, -images]), np.concatenate([y, -y]))
        limit = separator(latents * y[:, None], 1.0)
        model = batch(IntraClass, 1, samples=n, dim=d, correlation=0.5, core_spread=1.0, spurious_spread=0.1, noise=1.0)
        w = torch.tensor(fit.coef_[0])
        finite = sum(group_accuracies(model, w[:1], w[1:2], w.norm() ** 2 * model.noise_variance)) / 2
        infinite = sum(group_accuracies(model, *torch.as_tensor(limit)[:, None])) / 2
        differences.append(abs(float(finite - infinite)))
    assert np.mean(differences) < 0.02


def test_both_learners_see_one_training_set():
    """The contrastive weights are the sample covariances of the latents that the separator divides."""
    data = batch(SameData, 5, samples=300, correlation=0.97, core_spread=1.0, spurious_spread=0.1, noise_variance=0.5)
    contrastive, supervised = contrastive_and_supervised(data, streams("both", 5))
    assert ((contrastive > 0.7) & (contrastive < 0.9)).all()
    assert ((supervised > 0.45) & (supervised < 0.85)).all()


def test_wishart_roots_have_the_law_of_scatters():
    """Against samples, with fewer degrees of freedom than rows as well."""
    for freedom in (2.0, 9.0):
        roots = wishart_root(streams("roots", TRIALS), "w", torch.full((TRIALS,), freedom, dtype=torch.float64), 4)
        normals = streams("normals", TRIALS).normal("z", (int(freedom), 4))
        found = [
            {
                "corner": m[:, 3, 3].numpy(),
                "across": m[:, 0, 2].numpy(),
                "trace": m.diagonal(dim1=1, dim2=2).sum(1).numpy(),
            }
            for m in (roots @ roots.mT, normals.mT @ normals)
        ]
        p_value, seen_ = least_p_value(*found)
        assert p_value * 2 > LEVEL, seen_
    nothing = wishart_root(streams("roots", 3), "w", torch.zeros(3, dtype=torch.float64), 2)
    assert (nothing == 0).all()


def test_binomial_counts_at_the_ends():
    counts = torch.tensor([[5.0, 0.0]]).double()
    assert binomial(streams("ends", 1), "b", counts, torch.ones(1, 1).double()).tolist() == [[5.0, 0.0]]
    assert binomial(streams("ends", 1), "b", counts, torch.zeros(1, 1).double()).tolist() == [[0.0, 0.0]]
    many = binomial(streams("ends", 4_000), "b", torch.full((4_000,), 50.0).double(), torch.tensor(0.3).double())
    assert float(many.mean()) == pytest.approx(15, abs=4 * (10.5 / 4_000) ** 0.5)


def test_normal_quantiles_agree_with_scipy_s():
    """The separator draws uniform numbers and takes scipy's quantile where the streams take torch's."""
    levels = np.linspace(1e-6, 1 - 1e-6, 1_001)
    np.testing.assert_allclose(
        ndtri(levels), torch.special.ndtri(torch.as_tensor(levels)).numpy(), rtol=1e-12, atol=1e-14
    )


def test_descent_in_the_basis_of_singular_vectors_is_descent_on_the_weights():
    """From the same start: weights of R^d by autograd on the trace form, and the diagonal recursion."""
    model = model_of(60, 6, 1.0, trials=2)
    S = cross_covariance(draw_pairs(model, streams("basis", 2)))
    left, _, right = torch.linalg.svd(S)
    starts = [0.1 * streams("basis", 2).normal(f"start {k}", (1, 4, 6))[:, 0] for k in range(2)]
    weights = [(starts[0] @ left.mT).requires_grad_(), (starts[1] @ right).requires_grad_()]
    rate = 0.6 / torch.linalg.matrix_norm(latent_covariance(model), ord=2)[:, None, None]
    for _ in range(25):
        slopes = torch.autograd.grad(trace_loss(S, *weights, 1.0).sum(), weights)
        weights = [(w - rate * slope).detach().requires_grad_() for w, slope in zip(weights, slopes, strict=True)]
    found = descend(model, S[:, None], streams("basis", 2), 4, 25)[:, 0]
    torch.testing.assert_close(found, (weights[0].mT @ weights[1]).detach())
