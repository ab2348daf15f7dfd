r"""The two trainings for any labels of either modality and any choice of negatives.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 6 and 9.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.pairing.labels import Pairing
from models.huang2024.pairing.steps import Anchored, Ascent, at_the_anchor, push
from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import State

__all__ = ["PairedArm", "multi_modal", "single_modal", "train"]

PairedArm = Callable[[TwoPatches, tuple[Modality, Modality], Pairing, Ascent], Iterator[tuple[State, ...]]]
"""(regimes, both modalities, pairing, step) -> states after 0, 1, ..., T steps, their responses in sample order."""


def single_modal(
    patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing, ascent: Ascent = at_the_anchor
) -> Iterator[tuple[State, ...]]:
    """Train one network on the first modality; positives are the views (eq. 6)."""
    modality, y = modalities[0], pairing.first
    temperature, rate = torch.as_tensor(patches.temperature), patches.growth_rate[:, None, None]
    look, look_at_views = (_seen(modality, vectors) for vectors in (modality.directions, modality.views))
    coefficients = _nothing(patches, modality)
    for _ in range(patches.steps + 1):
        inner = look(coefficients)
        active = _responses(inner, y)
        views = replace(active, noise=look_at_views(coefficients).relu_())
        losses, pushed, shares = push(active, views, active, pairing.negatives, temperature, (y, y))
        yield (State(modality, coefficients, inner, losses, active),)
        coefficients = torch.addcmul(coefficients, rate, ascent(Anchored(y, active, active, shares, pushed)))


def multi_modal(
    patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing, ascent: Ascent = at_the_anchor
) -> Iterator[tuple[State, ...]]:
    """Train one network on each modality; positives and negatives are the other modality's samples (eq. 9)."""
    labels = pairing.first, pairing.second
    temperature, rate = torch.as_tensor(patches.temperature), patches.growth_rate[:, None, None]
    looks = [_seen(modality, modality.directions) for modality in modalities]
    coefficients = [_nothing(patches, modality) for modality in modalities]
    for _ in range(patches.steps + 1):
        inner = [look(own) for look, own in zip(looks, coefficients, strict=True)]
        h, g = map(_responses, inner, labels)
        terms = [
            push(own, other, other, pairing.negatives, temperature, order)
            for own, other, order in ((h, g, labels), (g, h, labels[::-1]))
        ]
        losses = terms[0][0] + terms[1][0]
        yield tuple(
            State(m, own, products, losses, active)
            for m, own, products, active in zip(modalities, coefficients, inner, (h, g), strict=True)
        )
        coefficients = [
            torch.addcmul(own, rate, ascent(Anchored(y, active, other, shares, pushed)))
            for own, y, active, other, (_, pushed, shares) in zip(
                coefficients, labels, (h, g), (g, h), terms, strict=True
            )
        ]


def train(
    arm: PairedArm,
    patches: TwoPatches,
    modalities: tuple[Modality, Modality],
    pairing: Pairing,
    ascent: Ascent = at_the_anchor,
) -> tuple[State, ...]:
    """The states after all steps."""
    for states in arm(patches, modalities, pairing, ascent):
        last = states
    return last


def _seen(modality: Modality, vectors: Tensor) -> Callable[[Tensor], Tensor]:
    """Coefficients -> inner products of the weights with given vectors, shape (trials, width, vectors)."""
    at_start, of_directions = modality.weights @ vectors.mT, modality.directions @ vectors.mT
    return lambda coefficients: torch.baddbmm(at_start, coefficients, of_directions)


def _nothing(patches: TwoPatches, modality: Modality) -> Tensor:
    return torch.zeros_like(modality.weights[:, :, :1]).expand(-1, -1, patches.samples + 1)


def _responses(inner: Tensor, y: Tensor) -> Responses:
    return Responses((inner[:, :, -1:] * y[:, None]).relu(), inner[:, :, :-1].relu())
