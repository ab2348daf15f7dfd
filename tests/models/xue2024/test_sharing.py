"""Data model 2: what is drawn by moments against samples, the separator against scikit-learn's, and closed forms."""

from dataclasses import fields, replace

import numpy as np
import pytest
import torch
from scipy.stats import kstest
from sklearn.svm import LinearSVC

from models.xue2024.moments import coarse_uniform
from models.xue2024.sharing.contrastive import Captions, Scores, asked, at_random, group_accuracies, learned
from models.xue2024.sharing.explicit import contrastive_scores, supervised_accuracies
from models.xue2024.sharing.max_margin import max_margin
from models.xue2024.sharing.model import (
    Sharing,
    draw_latents,
    least_concepts,
    least_richness,
    noise_share,
    own_core_covariance,
    samples_by_rule,
)
from tests.models.two_samples import LEVEL, TRIALS, batch, least_p_value, streams

SIZES = ((3, 30, 2), (3, 40, 4), (5, 60, 3))
"""(m, n, d / m): hardly more samples than the 3m columns."""
WAYS = (Captions(), Captions(tied=True), Captions(spurious_prompt=True))


def model_of(concepts, samples, dims_a_concept, trials=TRIALS, **others):
    values = dict(core_detail=0.6, spurious_detail=0.4, spurious_strength=1.3, noise=2.0, correlation=0.8)
    values |= dict(concepts=concepts, samples=samples, dims_a_concept=dims_a_concept)
    return batch(Sharing, trials, **{**values, **others})


def seen(latent, gram):
    return {
        "own": latent[:, 0, 0].numpy(),
        "spurious": latent[:, latent.shape[2], 0].numpy(),
        "across": latent[:, 0, 1].numpy(),
        "norm": gram[:, 0, 0].numpy(),
        "angle": (gram[:, 0, 1] / (gram[:, 0, 0] * gram[:, 1, 1]).sqrt()).numpy(),
    }


def by_moments(size, captions=WAYS[0], **others):
    model = model_of(*size, **others)
    scores = learned(model, streams("moments", TRIALS), captions)[0]
    return seen(scores.latent, scores.noise @ scores.noise.mT / model.noise_variance[:, None, None])


def by_samples(size, captions=WAYS[0], **others):
    return seen(*contrastive_scores(model_of(*size, **others), streams("samples", TRIALS), captions))


@pytest.mark.parametrize("size", SIZES)
def test_moments_have_the_law_of_samples(size):
    p_value, found = least_p_value(by_moments(size), by_samples(size))
    assert p_value * len(SIZES) > LEVEL, found


@pytest.mark.parametrize("captions", WAYS)
def test_moments_have_the_law_of_samples_with_poorer_captions(captions):
    kept = dict(kept_core=0.5, kept_spurious=0.3)
    p_value, found = least_p_value(by_moments(SIZES[1], captions, **kept), by_samples(SIZES[1], captions, **kept))
    assert p_value * len(WAYS) > LEVEL, found


def test_a_wrong_dimension_is_told_apart():
    m, n, ratio = SIZES[0]
    assert least_p_value(by_moments((m, n, 2 * ratio)), by_samples(SIZES[0]))[0] < LEVEL


def separable(concepts, seed, alpha=0.5, beta=0.2):
    draws = np.random.default_rng(seed)
    n = 100 * concepts
    k, c = draws.integers(0, concepts, n), draws.choice([-1, 1], n)
    core, spurious = alpha * draws.choice([-1, 1], (n, concepts)), beta * draws.choice([-1, 1], (n, concepts))
    core[np.arange(n), k] = spurious[np.arange(n), k] = c
    return np.concatenate([core, spurious], axis=1) + 0.03 * draws.normal(size=(n, 2 * concepts)), 2 * k + (c > 0)


@pytest.mark.parametrize(("concepts", "alpha", "beta"), [(3, 0.5, 0.2), (4, 0.3, 0.3), (6, 0.1, 0.05)])
def test_the_maximum_margin_is_scikit_learn_s(concepts, alpha, beta):
    points, labels = separable(concepts, 1, alpha, beta)
    found = max_margin(points, labels, 2 * concepts)
    fit = LinearSVC(multi_class="crammer_singer", C=1e4, fit_intercept=False, tol=1e-8, max_iter=1_000_000)
    theirs = fit.fit(points, labels).coef_
    np.testing.assert_allclose(found / np.linalg.norm(found), theirs / np.linalg.norm(theirs), atol=1e-3)
    assert np.sum(found**2) <= np.sum(theirs**2) * (1 + 1e-3)


def test_every_margin_is_one_and_no_smaller_norm_has_them():
    """The constraints hold, and the weights are a combination of those that are met with non-negative factors."""
    points, labels = separable(4, 2)
    weights = max_margin(points, labels, 8)
    scores = points @ weights.T
    rows = np.arange(len(points))
    margins = scores[rows, labels][:, None] - scores
    margins[rows, labels] = np.inf
    assert margins.min() == pytest.approx(1, abs=1e-8)
    np.testing.assert_allclose(weights.sum(axis=0), 0, atol=1e-9)


def test_two_classes_need_no_third():
    """In the plane: the nearest points of two classes decide, without intercept."""
    points = np.array([[2.0, 0.3], [3.0, -2.0], [-2.0, -0.3], [-4.0, 1.0]])
    weights = max_margin(np.tile(points, (60, 1)), np.tile([1, 1, 0, 0], 60), 2)
    np.testing.assert_allclose(weights[0], -weights[1])
    gaps = np.array([1, 1, -1, -1]) * (points @ (weights[1] - weights[0]))
    assert gaps.min() == pytest.approx(1)


def test_what_cannot_be_separated_is_refused():
    points = np.tile(np.array([[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]]), (60, 1))
    with pytest.raises(ValueError, match="cannot be separated"):
        max_margin(points, np.tile([0, 1, 0], 60), 2)


@pytest.mark.parametrize(("alpha", "beta", "b"), [(0.5, 0.2, 1.0), (0.7, 0.7, 1.5), (0.3, 0.0, 1.0)])
def test_the_least_numbers_solve_their_condition(alpha, beta, b):
    """v_c (1 - alpha) = r (b + beta) at m* and at pi*, and more of either has a reserve."""

    def reserve(m, kept=1.0):
        return own_core_covariance(m, alpha, kept) * (1 - alpha) - b / m * (b + beta)

    least = least_concepts(alpha, beta, b)
    assert reserve(least) == pytest.approx(0, abs=1e-12)
    assert reserve(1.1 * least) > 0 > reserve(0.9 * least)
    m = 3 * least
    kept = least_richness(m, alpha, beta, b)
    assert reserve(m, kept) == pytest.approx(0, abs=1e-12)
    assert least_richness(least, alpha, beta, b) == pytest.approx(1)


def test_numbers_of_the_note():
    assert least_concepts(0.5, 0.2, 1.0) == pytest.approx(6.6)
    assert least_concepts(0.5, 0.2, 2.0) == pytest.approx(32.2)
    assert least_richness(16, 0.5, 0.2, 1.0) == pytest.approx(0.373, abs=5e-4)
    assert samples_by_rule(16, 0.0, 0.5, 0.2, 1.0) == pytest.approx(1_530, rel=0.01)
    shares = [noise_share(16, sigma**2 / 200, 0.5, 0.2, 1.0) for sigma in (0.5, 1.0, 2.0)]
    assert shares == pytest.approx([0.47, 1.9, 7.6], rel=0.02)


def test_with_the_population_s_scores_the_threshold_decides():
    """Scores of C itself, without noise: all right above m*, all of the minority wrong below."""
    for m, minority in ((14, 1.0), (4, 0.1)):
        model = model_of(m, 10, 2, trials=1, core_detail=0.5, spurious_detail=0.2, spurious_strength=1.0, noise=0.0)
        latent = torch.zeros(1, 2 * m, m, dtype=torch.float64)
        for k in range(m):
            latent[0, k, k], latent[0, m + k, k] = own_core_covariance(m, 0.5), 1 / m
        scores = Scores(latent, torch.zeros(1, m, m, dtype=torch.float64))
        agreeing, opposed = group_accuracies(scores, asked(model, streams("population", 1)))
        assert float(agreeing) == 1.0
        assert abs(float(opposed) - minority) <= 0.1


def test_latents_are_as_the_data_model_says():
    model = model_of(4, 10, 2, trials=2)
    agreement = torch.ones(2, 3_000, dtype=torch.float64)
    latents = draw_latents(model, streams("latents", 2), 3_000, agreement)
    own = torch.nn.functional.one_hot(latents.concept, 4) > 0
    torch.testing.assert_close(latents.core[own], latents.sign.flatten())
    torch.testing.assert_close(latents.spurious[own], 1.3 * latents.sign.flatten())
    torch.testing.assert_close(latents.core[~own].abs().unique(), torch.tensor([0.6]).double())
    alike = (latents.core * latents.spurious)[~own].sign().mean()
    assert abs(float(alike)) < 0.05
    tied = draw_latents(model, streams("latents", 2), 3_000, agreement, tied=True)
    assert ((tied.core * tied.spurious)[~own] > 0).all()


def test_random_scores_are_right_as_often_as_chance():
    model = model_of(4, 10, 2, trials=200, noise=0.1)
    agreeing, opposed = group_accuracies(at_random(model, streams("chance", 200)), asked(model, streams("asked", 200)))
    assert float(agreeing.mean() + opposed.mean()) / 2 == pytest.approx(1 / 8, abs=0.03)
    model = model_of(3, 60, 2, trials=20, noise=0.1, correlation=1.0)
    untrained = supervised_accuracies(model, streams("untrained", 20), learns=False)
    assert float(sum(untrained).mean()) / 2 == pytest.approx(1 / 6, abs=0.08)


def test_chances_of_half_a_draw_are_uniform_and_independent():
    """Both halves of a draw, an odd number of them, in either type."""
    wide, narrow = (
        coarse_uniform(replace(streams("chances", 3), dtype=dtype), "kept", (333, 7))
        for dtype in (torch.float64, torch.float32)
    )
    torch.testing.assert_close(narrow.double(), wide, rtol=0, atol=2.0**-24)
    assert kstest(wide.flatten().numpy(), "uniform").pvalue > LEVEL
    half = wide.flatten(start_dim=1)[0, : 2 * (2331 // 2)].unflatten(0, (2, -1))
    assert abs(float(torch.corrcoef(half)[0, 1])) < 4 / half.shape[1] ** 0.5


def in_type(model, dtype):
    values = {field.name: getattr(model, field.name) for field in fields(model)}
    return replace(model, **{name: value.to(dtype) for name, value in values.items() if torch.is_tensor(value)})


def test_samples_in_float32_have_the_scores_of_float64():
    """Of the size that the claims have, and with a singular scatter: captions that say all that images do."""
    for kept in (0.3, 1.0):
        model = model_of(20, 4_000, 2, trials=2, noise=0.2, kept_core=kept)
        narrow, wide = (
            learned(in_type(model, dtype), replace(streams("types", 2), dtype=dtype))[0]
            for dtype in (torch.float32, torch.float64)
        )
        torch.testing.assert_close(narrow.latent.double(), wide.latent, rtol=0, atol=1e-5)
        torch.testing.assert_close(
            narrow.noise.double() @ narrow.noise.double().mT, wide.noise @ wide.noise.mT, rtol=1e-3, atol=1e-8
        )


def test_several_captionings_are_each_as_alone():
    model = model_of(4, 60, 2, trials=3)
    shares = [torch.full((3,), share, dtype=torch.float64) for share in (0.8, 0.2)]
    together = learned(model, streams("several", 3), kept=shares)
    for share, found in zip(shares, together, strict=True):
        (alone,) = learned(replace(model, kept_core=share), streams("several", 3))
        torch.testing.assert_close(found.latent, alone.latent)
        torch.testing.assert_close(found.noise, alone.noise)


def test_questions_with_the_other_attribute_are_drawn_with_it():
    """The same images, by the twin that draws each attribute by itself and asks of all 2 m scores."""
    model = model_of(4, 60, 2, trials=3)
    (scores,) = learned(model, streams("questions", 3))
    questions = asked(model, streams("asked", 3))
    for agrees, found in zip((1.0, -1.0), group_accuracies(scores, questions), strict=True):
        agreement = torch.full(questions.noise.shape[:2], agrees, dtype=torch.float64)
        images = draw_latents(model, streams("asked", 3), agreement.shape[1], agreement)
        seen = torch.cat([images.core, images.spurious], dim=2) @ scores.latent + questions.noise @ scores.noise.mT
        signed = torch.stack([-seen, seen], dim=3).flatten(start_dim=2)
        right = signed.argmax(dim=2) == 2 * images.concept + (images.sign > 0)
        torch.testing.assert_close(found, right.double().mean(dim=1))
