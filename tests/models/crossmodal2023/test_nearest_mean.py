"""Prototypes of two modalities: their noise, their mixtures, and the nearest of them."""

import pytest
import torch

from models.crossmodal2023.nearest_mean import Modalities, World, accuracies, mixed
from tests.models.two_samples import batch, streams


def model_of(trials=2, **values):
    return batch(Modalities, trials, **{"worth": 2.0, "image_noise": 1.5, "tasks": 50, **values})


@pytest.mark.parametrize("loud", [0, 4])
def test_a_mixture_errs_by_the_formula(loud):
    """(1 - lambda)^2 s_i^2 / n + lambda^2 s_t^2 in sum over isotropic dimensions, more where directions are loud."""
    model = model_of(4, loud=loud)
    world = World(model, streams("mixture", 4))
    shots, weight = 3.0, 0.3
    truth = world.means("none", torch.zeros(4))
    found = mixed(
        world.means("images", model.image_noise / shots**0.5),
        world.means("text", model.text_noise),
        torch.full((4,), weight, dtype=torch.float64),
    )
    expected = ((1 - weight) ** 2 * 1.5**2 / shots + weight**2 * 1.5**2 / 2) * (64 + 15 * loud) / 64
    # 4,000 prototypes of 64 dimensions: 0.3 % of the variance is one standard error, less where few are loud.
    assert float((found - truth).square().sum(dim=-1).mean()) == pytest.approx(expected, rel=0.03)


def test_the_mean_of_single_features_is_the_drawn_mean():
    model = model_of(4, tested=5)
    world = World(model, streams("features", 4))
    (features,) = world.features(model.image_noise)
    errors = features.unflatten(2, (20, 5)).mean(dim=3) - world.means("none", torch.zeros(4))
    drawn = world.means("five", model.image_noise / 5**0.5) - world.means("none", torch.zeros(4))
    torch.testing.assert_close(errors.std(), drawn.std(), rtol=0.01, atol=0)


def test_modalities_share_their_standard_noise():
    model = model_of()
    world = World(model, streams("shared", 2))
    first, second = world.features(model.image_noise, 2 * model.image_noise)
    centre = world.means("none", torch.zeros(2)).repeat_interleave(20, dim=2)
    torch.testing.assert_close(2 * (first - centre), second - centre)


def test_the_nearest_is_the_nearest():
    draws = streams("nearest", 2)
    prototypes, features = draws.normal("prototypes", (3, 5, 8)), draws.normal("features", (3, 20, 8))
    nearest = torch.cdist(features, prototypes).argmin(dim=-1)
    right = (nearest == torch.arange(5).repeat_interleave(4)).double().mean(dim=-1)
    torch.testing.assert_close(accuracies(prototypes, features), right)


def test_all_texts_of_a_task_share_the_gap():
    gap = World(model_of(shift=3.0), streams("gap", 2)).gap()
    assert gap.shape == (2, 50, 1, 64)
    torch.testing.assert_close(gap.norm(dim=-1), torch.full((2, 50, 1), 3.0, dtype=torch.float64))
