"""Linear heads: gradient, optimiser and minimiser against independent ones, and what is drawn."""

from dataclasses import replace

import pytest
import torch
from sklearn.linear_model import LogisticRegression

from models.crossmodal2023.heads import (
    LOGIT_SCALE,
    FewShot,
    accuracy,
    adamw,
    draw_samples,
    fit,
    half_half,
    images_alone,
    outside_span,
    random_start,
)
from tests.models.two_samples import batch, streams


def model_of(trials=2, **values):
    return batch(FewShot, trials, **{"worth": 2.0, "shots": 3, "classes": 5, "dim": 16, "tasks": 2, **values})


def drawn(name, **values):
    return draw_samples(model_of(**values), streams(name, 2))


def loss(head, training):
    """As it is written down."""
    logs = (LOGIT_SCALE * training.features @ head.mT).log_softmax(dim=-1)
    return -(training.weights * training.targets * logs).sum()


def slope(head, training):
    """What a step of plain gradient descent at the rate 1 takes away."""
    return head - fit(head, training, lambda weights: torch.optim.SGD([weights], lr=1.0).step, steps=1)


@pytest.mark.parametrize("data", [images_alone, half_half])
def test_the_slope_is_the_gradient(data):
    training = data(drawn("slope"))
    head = random_start(model_of(), streams("slope", 2)).requires_grad_()
    (expected,) = torch.autograd.grad(loss(head, training), head)
    torch.testing.assert_close(slope(head.detach(), training), expected, rtol=1e-10, atol=1e-12)


def test_training_is_that_of_the_library():
    training = half_half(drawn("trained"))
    start = random_start(model_of(), streams("trained", 2))
    head = start.clone().requires_grad_()
    optimiser = torch.optim.AdamW([head], lr=0.01, weight_decay=0.01)
    for _ in range(50):
        optimiser.zero_grad()
        loss(head, training).backward()
        optimiser.step()
    torch.testing.assert_close(fit(start, training, adamw, steps=50), head.detach(), rtol=1e-9, atol=1e-12)


def test_the_minimiser_is_that_of_scikit_learn():
    """With scikit-learn's penalty the slope vanishes at its weights: the loss of images alone is the mean one."""
    training = images_alone(drawn("minimiser"))
    features, labels = LOGIT_SCALE * training.features[0].numpy(), training.targets.argmax(dim=1).numpy()
    strength = 0.01
    solver = LogisticRegression(C=strength, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(features, labels)
    head = torch.as_tensor(solver.coef_)[None].expand(4, -1, -1)
    penalty = head[0] / (strength * len(labels))
    found = slope(head, training)[0]
    torch.testing.assert_close(found, -penalty, rtol=0, atol=1e-6 * float(penalty.norm()))


def test_modalities_have_half_of_the_weight_each():
    training = half_half(drawn("weights"))
    assert training.features.shape == (4, 20, 16) and training.targets.sum(dim=1).eq(1).all()
    assert training.weights[:15].sum() == pytest.approx(0.5) and training.weights[15:].sum() == pytest.approx(0.5)
    assert training.targets[:15].argmax(dim=1).tolist() == [k for k in range(5) for _ in range(3)]


def test_features_are_unit_vectors_and_texts_share_their_shift():
    samples, shifted, scattered = (
        draw_samples(model_of(shift=shift), streams("features", 2), common)
        for shift, common in ((0.0, True), (50.0, True), (50.0, False))
    )
    for features in (samples.images, samples.texts, samples.means):
        torch.testing.assert_close(features.norm(dim=-1), torch.ones_like(features[..., 0]))
    torch.testing.assert_close(samples.images, shifted.images)
    assert (shifted.texts @ shifted.texts.mT).min() > 0.99
    assert (scattered.texts @ scattered.texts.mT).triu(1).abs().max() < 0.95


def test_class_means_without_noise_are_told_apart():
    samples = drawn("clean", image_noise=1e-6)
    assert accuracy(samples.texts, samples, model_of()).tolist() == [1.0, 1.0]
    assert accuracy(samples.texts.roll(1, dims=1), samples, model_of()).tolist() == [0.0, 0.0]


def test_the_accuracy_is_that_of_the_images_one_by_one():
    samples, model = drawn("one by one"), model_of()
    images = torch.nn.functional.normalize(samples.means[:, :, None] + samples.noises[:, None], dim=-1)
    answers = torch.einsum("tckd,tjd->tckj", images, samples.texts).argmax(dim=-1)
    right = (answers == torch.arange(5)[:, None]).double().unflatten(0, (2, 2))
    torch.testing.assert_close(accuracy(samples.texts, samples, model), right.mean(dim=(1, 2, 3)))


def test_images_have_the_noise_of_the_shots():
    """Of 2 x 2 tasks with 60 noises in 16 dimensions, their mean square is known to 2.3 %, by one standard error."""
    noises = drawn("noise", image_noise=1.5).noises
    assert noises.square().sum(dim=-1).mean() == pytest.approx(1.5**2, rel=0.1)


def test_heads_trained_side_by_side_are_those_trained_alone():
    """So many tasks that they are trained in parts."""
    model = model_of(2, tasks=300, shots=1)
    samples = draw_samples(model, streams("parts", 2))
    training, start = images_alone(samples), random_start(model, streams("parts", 2))
    last = replace(training, features=training.features[-1:])
    torch.testing.assert_close(fit(start, training)[-1:], fit(start[-1:], last), rtol=1e-9, atol=1e-12)


def test_combinations_lie_in_the_span():
    features = torch.randn(3, 4, 9, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    inside = torch.ones(3, 2, 4, dtype=torch.float64) @ features
    assert outside_span(inside, features).max() < 1e-12
    away = torch.linalg.qr(features.mT, mode="complete").Q[..., 4:6].mT
    torch.testing.assert_close(outside_span(away, features), torch.ones(3, dtype=torch.float64))
