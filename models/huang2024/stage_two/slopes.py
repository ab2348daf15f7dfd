r"""Slopes of the similarities at a state along a reference, as Lemmas C.16 and D.13 bound them.

Source: Huang et al. 2024, arXiv:2411.02837, appendices C.2 and D.2.
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.recursion import State

__all__ = ["multi_modal_partners", "reference_slopes", "single_modal_partners"]


def single_modal_partners(states: tuple[State, ...]) -> Iterator[tuple[State, Responses, Responses]]:
    """The network, its responses to the positive views, and those to the samples among which negatives are."""
    (state,) = states
    views = state.weights @ state.modality.views.mT
    yield state, replace(state.active, noise=views.unflatten(2, (2, -1)).movedim(2, 1).relu()), state.active


def multi_modal_partners(states: tuple[State, ...]) -> Iterator[tuple[State, Responses, Responses]]:
    """Each network, with the other's responses to the positives and to the samples among which negatives are."""
    for state, other in zip(states, reversed(states), strict=True):
        yield state, other.active, other.active


def reference_slopes(
    state: State, reference: Tensor, positives: Responses, others: Responses, temperature: Tensor
) -> tuple[Tensor, Tensor]:
    r"""$\langle \nabla F_0, W^* \rangle$ of each anchor and $\langle \nabla F_j, W^* \rangle$ of each negative.

    $F_0 = \mathrm{Sim}(x_i, x_i^+) / \tau$ and $F_j = \mathrm{Sim}(x_i, x_j) / \tau$, second factors held.

    Returns:
        Shapes (trials, 2, samples / 2) and (trials, 2, samples / 2, samples / 2); the anchors' class comes first.
    """
    active = state.active
    target = (state.modality.weights + reference @ state.modality.directions) @ state.modality.directions.mT
    noise = target[:, :, :-1].unflatten(2, (2, -1)).movedim(2, 1) * (active.noise > 0)  # (trials, 2, width, n / 2)
    signal = torch.stack([target[:, :, -1], -target[:, :, -1]], dim=1) * (active.signal > 0)
    scale = 1 / (target.shape[1] * temperature[:, None, None])
    positive = (noise * positives.noise).sum(dim=2) + (signal * positives.signal).sum(dim=2)[..., None]
    negative = noise.mT @ others.noise.flip(1) + (signal * others.signal.flip(1)).sum(dim=2)[..., None, None]
    return scale * positive, scale[..., None] * negative
