r"""Two small encoders trained by the symmetric contrastive loss on noisy views of one latent.

Encoders are two-layer ReLU networks with weights of their own in every trial and arm; arms of a trial share start, data
and minibatches and differ in the temperature, or in whether features are normalised. `torch.optim` acts entry by entry,
so one optimiser steps all of them as if each were alone.

Source: the settings of Yaras, Chen, Wang and Qu 2025, arXiv:2412.07909, sections 4 and F in small; data, architecture
and sizes are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.unit_vectors import tangent
from models.yaras2025.flows.loss import gradient
from theoremcheck.streams import Streams

__all__ = ["Arms", "Views", "Weights", "draw_views", "encode", "initial_weights", "measure", "slopes", "train_arms"]

Weights = list[Tensor]
"""Of either encoder in turn: first and second layer, shapes (trials, arms, inputs, hidden), (trials, arms, hidden,
d)."""

_LEARNING_RATE = 4e-3
"""Of Adam, in every arm."""

_TESTED = 512
"""Pairs on which gap and retrieval are measured."""


@dataclass(frozen=True)
class Views:
    """A latent of decaying spectrum seen through two random maps, and the training of its encoders."""

    noise: float  # standard deviation in every coordinate of a view
    latent: int = 24
    inputs: int = 32
    hidden: int = 64
    dim: int = 16  # d
    samples: int = 1024  # N
    batch: int = 64
    steps: int = 200


@dataclass(frozen=True)
class Arms:
    """What the arms of a trial differ in.

    Attributes:
        temperatures: One each, fixed.
        normalised: Whether the loss sees unit features, one each.
    """

    temperatures: tuple[float, ...]
    normalised: tuple[bool, ...]


def draw_views(model: Views, streams: Streams) -> tuple[Tensor, Tensor]:
    r"""Views of both modalities, $\tanh(z A) + \sigma \xi$, each of shape (trials, N + tested, inputs).

    The k-th coordinate of the latent has standard deviation 1 / k, so that the last ones drown in the noise.
    """
    count = model.samples + _TESTED
    scales = 1 / torch.arange(1, model.latent + 1, dtype=streams.dtype, device=streams.device)
    latent = streams.normal("latent", (count, model.latent)) * scales

    def view(name: str) -> Tensor:
        mix = streams.normal(f"map {name}", (model.latent, model.inputs))
        noise = torch.as_tensor(model.noise)[:, None, None]
        return torch.tanh(latent @ mix) + noise * streams.normal(f"noise {name}", (count, model.inputs))

    return view("x"), view("y")


def initial_weights(model: Views, arms: int, streams: Streams) -> Weights:
    """He's initialisation, the same in all arms of a trial."""
    shapes = {"first": (model.inputs, model.hidden), "second": (model.hidden, model.dim)}
    drawn = [
        streams.normal(f"{layer} layer {name}", shape) * (2 / shape[0]) ** 0.5
        for name in ("x", "y")
        for layer, shape in shapes.items()
    ]
    return [weights[:, None].repeat(1, arms, 1, 1) for weights in drawn]


def encode(weights: Weights, views: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    """Features of both modalities before normalisation, each of shape (trials, arms, rows, d)."""
    x, y = (view[:, None] for view in views)
    return (x @ weights[0]).relu() @ weights[1], (y @ weights[2]).relu() @ weights[3]


def slopes(weights: Weights, views: tuple[Tensor, Tensor], beta: Tensor, unit: Tensor) -> Weights:
    r"""Gradient of each arm's loss $\ell(\beta H_X H_Y^\top)$ in its weights.

    Args:
        weights: Of both encoders.
        views: A batch of either modality, shape (trials, rows, inputs).
        beta: Inverse temperatures, shape (arms, 1, 1).
        unit: 1 where features are normalised and 0 where not, shape (arms, 1, 1).
    """
    inputs = [view[:, None] for view in views]
    hidden = [(view @ first).relu() for view, first in zip(inputs, weights[::2], strict=True)]
    raw = [active @ second for active, second in zip(hidden, weights[1::2], strict=True)]
    # A row of dead units is 0, and so are all slopes that pass through it.
    norms = [1 + unit * (rows.norm(dim=-1, keepdim=True).clamp(min=1e-12) - 1) for rows in raw]
    features = [rows / norm for rows, norm in zip(raw, norms, strict=True)]
    by_scores = beta * gradient(beta * features[0] @ features[1].mT)
    by_features = by_scores @ features[1], by_scores.mT @ features[0]
    found: Weights = []
    for side in (0, 1):
        # Where features are not normalised no part of a slope is lost.
        by_raw = tangent(by_features[side], unit * features[side]) / norms[side]
        by_hidden = (by_raw @ weights[2 * side + 1].mT) * (hidden[side] > 0)
        found += [inputs[side].mT @ by_hidden, hidden[side].mT @ by_raw]
    return found


def train_arms(
    model: Views, arms: Arms, streams: Streams, paired: bool = True
) -> tuple[Weights, tuple[Tensor, Tensor]]:
    """Train all arms by Adam on common minibatches.

    Args:
        model: Regimes.
        arms: What differs.
        streams: One stream a trial.
        paired: Whether a pair shows one latent in training; otherwise partners are shuffled.

    Returns:
        Weights, and the views that were kept for testing.
    """
    x, y = draw_views(model, streams)
    tests = x[:, model.samples :], y[:, model.samples :]
    x, y = x[:, : model.samples], y[:, : model.samples]
    if not paired:
        y = y.roll(model.samples // 2, dims=1)
    weights = initial_weights(model, len(arms.temperatures), streams)
    beta = (1 / torch.tensor(arms.temperatures).to(x))[:, None, None]
    unit = torch.tensor(arms.normalised).to(x)[:, None, None]
    optimiser = torch.optim.Adam(weights, lr=_LEARNING_RATE, fused=True)
    batches = model.samples // model.batch
    for step in range(model.steps):
        # The samples are independent draws, so that any fixed order of them is a random one.
        rows = slice(step % batches * model.batch, (step % batches + 1) * model.batch)
        for tensor, slope in zip(weights, slopes(weights, (x[:, rows], y[:, rows]), beta, unit), strict=True):
            tensor.grad = slope
        optimiser.step()
    return weights, tests


def measure(weights: Weights, tests: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    """Distance of the centres of normalised test features, and the share retrieved first; (trials, arms) each."""
    x, y = (normalize(rows, dim=-1) for rows in encode(weights, tests))
    gap = (x.mean(-2) - y.mean(-2)).norm(dim=-1)
    own = torch.arange(x.shape[-2], device=x.device)
    return gap, ((x @ y.mT).argmax(-1) == own).to(x).mean(-1)
