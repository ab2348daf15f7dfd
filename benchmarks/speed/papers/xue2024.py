r"""Xue et al. 2024, trained-contrastive-accuracy-reaches-the-bound: encoders of width 4, 480 steps of gradient descent.

A user draws pairs and descends on the loss as it is printed, over all pairs; the catalogue draws the cross-covariance
S, whose law is the same (`tests/models/xue2024/test_intra_class.py`), and descends in the basis of its singular
vectors.
"""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor

from benchmarks.speed.peers import Case, Tensors, Training, apart, by_vmap, in_a_loop, plain_ways, trained
from models.xue2024.intra_class.explicit import cross_covariance, draw_pairs
from models.xue2024.intra_class.model import IntraClass, latent_covariance
from models.xue2024.intra_class.training import descend
from models.xue2024.lemma import cross_covariances
from theoremcheck.streams import Streams, stream_key

__all__ = ["case", "cases"]

CLAIM = "xue2024.trained-contrastive-accuracy-reaches-the-bound"
WIDTH, STEPS = 4, 480
SETS = 16
"""Training sets of one trial of the claim: each of them is a training."""


def model_of(samples: int, dim: int, trials: int, sets: int = 1) -> IntraClass:
    """A batch of one point."""
    values = {"correlation": 0.8, "core_spread": 0.5, "spurious_spread": 0.3, "noise": 1.0, "kept_core": 1.0}
    filled = {name: torch.full((trials,), value, dtype=torch.float64) for name, value in values.items()}
    return IntraClass(samples=samples, dim=dim, data_sets=sets, **filled)


def draw(samples: int, dim: int, trials: int) -> tuple[Tensors, Tensors]:
    """Encoders; images and captions."""
    model = model_of(samples, dim, trials)

    def each(values: Tensor) -> Tensor:
        return values[:, None]

    def normal(*shape: int) -> Tensor:
        return torch.randn(trials, *shape, dtype=torch.float64)

    def coin(chance: Tensor) -> Tensor:
        return torch.where(torch.rand(trials, samples, dtype=torch.float64) < each(chance), 1.0, -1.0).double()

    y = coin(torch.full((trials,), 0.5))
    a = y * coin(model.correlation)
    core, spurious = y + each(model.core_spread) * normal(samples), a + each(model.spurious_spread) * normal(samples)
    latents = torch.stack([core, spurious], dim=2)  # every detail is kept
    views = tuple(
        latents @ torch.linalg.qr(normal(dim, 2)).Q.mT
        + model.noise_variance.sqrt()[:, None, None] * normal(samples, dim)
        for _ in range(2)
    )
    return tuple(0.1 * normal(WIDTH, dim) for _ in range(2)), views


def training(samples: int, rate: float, steps: int) -> Training:
    """The loss of Section 3, over all pairs (i, j), with a penalty of 1."""

    def loss(weights: Tensors, data: Tensors, step: int) -> Tensor:
        similarity = (data[0] @ weights[0].mT) @ (data[1] @ weights[1].mT).mT
        matched = similarity.diagonal()
        contrast = (similarity - matched).sum() + (similarity - matched[:, None]).sum()
        return contrast / (2 * samples * (samples - 1)) + (weights[0].mT @ weights[1]).square().sum() / 2

    return Training(loss, partial(torch.optim.SGD, lr=rate), steps)


def rate_of(samples: int, dim: int) -> float:
    """The catalogue's step."""
    return 0.6 / float(torch.linalg.matrix_norm(latent_covariance(model_of(samples, dim, 1)), ord=2))


def ours(samples: int, dim: int, steps: int, trainings: int) -> None:
    """Draw and train, as many data sets a trial as the claim has."""
    sets = min(SETS, trainings)
    trials = trainings // sets
    model, streams = (
        model_of(samples, dim, trials, sets),
        Streams(stream_key("speed"), torch.arange(trials), torch.float64),
    )
    descend(model, cross_covariances(model, streams), streams.child("descent"), WIDTH, steps)


def difference(samples: int, dim: int, steps: int, trials: int = 2) -> dict[str, float]:
    r"""$W_I^T W_T$ on the same pairs, from the same start in the basis of the singular vectors."""
    model, streams = model_of(samples, dim, trials), Streams(stream_key("speed"), torch.arange(trials), torch.float64)
    pairs = draw_pairs(model, streams.child("data"))
    covariance = cross_covariance(pairs)
    found = descend(model, covariance[:, None], streams, WIDTH, steps)[:, 0]
    left, _, right = torch.linalg.svd(covariance)
    drawn = [0.1 * streams.common.normal(f"start {k}", (1, WIDTH, dim))[:, 0] for k in range(2)]
    weights, data = (drawn[0] @ left.mT, drawn[1] @ right), (pairs.images, pairs.captions)
    one = [training(samples, rate_of(samples, dim), steps)]

    def product(both: Tensors) -> Tensors:
        return (both[0].mT @ both[1],)

    others = {"vmap": product(trained(by_vmap, one, weights, data)), "ours": (found,)}
    return apart(product(trained(in_a_loop, one, weights, data)), others)


def case(samples: int, dim: int, steps: int = STEPS, looped: int = 1, batch: int = 512, least: float = 0.0) -> Case:
    """One training set."""
    plain = plain_ways(partial(draw, samples, dim), [training(samples, rate_of(samples, dim), steps)])
    ways = {**plain, "ours": partial(ours, samples, dim, steps)}
    trials = {"loop": looped, "vmap": 4 * looped, "ours": batch}
    size = f"n = {samples}, d = {dim}"
    return Case(CLAIM, size, ways, trials, partial(difference, samples, dim, steps), 1e-8, least)


def cases() -> list[Case]:
    """The first two rungs of the claim's ladder."""
    return [case(100, 10, looped=2, least=200.0), case(400, 40, looped=1, batch=128, least=300.0)]
