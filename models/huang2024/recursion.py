r"""Gradient descent in coefficients: its cost does not depend on the dimension.

The iterates are $w_r(t) = w_r(0) + \gamma_r(t) \mu / \|\mu\|^2 + \sum_i \rho_{ri}(t) \xi_i / \|\xi_i\|^2$, and the
coefficients obey (with $\Delta_{ri}$ the push of `contrast.stepped` and $\kappa = \eta \sigma_\xi^2 d / (n m \tau)$)
$$ \gamma_r \mathrel{+}= \kappa \|\mu\|^2 \sum_i \Delta^\mu_{ri} \, y_i \, 1[y_i \langle w_r, \mu \rangle > 0] , \qquad
   \rho_{ri} \mathrel{+}= \kappa \|\xi_i\|^2 \Delta^\xi_{ri} \, 1[\langle w_r, \xi_i \rangle > 0] . $$
Here $\rho / \|\xi\|^2$ and $\gamma / \|\mu\|^2$ are kept, so that one matrix of inner products does the rest.

Source: Huang et al. 2024, arXiv:2411.02837, Lemma 5.1, and Lemma 5.3 with its indices corrected.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat

import torch
from torch import Tensor

from models.huang2024.contrast import Responses, contrast, mutual_contrast, responses, similarities, stepped
from models.huang2024.patches import Modality, TwoPatches

__all__ = ["Arm", "Motion", "State", "descending", "multi_modal", "resting", "single_modal", "train"]


@dataclass(frozen=True)
class State:
    """One modality's network after some steps.

    Attributes:
        modality: Its vectors.
        coefficients: Of the directions, shape (trials, width, samples + 1); the last belongs to the signal.
        inner: Inner products of the weights with the directions, shape (trials, width, samples + 1).
        losses: Loss of the whole set-up, shape (trials,).
        active: Responses to the training samples.
    """

    modality: Modality
    coefficients: Tensor
    inner: Tensor
    losses: Tensor
    active: Responses

    @property
    def signal(self) -> Tensor:
        r"""$\gamma_r$, shape (trials, width)."""
        return self.coefficients[:, :, -1] * self.modality.squares[:, :, -1]

    @property
    def noise(self) -> Tensor:
        r"""$\rho_{ri}$, shape (trials, width, samples)."""
        return self.coefficients[:, :, :-1] * self.modality.squares[:, :, :-1]

    @property
    def weights(self) -> Tensor:
        """$w_r(t)$ in the modality's coordinates, shape (trials, width, coordinates)."""
        return self.modality.weights + self.coefficients @ self.modality.directions


Arm = Callable[[TwoPatches, tuple[Modality, Modality]], Iterator[tuple[State, ...]]]
"""(regimes, both modalities) -> the states after 0, 1, ..., T steps, one for each network that is trained."""


def single_modal(patches: TwoPatches, modalities: tuple[Modality, Modality]) -> Iterator[tuple[State, ...]]:
    """Train one network on the first modality; positives are the views (eq. 6)."""
    modality = modalities[0]
    scale, rate = 1 / (patches.width * torch.as_tensor(patches.temperature)), patches.growth_rate
    look = _Seen(modality, torch.cat([modality.directions, modality.views], dim=1))
    coefficients = look.nothing
    for _ in range(patches.steps + 1):
        inner, views = look(coefficients).split([patches.samples + 1, patches.samples], dim=2)
        active, positives = (responses(inner[:, :, -1], patch) for patch in (inner[:, :, :-1], views))
        seen = contrast(similarities(active, positives, active), scale)
        yield (State(modality, coefficients, inner, seen.losses, active),)
        coefficients = stepped(coefficients, rate, seen, active, positives, active)


def multi_modal(patches: TwoPatches, modalities: tuple[Modality, Modality]) -> Iterator[tuple[State, ...]]:
    """Train one network on each modality; positives and negatives are the other modality's samples (eq. 9)."""
    scale, rate = 1 / (patches.width * torch.as_tensor(patches.temperature)), patches.growth_rate
    looks = [_Seen(modality, modality.directions) for modality in modalities]
    coefficients = [look.nothing for look in looks]
    for _ in range(patches.steps + 1):
        inner = [look(own) for look, own in zip(looks, coefficients, strict=True)]
        h, g = (responses(patch[:, :, -1], patch[:, :, :-1]) for patch in inner)
        seen = mutual_contrast(similarities(h, g, g), scale)
        losses = seen[0].losses + seen[1].losses
        yield tuple(
            State(modality, own, products, losses, active)
            for modality, own, products, active in zip(modalities, coefficients, inner, (h, g), strict=True)
        )
        coefficients = [
            stepped(own, rate, mine, active, other, other)
            for own, mine, active, other in zip(coefficients, seen, (h, g), (g, h), strict=True)
        ]


Motion = Callable[[Arm], Arm]
"""What becomes of an arm's networks: `descending` as it trains them, or `resting`."""


def descending(arm: Arm) -> Arm:
    """The arm itself."""
    return arm


def resting(arm: Arm) -> Arm:
    """The arm with networks that stay as they start: whatever is read off them was there before training."""

    def stay(patches: TwoPatches, modalities: tuple[Modality, Modality]) -> Iterator[tuple[State, ...]]:
        start = next(arm(patches, modalities))
        yield from repeat(start, patches.steps + 1)

    return stay


def train(arm: Arm, patches: TwoPatches, modalities: tuple[Modality, Modality]) -> tuple[State, ...]:
    """The states after all steps."""
    for states in arm(patches, modalities):
        last = states
    return last


class _Seen:
    """Inner products of the moving weights with given vectors; vectors before neurons in memory, see `responses`."""

    def __init__(self, modality: Modality, vectors: Tensor) -> None:
        """Two Gram matrices, made once."""
        self.products = vectors @ modality.weights.mT, vectors @ modality.directions.mT

    @property
    def nothing(self) -> Tensor:
        """Coefficients of weights that have not moved, shape (trials, width, directions)."""
        at_start, of_directions = self.products
        return at_start.new_zeros(len(at_start), of_directions.shape[2], at_start.shape[2]).mT

    def __call__(self, coefficients: Tensor) -> Tensor:
        """Shape (trials, width, vectors)."""
        at_start, of_directions = self.products
        return torch.baddbmm(at_start, of_directions, coefficients.mT).mT
