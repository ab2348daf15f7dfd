"""Prototypes of two modalities: their noise, their mixtures, and the nearest of them."""

import pytest
import torch

from models.crossmodal2023.nearest_mean import Modalities, World, mixed
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


@pytest.mark.parametrize("loud", [0, 4])
def test_the_nearest_is_the_nearest_among_features_made_one_by_one(loud):
    """The features are the class means with the noise of the "tests", as `means` adds noise to them."""
    model = model_of(tested=7, tasks=4, loud=loud)
    draws = streams("nearest", 2)
    world = World(model, draws.common)
    centres = world.means("none", torch.zeros(2))
    spread = torch.where(torch.arange(64) < loud, 4.0, 1.0) / 8
    drawn = spread * draws.normal("tests", (4, 7, 64))
    features = (centres[:, :, :, None] + 1.5 * drawn[:, :, None]).flatten(2, 3)
    prototypes = world.means("prototypes", model.image_noise)
    nearest = torch.cdist(features, prototypes).argmin(dim=-1)
    right = (nearest == torch.arange(20).repeat_interleave(7)).double().mean(dim=-1)
    torch.testing.assert_close(world.accuracies(prototypes, model.image_noise), right)


def test_all_texts_of_a_task_share_the_gap():
    gap = World(model_of(shift=3.0), streams("gap", 2)).gap()
    assert gap.shape == (2, 50, 1, 64)
    torch.testing.assert_close(gap.norm(dim=-1), torch.full((2, 50, 1), 3.0, dtype=torch.float64))
