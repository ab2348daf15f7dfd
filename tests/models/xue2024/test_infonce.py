"""InfoNCE and the linear loss on batches, and the trainings."""

import pytest
import torch

from models.xue2024.infonce import (
    Schedule,
    info_nce,
    linear_loss,
    normalised_info_nce,
    train,
    weight_ratio,
)
from models.xue2024.intra_class.explicit import draw_pairs, pair_loss
from models.xue2024.intra_class.model import IntraClass, ratio_of_weights
from tests.models.xue2024.two_samples import batch, streams


def features():
    draws = streams("features", 3)
    return draws.normal("images", (7, 4)), draws.normal("captions", (7, 4))


def test_info_nce_is_the_mean_of_two_cross_entropies():
    images, captions = features()
    found = info_nce(images, captions, 0.7)
    for k in range(3):
        logits = images[k] @ captions[k].mT / 0.7
        pairs = torch.arange(7)
        parts = [torch.nn.functional.cross_entropy(values, pairs) for values in (logits, logits.mT)]
        torch.testing.assert_close(found[k], sum(parts) / 2)


def test_on_the_sphere_lengths_do_not_count():
    images, captions = features()
    torch.testing.assert_close(normalised_info_nce(3 * images, captions), normalised_info_nce(images, captions))
    assert not torch.allclose(info_nce(3 * images, captions), info_nce(images, captions))


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


def test_the_linear_loss_of_one_batch_is_the_printed_one():
    model = model_of(2)
    pairs = draw_pairs(model, streams("linear", 2))
    weights = [streams("linear", 2).normal(f"w {k}", (4, 10)) for k in range(2)]
    seen = linear_loss(*(x @ w.mT for x, w in zip((pairs.images, pairs.captions), weights, strict=True)))
    torch.testing.assert_close(seen, pair_loss(pairs, *weights, 0.0))


def test_the_linear_loss_trains_to_the_rule_of_the_theorem():
    """f_0 / f_1 near (1 + sigma^2) / (2p - 1), within what 500 samples tell."""
    model = model_of(6)
    latent = train(
        draw_pairs(model, streams("data", 6)),
        streams("trained", 6),
        linear_loss,
        Schedule(steps=400, batch=100),
        penalty=1.0,
    )
    ratio = latent[:, 0] / latent[:, 1]
    assert float(ratio.mean()) == pytest.approx(float(ratio_of_weights(model)[0]), rel=0.15)


def test_no_step_leaves_the_start():
    pairs = draw_pairs(model_of(2), streams("data", 2))
    first = train(pairs, streams("start", 2), info_nce, Schedule(steps=0))
    second = train(pairs, streams("start", 2), linear_loss, Schedule(steps=0), penalty=1.0)
    torch.testing.assert_close(first, second)


def test_a_rule_that_has_the_classes_wrong_has_no_ratio():
    latent = torch.tensor([[2.0, -1.0], [-2.0, 1.0]])
    assert weight_ratio(latent).tolist() == [-0.5, torch.inf]
