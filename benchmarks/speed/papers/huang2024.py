r"""Huang et al. 2024, second-modality-helps: both arms, in $R^d$ as printed and in coordinates of the data's span.

Lengths are in units of $\sigma_\xi \sqrt d$, as in `models.huang2024.patches`. A user draws vectors of $R^d$; the
catalogue draws their coordinates, whose law is the same (`tests/models/huang2024/test_two_sample.py`), so that no cost
of its depends on d. From vectors of $R^d$ that are given, its recursion finds the user's weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from benchmarks.speed.in_jax_or_not import jax_twins
from benchmarks.speed.peers import Case, Tensors, Training, apart, by_vmap, in_a_loop, plain_ways, trained
from models.huang2024.patches import Modality, TwoPatches, explicit_vectors, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from theoremcheck.streams import Streams, stream_key

__all__ = ["Setting", "case", "cases", "kernel"]

CLAIM = "huang2024.second-modality-helps"

DIMENSIONS = (400, 2_000, 10_000, 100_000)

LOOPED = {400: 8, 2_000: 8, 10_000: 4, 100_000: 1}
"""Trials of a turn of the loop and of vmap, a few tenths of a second of them; at 100,000 one takes seconds."""

COMPILED = {400: 128, 2_000: 64, 10_000: 8, 100_000: 1}
"""Trials that JAX trains at once; at 100,000 one of them fills 64 MiB with its numbers alone."""

LEAST = {400: 14.0, 2_000: 20.0, 10_000: 50.0, 100_000: 400.0}
"""What the guard asks of the loop over ours: about half of what was seen on a busy machine (docs/performance.md)."""

OURS = 128
"""Trials of a batch of ours."""


@dataclass(frozen=True)
class Setting:
    """A point of the regime and its size; d is `dim`."""

    dim: int
    samples: int = 40  # n
    width: int = 20  # m
    steps: int = 50
    signal_strength: float = 1.25
    start_size: float = 0.1
    modality_ratio: float = 3.0
    temperature: float = 1.0
    view_noise: float = 0.1
    horizon: float = 12.0

    @property
    def snr(self) -> float:
        """Length of the first signal."""
        return float((self.signal_strength / self.samples) ** 0.5)

    @property
    def rate(self) -> float:
        r"""$\eta = \kappa n m \tau$."""
        return self.horizon / self.steps * self.samples * self.width * self.temperature

    def patches(self, trials: int, dtype: torch.dtype) -> TwoPatches:
        """As the catalogue has it."""
        fields = dict(
            signal_strength=self.signal_strength,
            dim_ratio=self.dim / self.samples**2,
            start_size=self.start_size,
            modality_ratio=self.modality_ratio,
            temperature=self.temperature,
            view_noise=self.view_noise,
            test_signal=1.6,
            horizon=self.horizon,
        )
        filled = {name: torch.full((trials,), value, dtype=dtype) for name, value in fields.items()}
        return TwoPatches(samples=self.samples, width=self.width, steps=self.steps, **filled)


def draw(setting: Setting, trials: int) -> tuple[Tensors, Tensors]:
    """Weights of both networks; noises and signal of the first modality, its views, noises and signal of the second."""
    root = setting.dim**0.5
    weights, data = [], []
    for length in (setting.snr, setting.snr * setting.modality_ratio):
        signal = torch.zeros(trials, setting.dim)
        signal[:, 0] = length
        data.append((torch.randn(trials, setting.samples, setting.dim) / root, signal))
        weights.append(setting.start_size * torch.randn(trials, setting.width, setting.dim))
    (noises, signal), second = data
    views = noises + setting.view_noise / root * torch.randn_like(noises)
    return tuple(weights), (noises, signal, views, *second)


def trainings(setting: Setting) -> tuple[Training, Training]:
    """The single-modal arm and the multi-modal one, by eqs. 6 and 9 of the paper."""
    y = torch.tensor([1.0, -1.0]).repeat_interleave(setting.samples // 2)[:, None]
    scale = 1 / (setting.width * setting.temperature)

    def embed(weights: Tensor, noises: Tensor, signal: Tensor) -> Tensor:
        return torch.cat([y.to(weights) * (weights @ signal), noises @ weights.mT], dim=1).relu()

    def loss(anchors: Tensor, positives: Tensor, others: Tensor) -> Tensor:
        positives, others = positives.detach(), others.detach()
        negative = (scale * anchors @ others.mT).masked_fill(y == y.mT, -torch.inf)
        positive = scale * (anchors * positives).sum(dim=1, keepdim=True)
        return (torch.logsumexp(torch.cat([positive, negative], dim=1), dim=1) - positive[:, 0]).mean()

    def single(weights: Tensors, data: Tensors, step: int) -> Tensor:
        noises, signal, views, *_ = data
        h = embed(weights[0], noises, signal)
        return loss(h, embed(weights[0], views, signal), h)

    def multi(weights: Tensors, data: Tensors, step: int) -> Tensor:
        noises, signal, _, others, stronger = data
        h, g = embed(weights[0], noises, signal), embed(weights[1], others, stronger)
        return loss(h, g, g) + loss(g, h, h)

    descent = partial(torch.optim.SGD, lr=setting.rate)
    return Training(single, descent, setting.steps, slice(1)), Training(multi, descent, setting.steps)


def ours(setting: Setting, trials: int) -> None:
    """Draw both modalities and train both arms, as the claim's experiment does."""
    kernel(setting, trials)(trials)


def kernel(setting: Setting, trials: int) -> Callable[[int], None]:
    """Draw, and leave the training of just these trials to whoever calls."""
    patches = setting.patches(trials, torch.float32)
    modalities = two_modalities(patches, Streams(stream_key("speed"), torch.arange(trials), torch.float32))

    def run(_: int) -> None:
        for arm in (single_modal, multi_modal):
            train(arm, patches, modalities)

    return run


def difference(setting: Setting) -> dict[str, float]:
    """Weights of all three networks after training, from vectors of $R^d$ in common."""
    trials = 2 if setting.dim < 10_000 else 1
    patches = setting.patches(trials, torch.float64)
    modalities = two_modalities(patches, Streams(stream_key("speed"), torch.arange(trials)), explicit_vectors)
    weights, data = tuple(each.weights for each in modalities), _data(modalities)
    arms = trainings(setting)
    others = {"vmap": trained(by_vmap, arms, weights, data)}
    if (twins := jax_twins()) is not None:
        others["jax"] = twins.huang2024_trained(setting, weights, data)
    others["ours"] = tuple(
        state.weights for arm in (single_modal, multi_modal) for state in train(arm, patches, modalities)
    )
    return apart(trained(in_a_loop, arms, weights, data), others)


def _data(modalities: tuple[Modality, Modality]) -> Tensors:
    first, second = ((each.directions[:, :-1], each.directions[:, -1]) for each in modalities)
    return (*first, modalities[0].views, *second)


def case(setting: Setting, looped: int = 2, compiled: int = 2, batch: int = OURS, least: float = 0.0) -> Case:
    """Both arms at one dimension."""
    ways = plain_ways(partial(draw, setting), trainings(setting))
    if (twins := jax_twins()) is not None:
        ways["jax"] = twins.huang2024_drawn(setting)
    ways["ours"] = partial(ours, setting)
    trials = {"loop": looped, "vmap": looped, "jax": compiled, "ours": batch}
    return Case(CLAIM, f"d = {setting.dim:,}", ways, trials, partial(difference, setting), 1e-10, least)


def cases() -> list[Case]:
    """At the dimensions that memory holds."""
    return [case(Setting(dim), LOOPED[dim], COMPILED[dim], OURS, LEAST[dim]) for dim in DIMENSIONS]
