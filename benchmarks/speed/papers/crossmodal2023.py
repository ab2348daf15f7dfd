"""Lin et al. 2023, class-name-helps-at-one-shot: linear heads on one image and one text a class, 150 steps of AdamW."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from benchmarks.speed.peers import Case, Tensors, Training, apart, by_vmap, in_a_loop, plain_ways, trained
from models.crossmodal2023.heads import LOGIT_SCALE, FewShot, draw_samples, fit, half_half, random_start
from theoremcheck.streams import Streams, stream_key

__all__ = ["case", "cases"]

CLAIM = "crossmodal2023.class-name-helps-at-one-shot"
WORTH, STEPS, TESTED = 2.0, 150, 20
"""What a text is worth, steps of a training, and images of each class that a plain training is tried on."""


def draw(model: FewShot, trials: int) -> tuple[Tensors, Tensors]:
    """A random head; images and texts of the classes, and images to test it on."""
    shape = (trials, model.classes, model.dim)
    means, noise = normalize(torch.randn(shape), dim=-1), model.image_noise / model.dim**0.5
    images = normalize(means + noise * torch.randn(shape), dim=-1)
    texts = normalize(means + noise / WORTH**0.5 * torch.randn(shape), dim=-1)
    tests = normalize(means[:, :, None] + noise * torch.randn(*shape[:2], TESTED, model.dim), dim=-1)
    return ((2 * torch.rand(shape) - 1) / model.dim**0.5,), (images, texts, tests)


def training(model: FewShot, steps: int) -> Training:
    """Cross-entropy of images and of texts, each with half of the weight."""
    own = torch.arange(model.classes)

    def loss(weights: Tensors, data: Tensors, step: int) -> Tensor:
        def entropy(features: Tensor) -> Tensor:
            return cross_entropy(LOGIT_SCALE * features @ weights[0].mT, own)

        return (entropy(data[0]) + entropy(data[1])) / 2

    return Training(loss, partial(torch.optim.AdamW, lr=0.01, weight_decay=0.01), steps)


def filled(model: FewShot, trials: int, dtype: torch.dtype) -> FewShot:
    """A batch of one point; every task of a trial is a training."""
    values = {"worth": WORTH, "shift": 0.0, "image_noise": model.image_noise}
    return replace(model, **{name: torch.full((trials,), value, dtype=dtype) for name, value in values.items()})


def ours(model: FewShot, steps: int, heads: int) -> None:
    """Draw and train, as many tasks a trial as the claim has."""
    trials = max(1, heads // model.tasks)
    batch = filled(model, trials, torch.float32)
    streams = Streams(stream_key("speed"), torch.arange(trials), torch.float32)
    samples = draw_samples(batch, streams)
    fit(random_start(batch, streams), half_half(samples), steps=steps)


def difference(model: FewShot, steps: int) -> dict[str, float]:
    """Heads on the same samples."""
    batch, streams = filled(replace(model, tasks=2), 1, torch.float64), Streams(stream_key("speed"), torch.arange(1))
    samples, start = draw_samples(batch, streams), random_start(batch, streams)
    found = fit(start, half_half(samples), steps=steps)
    one, data = [training(model, steps)], (samples.images, samples.texts)
    others = {"vmap": trained(by_vmap, one, (start,), data), "ours": (found,)}
    return apart(trained(in_a_loop, one, (start,), data), others)


def case(model: FewShot, steps: int = STEPS, looped: int = 8, trials: int = 16, least: float = 0.0) -> Case:
    """One head."""
    ways = {**plain_ways(partial(draw, model), [training(model, steps)]), "ours": partial(ours, model, steps)}
    heads = model.tasks * trials
    counts = {"loop": looped, "vmap": heads // 4, "ours": heads}
    size = f"{model.classes} classes, {model.dim} dimensions"
    return Case(CLAIM, size, ways, counts, partial(difference, model, steps), 1e-8, least)


def cases() -> list[Case]:
    """The claim's own size."""
    return [case(FewShot(WORTH), least=8.0)]
