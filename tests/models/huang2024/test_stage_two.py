"""Stage 2 in coefficients against automatic differentiation in R^d, and closed forms against the recursion."""

from dataclasses import replace

import pytest
import torch

from models.huang2024 import explicit
from models.huang2024.explicit import multi_modal_loss, single_modal_loss
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from models.huang2024.recursion import multi_modal, single_modal
from models.huang2024.stage_two.path import follow, learning_rate
from models.huang2024.stage_two.references import memorised, signal_learned, signal_synchronised
from models.huang2024.stage_two.sizes import log_horizon, multi_modal_growth, single_modal_growth
from models.huang2024.stage_two.slopes import multi_modal_partners, reference_slopes, single_modal_partners
from theoremcheck.streams import Streams, stream_key

ARMS = {
    "single": (single_modal, single_modal_loss, memorised, 1, single_modal_partners),
    "multi": (multi_modal, multi_modal_loss, signal_learned, 2, multi_modal_partners),
}


def patches(trials=2, **others):
    def batch(value):
        return torch.full((trials,), value, dtype=torch.float64)

    fields = dict(
        samples=8,
        width=6,
        signal_strength=batch(1.2),
        dim_ratio=batch(2.0),
        start_size=batch(0.3),
        modality_ratio=batch(3.0),
        temperature=batch(0.4),
        view_noise=batch(0.1),
        test_signal=batch(2.0),
        horizon=batch(4.0),
        steps=40,
    )
    return TwoPatches(**{**fields, **others})


def streams(trials=2):
    return Streams(stream_key("stage-two", "test"), torch.arange(trials), torch.float64)


def drawn(point):
    return two_modalities(point, streams(), explicit_vectors)


def weights_of(path):
    return [state.weights.requires_grad_() for state in path.last]


@pytest.mark.parametrize("arm", ARMS)
def test_gradient_is_that_of_automatic_differentiation(arm):
    train, loss, reference, networks, _ = ARMS[arm]
    point = patches()
    modalities = drawn(point)
    path = follow(train, point, modalities, reference(point, modalities, 0.1))
    before = replace(point, steps=39, horizon=point.horizon * 39 / 40)
    weights = weights_of(follow(train, before, modalities, reference(before, modalities, 0.1)))
    slopes = torch.autograd.grad(loss(tuple(weights), point, modalities).sum(), weights)
    expected = sum(slope.square().sum(dim=(1, 2)) for slope in slopes)
    assert len(slopes) == networks
    torch.testing.assert_close(path.gradients[:, -1], expected, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("arm", ARMS)
def test_distance_is_that_of_the_weights(arm):
    train, _, reference, _, _ = ARMS[arm]
    point = patches()
    modalities = drawn(point)
    learned = reference(point, modalities, 0.1)
    path = follow(train, point, modalities, learned)
    expected = sum(
        (state.weights - state.modality.weights - w @ state.modality.directions).square().sum(dim=(1, 2))
        for state, w in zip(path.last, learned, strict=True)
    )
    torch.testing.assert_close(path.distances[:, -1, 0], expected, rtol=1e-10, atol=0)


@pytest.mark.parametrize("arm", ARMS)
def test_loss_slope_along_the_reference_is_made_of_the_slopes_of_similarities(arm):
    r"""A sample's loss has the slope of its softmax mean over F_0 and all F_j, less that of F_0."""
    train, loss, reference, _, partners = ARMS[arm]
    point = patches()
    modalities = drawn(point)
    learned = reference(point, modalities, 0.1)
    path = follow(train, point, modalities, learned)
    targets = [m.weights + w @ m.directions for m, w in zip(modalities, learned, strict=False)]
    weights = weights_of(path)
    slopes = torch.autograd.grad(loss(tuple(weights), point, modalities).sum(), weights)
    expected = sum((slope * w).sum(dim=(1, 2)) for slope, w in zip(slopes, targets, strict=True))
    found = torch.zeros_like(expected)
    scale = 1 / (point.width * point.temperature)[:, None, None]
    for (state, positives, others), w in zip(partners(path.last), learned, strict=True):
        anchor, negative = reference_slopes(state, w, positives, others, point.temperature)
        own = state.active
        f0 = scale * ((own.noise * positives.noise).sum(2) + (own.signal * positives.signal).sum(2)[..., None])
        shared = (own.signal * others.signal.flip(1)).sum(2)[..., None, None]
        fj = scale[..., None] * (own.noise.mT @ others.noise.flip(1) + shared)
        share = torch.cat([f0[..., None], fj], dim=3).softmax(dim=3)
        every = torch.cat([anchor[..., None], negative], dim=3)
        found = found + ((share * every).sum(3) - anchor).mean(dim=(1, 2))
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)


def test_surplus_is_the_decrease_less_the_loss():
    point = patches()
    modalities = drawn(point)
    path = follow(single_modal, point, modalities, memorised(point, modalities, 0.1))
    found = (path.surplus(point)[:, 3, 0] + path.losses[:, 3]) * learning_rate(point)
    torch.testing.assert_close(found, path.distances[:, 3, 0] - path.distances[:, 4, 0])


def test_learning_rate_is_that_of_the_explicit_twin():
    point = patches()
    modalities = drawn(point)
    _, losses = explicit.descend(single_modal_loss, 1, point, modalities)
    path = follow(single_modal, point, modalities, memorised(point, modalities, 0.1))
    torch.testing.assert_close(path.losses, losses, rtol=1e-9, atol=1e-12)


def test_networks_settle_on_the_synchronised_signs():
    point = patches(samples=20, dim_ratio=torch.full((2,), 1e4).double(), start_size=torch.full((2,), 0.01).double())
    modalities = two_modalities(point, streams())
    settled = signal_synchronised(point, modalities, 0.1)
    path = follow(multi_modal, replace(point, horizon=4 * point.horizon, steps=160), modalities, settled)
    for state, w in zip(path.last, settled, strict=True):
        inner = state.weights[:, :, 0]
        assert (inner.sign() == w[:, :, -1].sign()).all()


def test_bound_is_the_logarithm_of_the_horizon():
    assert float(log_horizon(patches(samples=50, steps=240))[0].exp()) == pytest.approx(3 * 25 * 240)


def test_single_modal_law_solves_its_equation():
    """u' = 2 u M exp(-u), integrated by small steps, keeps d(1/L)/dt = 2 log(M/L)."""
    point = patches(samples=50)
    u, step = torch.full((2,), 6.0, dtype=torch.float64), 1e-3
    before = 25 * (-u).exp()
    after = 25 * (-(u + step * 2 * u * 25 * (-u).exp())).exp()
    torch.testing.assert_close((1 / after - 1 / before) / step, single_modal_growth(point, before), rtol=2e-3, atol=0)


def test_multi_modal_law_solves_its_equation():
    """u' = C c u M exp(-u) with L = 2 M exp(-u) keeps d(1/L)/dt = (C c / 2) log(2M/L)."""
    point = patches(samples=50)
    u, step = torch.full((2,), 6.0, dtype=torch.float64), 1e-3
    before = 50 * (-u).exp()
    after = 50 * (-(u + step * 3.6 * u * 25 * (-u).exp())).exp()
    torch.testing.assert_close((1 / after - 1 / before) / step, multi_modal_growth(point, before), rtol=5e-3, atol=0)
