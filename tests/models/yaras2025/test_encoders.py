"""Small encoders: slopes beside autograd, every arm as if alone, steps as torch's own optimisers take them."""

from dataclasses import replace

import pytest
import torch
from torch.nn.functional import normalize

from models.yaras2025.encoders import Arms, Views, draw_views, encode, initial_weights, measure, slopes, train_arms
from models.yaras2025.flows.loss import contrastive_loss
from theoremcheck.streams import Streams

SMALL = Views(
    torch.full((2,), 0.3, dtype=torch.float64), latent=5, inputs=6, hidden=7, dim=4, samples=32, batch=16, steps=3
)
ARMS = Arms((0.1, 1.0), (True, False))


def streams():
    return Streams(4, torch.arange(2))


def test_slopes_are_those_of_the_loss():
    weights = [tensor.requires_grad_() for tensor in initial_weights(SMALL, 2, streams())]
    views = tuple(view[:, :16] for view in draw_views(SMALL, streams()))
    x, y = encode(weights, views)
    unit = torch.stack([normalize(x, dim=-1)[:, 0] @ normalize(y, dim=-1)[:, 0].mT / 0.1, x[:, 1] @ y[:, 1].mT / 1.0])
    expected = torch.autograd.grad(contrastive_loss(unit).sum(), weights)
    beta, normalised = (torch.tensor(values).double()[:, None, None] for values in ((10.0, 1.0), (1.0, 0.0)))
    found = slopes([tensor.detach() for tensor in weights], views, beta, normalised)
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other)


def test_an_arm_trains_as_if_it_were_alone():
    together, _ = train_arms(SMALL, ARMS, streams())
    for arm in range(2):
        alone, _ = train_arms(SMALL, Arms(ARMS.temperatures[arm : arm + 1], ARMS.normalised[arm : arm + 1]), streams())
        for one, other in zip(together, alone, strict=True):
            torch.testing.assert_close(one[:, arm : arm + 1], other)


@pytest.mark.parametrize(
    "optimiser",
    [
        lambda weights: torch.optim.SGD(weights, lr=0.1),
        lambda weights: torch.optim.SGD(weights, lr=0.1, momentum=0.9),
        lambda weights: torch.optim.SGD(weights, lr=0.1, weight_decay=0.05),
        lambda weights: torch.optim.Adam(weights, lr=0.01, fused=True),
        lambda weights: torch.optim.AdamW(weights, lr=0.01, weight_decay=0.05, fused=True),
    ],
    ids=["descent", "momentum", "weight decay", "Adam", "AdamW"],
)
def test_an_optimiser_steps_a_batch_of_trials_as_it_steps_each(optimiser):
    """Why no optimiser of ours is needed: torch's act entry by entry."""
    start, slope = (torch.randn(3, 4, 5, generator=torch.Generator().manual_seed(seed)).double() for seed in (0, 1))
    batch = start.clone()
    single = [row.clone() for row in start]
    steps_batch, steps_single = optimiser([batch]), [optimiser([row]) for row in single]
    for k in range(5):
        batch.grad = slope * (k + 1)
        steps_batch.step()
        for row, own, stepping in zip(single, slope, steps_single, strict=True):
            row.grad = own * (k + 1)
            stepping.step()
    torch.testing.assert_close(batch, torch.stack(single), rtol=1e-14, atol=1e-14)


def test_before_training_arms_are_equal_and_retrieve_by_chance():
    weights, tests = train_arms(replace(SMALL, steps=0), ARMS, streams())
    gap, retrieved = measure(weights, tests)
    torch.testing.assert_close(gap[:, 0], gap[:, 1])
    assert retrieved.max() < 0.05
