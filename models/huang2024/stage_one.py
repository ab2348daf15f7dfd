r"""Stage 1, where all coefficients are small: what the lemmas about it look at.

While $|\gamma|, |\rho| \ll 1$ the loss weights stay near $1 / (1 + M)$ and each neuron grows by itself. With
$$ A_r = \langle w_r(0), \mu \rangle + \gamma_r , \qquad \Psi_{ri} = \langle w_r(0), \xi_i \rangle + \rho_{ri} $$
(tildes in the second modality) the lemmas say which signs stay, which pairs (r, i) move, and how fast.

Source: Huang et al. 2024, arXiv:2411.02837, appendices C and D.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.huang2024.contrast import Responses, responses
from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import Arm, State

__all__ = [
    "RECORDS",
    "Pairs",
    "class_sums",
    "grown",
    "kept_signs",
    "recorded",
    "signal_products",
    "synchronised_signs",
    "unevenness",
    "unevenness_multi_modal",
    "unevenness_single_modal",
]

RECORDS = 8
"""States of a training that are kept besides the first, at equal distances."""


def recorded(arm: Arm, patches: TwoPatches, modalities: tuple[Modality, Modality]) -> list[tuple[State, ...]]:
    """The states at the start and after each eighth of the steps, whose number is a multiple of eight."""
    every = patches.steps // RECORDS
    return [states for step, states in enumerate(arm(patches, modalities)) if step % every == 0]


@dataclass(frozen=True)
class Pairs:
    r"""What the weights see of the training set before the first step.

    Attributes:
        signal: $\langle w_r(0), \mu \rangle$, shape (trials, width).
        noise: $\langle w_r(0), \xi_i \rangle$, shape (trials, width, samples).
    """

    signal: Tensor
    noise: Tensor

    @classmethod
    def of(cls, modality: Modality) -> "Pairs":
        """The inner products of one modality."""
        products = modality.weights @ modality.directions.mT
        return cls(products[:, :, -1], products[:, :, :-1])


def grown(states: Sequence[State]) -> Tensor:
    r"""$\Psi_{ri}$: what a pair starts with and its own coefficient, shape (states, trials, width, samples)."""
    return Pairs.of(states[0].modality).noise + torch.stack([state.noise for state in states])


def signal_products(state: State) -> Tensor:
    r"""$\langle w_r, \mu \rangle$, shape (trials, width)."""
    return state.active.signal[:, 0] - state.active.signal[:, 1]


def kept_signs(states: Sequence[State]) -> Tensor:
    r"""Whether $\langle w_r, \mu \rangle$ keeps its sign and $\gamma_r$ moves that way alone, (trials, width)."""
    sign = signal_products(states[0]).sign()
    kept = torch.stack([signal_products(state).sign() == sign for state in states]).all(dim=0)
    moves = torch.stack([state.signal for state in states]).diff(dim=0)
    return kept & (moves * sign >= 0).all(dim=0)


def synchronised_signs(states: tuple[State, ...], ratio: Tensor) -> Tensor:
    r"""Whether both networks' $\langle w_r, \mu \rangle$ have the sign that the start tells, shape (trials, width).

    It is that of $C_\mu \langle w_r(0), \mu \rangle + \langle \tilde w_r(0), \tilde\mu \rangle$: of
    $C_\mu A_r + \tilde A_r$, which grows, while the difference $C_\mu A_r - \tilde A_r$ decays.
    """
    first, second = (Pairs.of(state.modality).signal for state in states)
    told = (ratio[:, None] * first + second).sign()
    return (signal_products(states[0]).sign() == told) & (signal_products(states[1]).sign() == told)


def class_sums(states: Sequence[tuple[State, ...]]) -> tuple[Tensor, Tensor]:
    r"""$\sum_i \Psi_{ri}$ over positive samples whose pair with neuron r is active at the start.

    Args:
        states: Of both networks, the start first.

    Returns:
        $B_{++}$, over the samples active in both modalities, and $B_{+-}$, over those active in the first alone; each
        of shape (states, trials, width).
    """
    first, second = (state.active.noise[:, 0] > 0 for state in states[0])
    sizes = grown([state for state, _ in states])[..., : first.shape[2]]
    both, one = ((sizes * (first & counted)).sum(dim=3) for counted in (second, ~second))
    return both, one


def unevenness_single_modal(state: State, temperature: Tensor) -> Tensor:
    r"""Smallest $C_\ell$ of the loss weights of eq. 6, shape (trials,)."""
    views = state.weights @ state.modality.views.mT
    positives = responses(signal_products(state), views)
    return unevenness(state.active, positives, state.active, temperature)


def unevenness_multi_modal(states: tuple[State, ...], temperature: Tensor) -> Tensor:
    r"""Smallest $C_\ell$ of the loss weights of both terms of eq. 9, shape (trials,)."""
    h, g = (state.active for state in states)
    return torch.maximum(unevenness(h, g, g, temperature), unevenness(g, h, h, temperature))


def unevenness(anchors: Responses, positives: Responses, others: Responses, temperature: Tensor) -> Tensor:
    r"""Smallest $C_\ell$ with $1 / C_\ell \le (1 + M) \ell_i, (1 + M) \ell_{ij} \le C_\ell$, shape (trials,)."""
    scale = 1 / (anchors.signal.shape[2] * temperature)[:, None, None, None]
    signal = torch.stack([anchors.signal * other.signal for other in (positives, _flipped(others))]).sum(dim=3)
    to_positive = signal[0][..., None] + (anchors.noise * positives.noise).sum(dim=2)
    to_negatives = signal[1][..., None, None] + anchors.noise.mT @ _flipped(others).noise
    weights = (scale * torch.cat([to_positive[..., None], to_negatives], dim=3)).softmax(dim=3)
    weights = weights * weights.shape[3]
    return torch.maximum(weights.amax(dim=(1, 2, 3)), 1 / weights.amin(dim=(1, 2, 3)))


def _flipped(active: Responses) -> Responses:
    """The other class in each class's place."""
    return Responses(active.signal.flip(1), active.noise.flip(1))
