"""InfoNCE and the linear loss on batches, and the trainings."""

import pytest
import torch

from models.xue2024.infonce import (
    Schedule,
    info_nce_slopes,
    linear_slopes,
    normalised_info_nce_slopes,
    train,
    weight_ratio,
    weight_slopes,
)
from models.xue2024.intra_class.explicit import draw_pairs, pair_loss
from models.xue2024.intra_class.model import IntraClass, ratio_of_weights
from tests.models.two_samples import batch, streams
from theoremcheck.numerics.losses import clip


def features():
    draws = streams("features", 3)
    return draws.normal("images", (7, 4)), draws.normal("captions", (7, 4))


def normalised(features):
    return torch.nn.functional.normalize(features, dim=2)


@pytest.mark.parametrize(
    ("slopes", "loss"),
    [
        (info_nce_slopes, lambda images, captions: clip(images @ captions.mT)),
        (normalised_info_nce_slopes, lambda images, captions: clip(2 * normalised(images) @ normalised(captions).mT)),
    ],
)
def test_slopes_are_those_of_clip(slopes, loss):
    found = features()
    for values in found:
        values.requires_grad_()
    expected = torch.autograd.grad(loss(*found).sum(), found)
    with torch.no_grad():
        torch.testing.assert_close(slopes(*found), expected, rtol=1e-10, atol=1e-14)


def model_of(trials):
    return batch(
        IntraClass,
        trials,
        samples=500,
        dim=10,
        correlation=0.97,
        core_spread=1.0,
        spurious_spread=0.1,
        noise=1.0,
    )


def test_a_step_on_one_batch_follows_the_printed_loss():
    model = model_of(2)
    pairs = draw_pairs(model, streams("linear", 2))
    weights = [streams("linear", 2).normal(f"w {k}", (4, 10)).requires_grad_() for k in range(2)]
    expected = torch.autograd.grad(pair_loss(pairs, *weights, 0.5).sum(), weights)
    with torch.no_grad():
        found = weight_slopes(pairs.images, pairs.captions, weights, linear_slopes, 0.5)
    torch.testing.assert_close(found, list(expected), rtol=1e-10, atol=1e-14)


def test_the_linear_loss_trains_to_the_rule_of_the_theorem():
    """f_0 / f_1 near (1 + sigma^2) / (2p - 1), within what 500 samples tell."""
    model = model_of(6)
    latent = train(
        draw_pairs(model, streams("data", 6)),
        streams("trained", 6),
        linear_slopes,
        Schedule(steps=400, batch=100),
        penalty=1.0,
    )
    ratio = latent[:, 0] / latent[:, 1]
    assert float(ratio.mean()) == pytest.approx(float(ratio_of_weights(model)[0]), rel=0.15)


def test_no_step_leaves_the_start():
    pairs = draw_pairs(model_of(2), streams("data", 2))
    first = train(pairs, streams("start", 2), info_nce_slopes, Schedule(steps=0))
    second = train(pairs, streams("start", 2), linear_slopes, Schedule(steps=0), penalty=1.0)
    torch.testing.assert_close(first, second)


def test_a_rule_that_has_the_classes_wrong_has_no_ratio():
    latent = torch.tensor([[2.0, -1.0], [-2.0, 1.0]])
    assert weight_ratio(latent).tolist() == [-0.5, torch.inf]
