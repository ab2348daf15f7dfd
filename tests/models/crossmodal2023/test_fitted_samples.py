"""Steps that hold the terms of fitted samples, against steps that see all samples."""

import pytest
import torch

import models.crossmodal2023.fitted_samples as fitted
from models.crossmodal2023.heads import (
    LOGIT_SCALE,
    STEPS,
    FewShot,
    adamw,
    draw_samples,
    fit,
    half_half,
    images_alone,
    random_start,
)
from tests.models.two_samples import batch
from theoremcheck.streams import Streams, stream_key


def drawn(dtype, shots, shift, at_texts):
    """Samples of two trials of six tasks, and where heads start."""
    model = batch(FewShot, 2, worth=2.0, shots=shots, shift=shift, image_noise=1.5, tasks=6)
    streams = Streams(stream_key("fitted"), torch.arange(2), dtype)
    values = {name: value.to(dtype) for name, value in vars(model).items() if isinstance(value, torch.Tensor)}
    model = FewShot(**{**vars(model), **values})
    samples = draw_samples(model, streams)
    return samples, samples.texts if at_texts else random_start(model, streams)


def seeing_all(start, training):
    """The slow twin: every step computes the answers to all samples."""
    head, targets, weights = start.clone(), training.targets.mT, training.weights.mT
    scaled = LOGIT_SCALE * training.features
    head.grad = torch.empty_like(head)
    seen = fitted.Seen(scaled, weights[None], -(targets * weights) @ scaled)
    fitted.step_along(head, seen, adamw(head), STEPS)
    return head


@pytest.mark.parametrize("data", [images_alone, half_half])
@pytest.mark.parametrize(("shots", "shift", "at_texts"), [(4, 1.0, True), (3, 0.0, False), (1, 0.0, False)])
def test_what_is_held_is_less_than_round_off_does(monkeypatch, data, shots, shift, at_texts):
    """In float64 with float32's threshold; against what float32 makes of the same steps on all samples."""
    samples, start = drawn(torch.float64, shots, shift, at_texts)
    exact = seeing_all(start, data(samples))
    single, begun = drawn(torch.float32, shots, shift, at_texts)
    round_off = (seeing_all(begun, data(single)).double() - exact).square().mean().sqrt()
    share = torch.finfo(torch.float32).eps / torch.finfo(torch.float64).eps
    monkeypatch.setattr(fitted, "_FITTED", fitted._FITTED * share)
    held = (fit(start, data(samples)) - exact).square().mean().sqrt()
    assert 0 < held < round_off


def test_in_float64_nothing_is_held_that_can_be_seen():
    samples, start = drawn(torch.float64, 3, 0.0, False)
    training = half_half(samples)
    torch.testing.assert_close(fit(start, training), seeing_all(start, training), rtol=1e-9, atol=1e-10)


def test_each_task_holds_its_own_samples():
    """In float32, where half of the samples and more are held, alone and beside eleven others."""
    samples, start = drawn(torch.float32, 3, 0.0, False)
    training = images_alone(samples)
    last = type(training)(training.features[-1:], training.targets, training.weights)
    torch.testing.assert_close(fit(start, training)[-1:], fit(start[-1:], last), rtol=0, atol=2e-4)


def test_tasks_that_are_all_fitted_keep_only_what_the_optimiser_does():
    """From zero weights one image a class is fitted to 1e-9 in ten steps: no places are left to compute."""
    samples, start = drawn(torch.float32, 1, 0.0, False)
    training = images_alone(samples)
    found, expected = fit(torch.zeros_like(start), training), seeing_all(torch.zeros_like(start), training)
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-4)
