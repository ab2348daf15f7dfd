"""Shrivastava et al. 2023, critic-is-the-log-ratio: two critics of a table of pairs, 1,500 steps of Adam each."""

from __future__ import annotations

from functools import partial
from math import cos, log, pi

import torch
from torch import Tensor
from torch.nn.functional import normalize, softplus

from benchmarks.speed.peers import Case, Tensors, Training, apart, by_vmap, in_a_loop, plain_ways, trained
from models.cliplite2023.critics import FLOOR, LEARNING_RATE, PairTable, fit_cosine, fit_table, jsd_slope
from theoremcheck.streams import Streams, stream_key

__all__ = ["case", "cases"]

CLAIM = "cliplite2023.critic-is-the-log-ratio"
ROWS, COLUMNS, DIM = 5, 6, 16
CONCENTRATION = 1.0


def tables(trials: int) -> PairTable:
    """A batch of one point: tables of 5 x 6 letters."""
    size, concentration = (torch.full((trials,), value, dtype=torch.float64) for value in (3.0, CONCENTRATION))
    return PairTable(size, concentration, DIM, 0)


def draw(trials: int) -> tuple[Tensors, Tensors]:
    """A table of scores, vectors of all letters, and the logarithm of the scale; the law."""
    concentration = torch.full((trials, ROWS * COLUMNS), CONCENTRATION, dtype=torch.float64)
    joint = torch.distributions.Dirichlet(concentration).sample().unflatten(1, (ROWS, COLUMNS)) + FLOOR
    vectors = torch.randn(trials, ROWS + COLUMNS, DIM, dtype=torch.float64)
    return (torch.zeros_like(joint), vectors, torch.full((trials,), -log(0.07), dtype=torch.float64)), (
        joint / joint.sum(dim=(1, 2), keepdim=True),
    )


def cosines(weights: Tensors) -> Tensor:
    """Scaled cosines of all pairs of letters."""
    first, second = normalize(weights[0], dim=-1).split((ROWS, COLUMNS), dim=-2)
    return weights[1].exp()[..., None, None] * first @ second.mT


def trainings(steps: int) -> tuple[Training, Training]:
    """Minus J, of a table and of scaled cosines."""

    def loss(scores: Tensor, joint: Tensor) -> Tensor:
        product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
        return (joint * softplus(-scores) + product * softplus(scores)).sum()

    def rate(step: int) -> float:
        return LEARNING_RATE * (1 + cos(pi * step / steps)) / 2

    return (
        Training(lambda own, data, step: loss(own[0], data[0]), torch.optim.Adam, steps, slice(1), rate),
        Training(lambda own, data, step: loss(cosines(own), data[0]), torch.optim.Adam, steps, slice(1, 3), rate),
    )


def ours(steps: int, trials: int) -> None:
    """Draw the laws, and train both critics."""
    streams = Streams(stream_key("speed"), torch.arange(trials))
    joint = tables(trials).law(streams)
    fit_table(joint, jsd_slope, steps)
    fit_cosine(joint, jsd_slope, DIM, steps, streams)


def difference(steps: int, trials: int = 2) -> dict[str, float]:
    """Scores of both critics."""
    streams = Streams(stream_key("speed"), torch.arange(trials))
    joint = tables(trials).law(streams)
    vectors = streams.normal("start", ((ROWS + COLUMNS) * DIM,)).unflatten(1, (ROWS + COLUMNS, DIM))
    weights = torch.zeros_like(joint), vectors, joint.new_full((trials,), -log(0.07))
    found = fit_table(joint, jsd_slope, steps), fit_cosine(joint, jsd_slope, DIM, steps, streams.common).scores

    def scores(both: Tensors) -> Tensors:
        return both[0], cosines(both[1:])

    both = trainings(steps)
    others = {"vmap": scores(trained(by_vmap, both, weights, (joint,))), "ours": found}
    return apart(scores(trained(in_a_loop, both, weights, (joint,))), others)


def case(steps: int = 1_500, looped: int = 1, batch: int = 128, least: float = 0.0) -> Case:
    """Both critics of one table."""
    ways = {**plain_ways(draw, trainings(steps)), "ours": partial(ours, steps)}
    trials = {"loop": looped, "vmap": batch // 2, "ours": batch}
    size = f"{ROWS} x {COLUMNS} letters, {steps:,} steps"
    return Case(CLAIM, size, ways, trials, partial(difference, steps), 1e-8, least)


def cases() -> list[Case]:
    """The largest of the claim's tables."""
    return [case(least=80.0)]
