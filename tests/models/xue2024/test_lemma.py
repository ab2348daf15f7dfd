"""Lemma 3.2: the cross-covariance drawn in the span against samples, and errors against queries."""

from dataclasses import replace

import pytest
import torch

from models.xue2024.intra_class.explicit import cross_covariance, draw_pairs, minimiser
from models.xue2024.intra_class.model import IntraClass, latent_covariance
from models.xue2024.lemma import at_random, block_error, cross_covariances, query_error, truncated
from tests.models.two_samples import LEVEL, TRIALS, batch, least_p_value, streams

SIZES = ((40, 8, 1.5), (60, 16, 2.0), (100, 24, 1.0))


def model_of(samples, dim, noise, trials=TRIALS):
    return batch(
        IntraClass,
        trials,
        samples=samples,
        dim=dim,
        correlation=0.95,
        core_spread=0.8,
        spurious_spread=0.3,
        noise=noise,
    )


def errors(model, product):
    return {
        "block": block_error(model, product).numpy(),
        "query": query_error(model, product).numpy(),
        "entry": product[:, 0, 0, 0].numpy(),
        "norm": product.square().sum(dim=(1, 2, 3)).numpy(),
    }


def in_the_span(size):
    model = model_of(*size)
    S = cross_covariances(model, streams("span", TRIALS))
    return errors(model, truncated(S, streams("span", TRIALS), 4))


def of_samples(size):
    model = model_of(*size)
    pairs = draw_pairs(model, streams("samples", TRIALS))
    basis = []
    for dictionary in (pairs.image_dictionary, pairs.caption_dictionary):
        whole = torch.linalg.qr(dictionary, mode="complete").Q
        whole[..., :2] = dictionary
        basis.append(whole)
    return errors(model, (basis[0].mT @ minimiser(cross_covariance(pairs), 4) @ basis[1])[:, None])


@pytest.mark.parametrize("size", SIZES)
def test_the_span_has_the_law_of_samples(size):
    p_value, found = least_p_value(in_the_span(size), of_samples(size))
    assert p_value * len(SIZES) > LEVEL, found


def test_a_wrong_dimension_is_told_apart():
    samples, dim, noise = SIZES[0]
    assert least_p_value(in_the_span((samples, 2 * dim, noise)), of_samples(SIZES[0]))[0] < LEVEL


@pytest.mark.parametrize("width", [1, 3])
def test_truncation_is_the_best_approximation_of_its_rank(width):
    S = cross_covariances(model_of(50, 9, 1.0, trials=3), streams("rank", 3))
    found = truncated(S, streams("rank", 3), width)
    torch.testing.assert_close(found, minimiser(S, width))
    residual = torch.linalg.svdvals(S)[..., width:].square().sum(dim=-1)
    torch.testing.assert_close((S - found).square().sum(dim=(2, 3)), residual)


def test_query_error_is_what_queries_show():
    """200,000 pairs of an image and a caption from P*, independent of each other."""
    model = model_of(60, 7, 1.2, trials=1)
    product = truncated(cross_covariances(model, streams("queries", 1)), streams("queries", 1), 4)
    draws, count = streams("asked", 1), 200_000
    asked, latent = [], []
    for k in range(2):
        y, a = (draws.signs(f"{name} {k}", (count,))[0] for name in "ya")
        mu = (
            torch.stack([y, a], dim=1)
            + torch.stack([model.core_spread, model.spurious_spread], dim=1)
            * draws.normal(f"latent {k}", (count, 2))[0]
        )
        x = model.noise_variance.sqrt() * draws.normal(f"noise {k}", (count, 7))[0]
        x[:, :2] += mu
        asked.append(x)
        latent.append(mu)
    score = (asked[0] @ product[0, 0] * asked[1]).sum(dim=1)
    wanted = (latent[0] @ latent_covariance(model)[0] * latent[1]).sum(dim=1)
    seen = ((score - wanted).square().mean() / wanted.square().mean()).sqrt()
    assert float(seen) == pytest.approx(float(query_error(model, product)), rel=0.02)


def test_no_error_without_noise_and_with_all_pairs():
    """At the population, C in the corner and nothing else, both errors are 0, but for the query's noise."""
    model = replace(model_of(10, 5, 0.0, trials=2))
    product = torch.zeros(2, 1, 5, 5, dtype=torch.float64)
    product[..., :2, :2] = latent_covariance(model)[:, None]
    assert float(block_error(model, product).max()) == 0
    assert float(query_error(model, product).max()) == 0
    noisy = replace(model, noise=torch.ones(2).double())
    assert float(query_error(noisy, product).min()) > 0.1


def test_random_encoders_do_not_see_the_data():
    draws = streams("start", 2)
    first = at_random(torch.zeros(2, 3, 6, 6, dtype=torch.float64), draws, 4)
    second = at_random(torch.ones(2, 3, 6, 6, dtype=torch.float64), draws, 4)
    assert torch.equal(first, second)
    assert (torch.linalg.matrix_rank(first) == 4).all()


def test_captions_of_other_images_keep_the_diagonal_alone():
    """Their covariance with the image is that of the class means."""
    model = model_of(100_000, 4, 0.0, trials=1)
    S = cross_covariances(model, streams("others", 1), own_detail=False)[0, 0, :2, :2]
    expected = torch.tensor([[1.0, 0.9], [0.9, 1.0]], dtype=torch.float64)
    torch.testing.assert_close(S, expected, rtol=0, atol=0.02)
