"""A training as a user of PyTorch writes it: trial after trial by autograd, or all trials at once by `torch.func.vmap`.

Weights and data are tuples of tensors whose first axis is that of the trials; a loss sees one trial's, without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.func import grad, vmap

__all__ = [
    "WAYS",
    "Case",
    "Draw",
    "Loss",
    "Tensors",
    "Training",
    "apart",
    "by_vmap",
    "in_a_loop",
    "plain_ways",
    "trained",
]

Tensors = tuple[Tensor, ...]

Loss = Callable[[Tensors, Tensors, int], Tensor]
"""(weights of a trial, its data, number of the step) -> a single loss."""

Draw = Callable[[int], tuple[Tensors, Tensors]]
"""How many trials -> their weights at the start, and their data."""

WAYS = ("loop", "vmap", "jax", "ours")
"""In the order in which they take turns."""


@dataclass(frozen=True)
class Training:
    """One descent.

    Attributes:
        loss: Of one trial.
        optimiser: Weights -> what steps them.
        steps: How many steps.
        weights: Which of the drawn weights it trains.
        rate: Learning rate of each step, where it is not the optimiser's own.
    """

    loss: Loss
    optimiser: Callable[[Iterable[Tensor]], torch.optim.Optimizer]
    steps: int
    weights: slice = field(default_factory=lambda: slice(None))
    rate: Callable[[int], float] | None = None


@dataclass(frozen=True)
class Case:
    """One training of a claim at one size, written in several ways.

    Attributes:
        claim: The claim.
        size: The size, in words.
        ways: For each way a function that draws and trains so many trials.
        trials: Trials of a timed call, for each way.
        apart: Trains the same few trials in every way from the same numbers, in float64; returns, for each way but the
            loop, the largest difference from it, over the largest value.
        round_off: What those differences may be.
        least: How many times as long as ours the loop has to take, for the guard: about half of what was measured
            (docs/performance.md).
    """

    claim: str
    size: str
    ways: Mapping[str, Callable[[int], object]]
    trials: Mapping[str, int]
    apart: Callable[[], dict[str, float]]
    round_off: float
    least: float = 0.0


def in_a_loop(training: Training, weights: Tensors, data: Tensors) -> Tensors:
    """Train trial after trial."""
    trained = [
        _one(training, start, datum)
        for start, datum in zip(zip(*weights, strict=True), zip(*data, strict=True), strict=True)
    ]
    return tuple(torch.stack(each) for each in zip(*trained, strict=True))


def _one(training: Training, start: Tensors, data: Tensors) -> list[Tensor]:
    weights = tuple(each.clone().requires_grad_() for each in start)
    optimiser = training.optimiser(weights)
    for step in range(training.steps):
        _set_rate(training, optimiser, step)
        optimiser.zero_grad()
        training.loss(weights, data, step).backward()
        optimiser.step()
    return [each.detach() for each in weights]


def by_vmap(training: Training, weights: Tensors, data: Tensors) -> Tensors:
    """Train all trials at once; torch's optimisers act entry by entry, so one of them steps all."""
    trained = tuple(each.clone() for each in weights)
    optimiser = training.optimiser(trained)
    for step in range(training.steps):
        _set_rate(training, optimiser, step)
        slopes = vmap(grad(_at(training.loss, step)))(trained, data)
        for each, slope in zip(trained, slopes, strict=True):
            each.grad = slope
        optimiser.step()
    return trained


def _at(loss: Loss, step: int) -> Callable[[Tensors, Tensors], Tensor]:
    return lambda weights, data: loss(weights, data, step)


def _set_rate(training: Training, optimiser: torch.optim.Optimizer, step: int) -> None:
    if training.rate is not None:
        optimiser.param_groups[0]["lr"] = training.rate(step)


def plain_ways(draw: Draw, trainings: Sequence[Training]) -> dict[str, Callable[[int], object]]:
    """The loop, which draws each trial when its turn comes, and vmap, which draws all of them first."""

    def loop(trials: int) -> None:
        for _ in range(trials):
            weights, data = draw(1)
            for training in trainings:
                in_a_loop(training, weights[training.weights], data)

    def vmapped(trials: int) -> None:
        weights, data = draw(trials)
        for training in trainings:
            by_vmap(training, weights[training.weights], data)

    return {"loop": loop, "vmap": vmapped}


def trained(how: Callable[..., Tensors], trainings: Sequence[Training], weights: Tensors, data: Tensors) -> Tensors:
    """What all trainings make of the same draws."""
    return tuple(each for one in trainings for each in how(one, weights[one.weights], data))


def apart(loop: Iterable[Tensor], others: Mapping[str, Iterable[Tensor]]) -> dict[str, float]:
    """The largest difference of each way from the loop, over the largest value of the same tensor."""
    expected = tuple(loop)
    return {
        way: max(float((one - other).abs().max() / one.abs().max()) for one, other in zip(expected, found, strict=True))
        for way, found in others.items()
    }
