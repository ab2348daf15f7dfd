r"""One step of both networks' coefficients: what a formula says, and what gradient descent does.

The loss of eq. 9 depends on the weights through their inner products with the n noises and the signal alone, so that
$-\eta \nabla_{w_r} L = \sum_k \kappa\, a_{rk} v_k$ over these vectors, with $a = -n m \tau\, \partial L / \partial
\langle w_r, v_k \rangle$: automatic differentiation by the inner products gives each coefficient's increment by itself.
Increments are over $\kappa \|v_k\|^2$, as in `models.huang2024.recursion`.

Source: Huang et al. 2024, arXiv:2411.02837, eq. 9 and Lemma 5.3.
"""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.explicit import Hold, held, multi_modal_loss
from models.huang2024.lemmas import in_order
from models.huang2024.pairing.labels import Pairing
from models.huang2024.pairing.steps import Anchored, Ascent, push
from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import State

__all__ = ["descended", "mismatches", "parallel_noises", "stepped"]


def stepped(states: tuple[State, ...], patches: TwoPatches, pairing: Pairing, ascent: Ascent) -> list[Tensor]:
    """What a formula adds to each network's coefficients, shape (trials, width, samples + 1), the signal last.

    Args:
        states: Both networks, as `recursion` has them.
        patches: The regimes.
        pairing: Labels, in the order of the samples, and who is a negative of whom.
        ascent: The formula.
    """
    h, g = (in_order(state).active for state in states)
    labels, temperature = (pairing.first, pairing.second), torch.as_tensor(patches.temperature)
    steps = []
    for order, own, other in ((labels, h, g), (labels[::-1], g, h)):
        _, pushed, shares = push(own, other, other, pairing.negatives, temperature, order)
        steps.append(ascent(Anchored(order[0], own, other, shares, pushed)))
    return steps


def descended(states: tuple[State, ...], patches: TwoPatches, hold: Hold = held) -> list[Tensor]:
    """What gradient descent adds to them, by automatic differentiation of eq. 9; shapes as in `stepped`."""
    inner = [state.inner.detach().clone().requires_grad_() for state in states]
    values = multi_modal_loss(tuple(inner), patches, (_as_coordinates(inner[0]), _as_coordinates(inner[1])), hold)
    unit = patches.samples * patches.width * torch.as_tensor(patches.temperature)[:, None, None]
    return [-unit * slope for slope in torch.autograd.grad(values.sum(), inner)]


def mismatches(found: Sequence[Tensor], expected: Sequence[Tensor]) -> Tensor:
    """Largest difference of noise increments, and of signal increments, over the largest increment; (trials, 2)."""
    pairs = [
        torch.stack([_relative(a[:, :, :-1], b[:, :, :-1]), _relative(a[:, :, -1:], b[:, :, -1:])], dim=1)
        for a, b in zip(found, expected, strict=True)
    ]
    return torch.stack(pairs).amax(dim=0)


def parallel_noises(modalities: tuple[Modality, Modality]) -> tuple[Modality, Modality]:
    """All noises of a modality are its first one times factors from 0.5 to 1.5, the same ones in either class."""
    return _parallel(modalities[0]), _parallel(modalities[1])


def _parallel(modality: Modality) -> Modality:
    noises, signal = modality.directions[:, :-1], modality.directions[:, -1:]
    factors = torch.linspace(0.5, 1.5, noises.shape[1] // 2, dtype=noises.dtype, device=noises.device).repeat(2)
    return replace(modality, directions=torch.cat([factors[:, None] * noises[:, :1], signal], dim=1))


def _as_coordinates(inner: Tensor) -> Modality:
    """A modality whose vectors are the unit vectors: weights there are the inner products themselves."""
    units = torch.eye(inner.shape[2], dtype=inner.dtype, device=inner.device).expand(inner.shape[0], -1, -1)
    return Modality(weights=inner.detach(), directions=units, views=units[:, :-1])


def _relative(found: Tensor, expected: Tensor) -> Tensor:
    return (found - expected).abs().amax(dim=(1, 2)) / expected.abs().amax(dim=(1, 2))
