"""Huang et al. 2024: the recursion against gradient descent in R^d, and the span's coordinates against R^d's."""

from dataclasses import fields, replace

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from scipy.special import ndtr

from models.huang2024.contrast import contrast, responses, similarities, stepped
from models.huang2024.explicit import descend, moving, multi_modal_loss, single_modal_loss
from models.huang2024.heads import error, head_on_shifted, logistic_head
from models.huang2024.patches import TwoPatches, explicit_vectors, two_modalities
from models.huang2024.recursion import multi_modal, resting, single_modal, train
from theoremcheck.streams import Streams, stream_key

ARMS = {"single": (single_modal, single_modal_loss, 1), "multi": (multi_modal, multi_modal_loss, 2)}


def patches_of(trials, samples=20, width=8, dtype=torch.float64, steps=60, **changed):
    values = {
        "signal_strength": 1.25,
        "dim_ratio": 0.5,
        "start_size": 0.1,
        "modality_ratio": 3.0,
        "temperature": 1.0,
        "view_noise": 0.1,
        "test_signal": 1.6,
        "horizon": 12.0,
        **changed,
    }
    tensors = {name: torch.full((trials,), value, dtype=dtype) for name, value in values.items()}
    return TwoPatches(samples=samples, width=width, steps=steps, **tensors)


def streams(trials, name="huang", dtype=torch.float64):
    return Streams(stream_key(name), torch.arange(trials), dtype)


@pytest.mark.parametrize("arm", ARMS)
def test_recursion_is_gradient_descent(arm):
    """Lemmas 5.1 and 5.3: losses and weights agree to 1e-12 with autograd on the printed losses, step by step."""
    recursion, loss, networks = ARMS[arm]
    patches = patches_of(3)
    modalities = two_modalities(patches, streams(3), explicit_vectors)
    states = list(recursion(patches, modalities))
    weights, losses = descend(loss, networks, patches, modalities)
    torch.testing.assert_close(torch.stack([s[0].losses for s in states], dim=1), losses, rtol=0, atol=1e-12)
    for state, expected in zip(states[-1], weights, strict=True):
        torch.testing.assert_close(state.weights, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("arm", ARMS)
def test_recursion_is_gradient_descent_at_any_regime(arm):
    """Weights after 60 steps, to 1e-10: round-off of 1e-16 a step, grown by at most e^(kappa T) <= e^12."""
    drawn = streams(40, "regimes")
    ranges = {
        "signal_strength": (0.6, 1.75),
        "start_size": (0.02, 0.5),
        "modality_ratio": (1.0, 3.0),
        "temperature": (0.3, 3.0),
        "view_noise": (0.0, 0.3),
        "horizon": (6.0, 12.0),
    }
    changed = {name: low + (high - low) * drawn.uniform(name) for name, (low, high) in ranges.items()}
    patches = replace(patches_of(40, samples=8, width=4, dim_ratio=2.0), **changed)
    modalities = two_modalities(patches, streams(40), explicit_vectors)
    recursion, loss, networks = ARMS[arm]
    weights, _ = descend(loss, networks, patches, modalities)
    for state, expected in zip(train(recursion, patches, modalities), weights, strict=True):
        torch.testing.assert_close(state.weights, expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("arm", ARMS)
def test_a_resting_arm_stays_at_its_start(arm):
    """As many states as the arm has, each of them the first."""
    recursion, patches = ARMS[arm][0], patches_of(2, steps=5)
    modalities = two_modalities(patches, streams(2))
    start = next(recursion(patches, modalities))
    states = list(resting(recursion)(patches, modalities))
    assert len(states) == 6
    for now in states:
        for state, first in zip(now, start, strict=True):
            assert torch.equal(state.weights, first.weights) and torch.equal(state.losses, first.losses)


@pytest.mark.parametrize("arm", ARMS)
def test_without_the_stop_gradient_it_is_another_descent(arm):
    patches = patches_of(3)
    modalities = two_modalities(patches, streams(3), explicit_vectors)
    recursion, loss, networks = ARMS[arm]
    state = train(recursion, patches, modalities)[0]
    weights, _ = descend(loss, networks, patches, modalities, moving)
    assert ((state.weights - weights[0]).abs().amax(dim=(1, 2)) > 1e-3).all()


def test_push_is_the_gradient_of_the_loss():
    patches = patches_of(2, temperature=0.3, start_size=1.0)
    modality = two_modalities(patches, streams(2), explicit_vectors)[0]
    weights = modality.weights.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(single_modal_loss((weights,), patches, (modality, modality)).sum(), weights)
    inner = modality.weights @ modality.directions.mT
    active = responses(inner[:, :, -1], inner[:, :, :-1])
    views = responses(inner[:, :, -1], modality.weights @ modality.views.mT)
    seen = contrast(similarities(active, views, active), 1 / (8 * patches.temperature))
    pushed = stepped(torch.zeros_like(inner), torch.ones(2, dtype=inner.dtype), seen, active, views, active)
    closed = pushed @ modality.directions / (20 * 8 * 0.3)
    torch.testing.assert_close(-gradient, closed, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("arm", ARMS)
def test_no_sum_of_exponentials_vanishes_beside_a_larger_one(arm):
    """Similarities of thousands in a trial, so that its rows and columns ask for references of their own; beside it
    one that needs none. The twin takes each anchor's exponentials by itself."""
    patches = replace(patches_of(2, steps=2, temperature=0.1), start_size=torch.tensor([0.1, 30.0]).double())
    modalities = two_modalities(patches, streams(2), explicit_vectors)
    recursion, loss, networks = ARMS[arm]
    states = list(recursion(patches, modalities))
    weights, losses = descend(loss, networks, patches, modalities)
    torch.testing.assert_close(torch.stack([s[0].losses for s in states], dim=1), losses, rtol=1e-9, atol=1e-12)
    assert losses[1].amax() > 100
    for state, expected in zip(states[-1], weights, strict=True):
        torch.testing.assert_close(state.weights, expected, rtol=1e-9, atol=1e-9)


def test_losses_start_at_the_plateau():
    """Tiny weights: log(1 + M) in one modality, twice that in two."""
    patches = patches_of(2, start_size=1e-8, steps=0)
    modalities = two_modalities(patches, streams(2))
    for arm, factor in ((single_modal, 1), (multi_modal, 2)):
        expected = torch.full((2,), factor * np.log(1 + 10), dtype=torch.float64)
        torch.testing.assert_close(train(arm, patches, modalities)[0].losses, expected)


def test_the_vectors_do_not_grow_with_the_dimension():
    """d = 1e9 in tensors of the size of d = 2,000; benchmarks/dimension.py measures the seconds."""
    sizes = []
    for dim in (2e3, 1e9):
        modality, _ = two_modalities(patches_of(2, 40, 10, dim_ratio=dim / 40**2), streams(2))
        sizes.append([getattr(modality, field.name).shape for field in fields(modality)])
    assert sizes[0] == sizes[1]


def test_float32_follows_float64():
    """Loss and largest coefficient to 1e-3, the round-off that a float32 claim declares."""
    curves = []
    for dtype in (torch.float32, torch.float64):
        patches = patches_of(8, 50, 50, dtype)
        state = train(multi_modal, patches, two_modalities(patches, streams(8, dtype=dtype)))[0]
        curves.append(torch.stack([state.losses, state.signal.abs().amax(dim=1)]).double())
    torch.testing.assert_close(curves[0], curves[1], rtol=1e-3, atol=0)


@pytest.mark.parametrize("arm", ARMS)
def test_a_trial_is_the_same_in_any_batch(arm):
    patches = patches_of(4)
    together = train(ARMS[arm][0], patches, two_modalities(patches, streams(4)))[0]
    own = Streams(stream_key("huang"), torch.tensor([2]))
    one = patches_of(1)
    alone = train(ARMS[arm][0], one, two_modalities(one, own))[0]
    torch.testing.assert_close(together.weights[2:3], alone.weights, rtol=1e-12, atol=1e-12)


def test_logistic_head_is_the_minimum():
    """The same minimum as SciPy's, to the tolerance of its own stopping rule."""
    generator = np.random.default_rng(1)
    x = generator.normal(size=(60, 5))
    y = np.sign(x[:, 0] + generator.normal(size=60))
    scaled = x / np.sqrt((x**2).mean())

    def objective(v):
        return np.logaddexp(0, -y * (scaled @ v)).mean() + 0.5e-3 * v @ v

    expected = minimize(objective, np.zeros(5), tol=1e-12).x
    found = logistic_head(torch.from_numpy(x)[None], torch.from_numpy(y)[None])[0]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def newton(features, y, penalty=1e-3, steps=60):
    """The slow twin: three times as many steps, all of float64."""
    x = features / features.square().mean(dim=(1, 2), keepdim=True).sqrt()
    v = torch.zeros_like(x[:, 0])
    for _ in range(steps):
        missed = (-y * (x @ v[..., None])[..., 0]).sigmoid()
        slope = penalty * v - ((y * missed)[:, None] @ x)[:, 0] / x.shape[1]
        curvature = (x * (missed * (1 - missed))[..., None]).mT @ x / x.shape[1] + penalty * torch.eye(x.shape[2])
        step = torch.linalg.solve(curvature, slope)
        v = v - step / (step.abs().amax(dim=1, keepdim=True) / 5).clamp(min=1)
    return v


@pytest.mark.parametrize("samples", [50, 500])
@pytest.mark.parametrize("flipped", [0.0, 0.1, 0.5])
def test_logistic_head_is_newton_s_to_round_off(samples, flipped):
    """Separable, noisy and meaningless labels of 100 correlated features; one feature is a thousand times as large."""
    drawn = streams(6, "heads")
    shared = drawn.normal("shared", (samples, 1))
    features = (drawn.normal("features", (samples, 100)) + shared).relu()
    features[:, :, 0] *= 1000
    told = (features[:, :, 1:6].sum(dim=2) - features[:, :, 6:11].sum(dim=2)).sign()
    y = torch.where(drawn.uniform("flips", (samples,)) < flipped, -told, told)
    torch.testing.assert_close(logistic_head(features, y), newton(features, y), rtol=0, atol=1e-9)


def test_error_of_pure_signal_neurons():
    """Weights +-mu: f = y <nu, mu> + <mu, zeta> up to scale, so the error is Phi(-z); four standard errors."""
    trials, z = 80, 1.2
    weights = torch.zeros(trials, 2, 7, dtype=torch.float64)
    weights[:, 0, 0], weights[:, 1, 0] = 1.0, -1.0
    patches = patches_of(trials, test_signal=z)
    mean = error(weights[:, :, 0].sign(), weights, patches, streams(trials)).mean()
    assert abs(mean - ndtr(-z)) < 4 * (ndtr(-z) / (250 * trials)) ** 0.5


def test_fresh_head_learns_pure_signal():
    weights = torch.zeros(4, 2, 3, dtype=torch.float64)
    weights[:, 0, 0], weights[:, 1, 0] = 1.0, -1.0
    head = head_on_shifted(weights, patches_of(4, test_signal=2.0), streams(4))
    assert (head[:, 0] > 0).all()
    assert (head[:, 1] < 0).all()


def test_derived_quantities():
    """The paper's experiment: n = 100, d = 2000, |mu| = 5."""
    patches = patches_of(1, 100, 50, dim_ratio=0.2)
    assert patches.dim.item() == 2000
    assert (patches.snr * patches.dim.sqrt()).item() == pytest.approx(5.0)
    assert patches.negatives == 50


def test_half_steps_keep_the_horizon():
    patches = patches_of(1)
    halved = replace(patches, steps=2 * patches.steps)
    assert (halved.growth_rate * halved.steps).item() == pytest.approx(12.0)
    assert {field.name for field in fields(patches)} >= {"samples", "width"}
