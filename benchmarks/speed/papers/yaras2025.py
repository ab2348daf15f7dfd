r"""Yaras et al. 2025, unnormalised-features-keep-the-gap: two-layer encoders of two views, 400 steps of Adam.

Two arms from one start and on common minibatches: features in the loss as they are, and normalised.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from benchmarks.speed.in_jax_or_not import jax_twins
from benchmarks.speed.peers import Case, Tensors, Training, apart, by_vmap, in_a_loop, plain_ways, trained
from models.yaras2025.encoders import Arms, Views, draw_views, initial_weights, train_arms
from theoremcheck.streams import Streams, stream_key

__all__ = ["case", "cases"]

CLAIM = "yaras2025.unnormalised-features-keep-the-gap"
NOISE, TESTED = 0.3, 512
TEMPERATURE, RATE = 0.07, 4e-3
ARMS = Arms((TEMPERATURE, TEMPERATURE), (False, True))


def draw(model: Views, trials: int) -> tuple[Tensors, Tensors]:
    """First and second layers of both encoders; both views, those for testing included."""
    count = model.samples + TESTED
    latent = torch.randn(trials, count, model.latent) / torch.arange(1.0, model.latent + 1)
    views = tuple(
        torch.tanh(latent @ torch.randn(trials, model.latent, model.inputs))
        + NOISE * torch.randn(trials, count, model.inputs)
        for _ in range(2)
    )
    shapes = ((model.inputs, model.hidden), (model.hidden, model.dim)) * 2
    return tuple(torch.randn(trials, *shape) * (2 / shape[0]) ** 0.5 for shape in shapes), views


def trainings(model: Views) -> tuple[Training, Training]:
    """Without and with normalised features."""
    batches, own = model.samples // model.batch, torch.arange(model.batch)

    def loss(weights: Tensors, data: Tensors, step: int, unit: bool) -> Tensor:
        rows = slice(step % batches * model.batch, (step % batches + 1) * model.batch)
        x, y = (
            (view[rows] @ first).relu() @ second
            for view, first, second in zip(data, weights[::2], weights[1::2], strict=True)
        )
        if unit:
            x, y = normalize(x, dim=1), normalize(y, dim=1)
        scores = x @ y.mT / TEMPERATURE
        return (cross_entropy(scores, own) + cross_entropy(scores.mT, own)) / 2

    adam = partial(torch.optim.Adam, lr=RATE)
    free, unit = (Training(partial(loss, unit=unit), adam, model.steps) for unit in (False, True))
    return free, unit


def ours(model: Views, trials: int) -> None:
    """Draw, and train both arms."""
    filled = replace(model, noise=torch.full((trials,), NOISE))
    train_arms(filled, ARMS, Streams(stream_key("speed"), torch.arange(trials), torch.float32))


def difference(model: Views, trials: int = 2) -> dict[str, float]:
    """Weights of both arms after as many steps as an epoch has: Adam divides by what may be round-off."""
    model = replace(
        model,
        noise=torch.full((trials,), NOISE, dtype=torch.float64),
        steps=min(model.steps, model.samples // model.batch),
    )
    streams = Streams(stream_key("speed"), torch.arange(trials))
    views = draw_views(model, streams)
    weights = tuple(each[:, 0] for each in initial_weights(model, 1, streams.common))
    arms = trainings(model)
    others = {"vmap": trained(by_vmap, arms, weights, views)}
    if (twins := jax_twins()) is not None:
        others["jax"] = twins.yaras2025_trained(model, weights, views, TEMPERATURE, RATE)
    found, _ = train_arms(model, ARMS, streams.common)
    others["ours"] = tuple(each[:, arm] for arm in range(2) for each in found)
    return apart(trained(in_a_loop, arms, weights, views), others)


def case(model: Views, looped: int = 1, batch: int = 16, least: float = 0.0) -> Case:
    """Both arms."""
    ways = plain_ways(partial(draw, model), trainings(model))
    if (twins := jax_twins()) is not None:
        ways["jax"] = twins.yaras2025_drawn(model, NOISE, TESTED, TEMPERATURE, RATE)
    ways["ours"] = partial(ours, model)
    trials = {"loop": looped, "vmap": batch // 2, "jax": batch // 2, "ours": batch}
    size = f"{model.hidden} hidden units, {model.steps} steps"
    return Case(CLAIM, size, ways, trials, partial(difference, model), 1e-8, least)


def cases() -> list[Case]:
    """The claim's own size."""
    return [case(Views(NOISE, steps=400), least=3.5)]
