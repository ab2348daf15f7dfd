r"""A training of stage 2, step by step: by how much each step brings W closer to a reference.

Differences of weights lie in the span of the signal and the noises, so distances and gradients need no more than inner
products with these. Units are those of `patches`; the learning rate there is $\eta = \kappa n m \tau$.

Source: Huang et al. 2024, arXiv:2411.02837, appendices C.2 and D.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import Arm, State

__all__ = ["Path", "follow", "learning_rate"]


def learning_rate(patches: TwoPatches) -> Tensor:
    r"""$\eta = \kappa n m \tau$ in units of $1 / (\sigma_\xi^2 d)$, shape (trials,)."""
    return patches.growth_rate * patches.samples * patches.width * torch.as_tensor(patches.temperature)


@dataclass(frozen=True)
class Path:
    """A training, step by step.

    Attributes:
        losses: L(t), shape (trials, steps + 1), as are the next two.
        signal: Largest signal coefficient of any neuron and network, in absolute value.
        noise: Largest noise coefficient of any neuron, sample and network, in absolute value.
        distances: Squared distance to each reference, over all networks, shape (trials, steps + 1, references).
        gradients: Squared norm of the gradient, over all networks, shape (trials, steps).
        last: The networks after the last step.
    """

    losses: Tensor
    signal: Tensor
    noise: Tensor
    distances: Tensor
    gradients: Tensor
    last: tuple[State, ...]

    def surplus(self, patches: TwoPatches) -> Tensor:
        r"""$(\|W(t) - W^*\|^2 - \|W(t + 1) - W^*\|^2) / \eta - L(t)$, shape (trials, steps, references)."""
        closer = self.distances[:, :-1] - self.distances[:, 1:]
        return closer / learning_rate(patches)[:, None, None] - self.losses[:, :-1, None]


def follow(
    arm: Arm, patches: TwoPatches, modalities: tuple[Modality, Modality], *references: tuple[Tensor, ...]
) -> Path:
    """Train, and record sizes, the gradient's norm and the distances to the references at each step."""
    rate = learning_rate(patches)
    goals = [_goals(modalities, reference) for reference in references]
    curves: list[tuple[Tensor, ...]] = []
    gradients: list[Tensor] = []
    before: tuple[State, ...] = ()
    for states in arm(patches, modalities):
        here = [(state.coefficients, state.inner) for state in states]
        curves.append(
            (
                states[0].losses,
                torch.stack([state.signal.abs().amax(dim=1) for state in states]).amax(dim=0),
                torch.stack([state.noise.abs().amax(dim=(1, 2)) for state in states]).amax(dim=0),
                torch.stack([_distance(here, goal) for goal in goals], dim=1),
            )
        )
        if before:
            moved = _distance(here, [(state.coefficients, state.inner) for state in before])
            gradients.append(moved / rate.square())
        before = states
    losses, signal, noise, distances = (torch.stack(curve, dim=1) for curve in zip(*curves, strict=True))
    return Path(losses, signal, noise, distances, torch.stack(gradients, dim=1), before)


Weights = Sequence[tuple[Tensor, Tensor]]
"""Of each network: coefficients of W - W(0) and inner products of W, both with the directions."""


def _goals(modalities: tuple[Modality, Modality], reference: tuple[Tensor, ...]) -> Weights:
    pairs = zip(modalities, reference, strict=False)  # a single network is on the first modality
    return [(w, (m.weights + w @ m.directions) @ m.directions.mT) for m, w in pairs]


def _distance(here: Weights, there: Weights) -> Tensor:
    """Squared distance of the networks' weights, shape (trials,): a sum of coefficients times inner products."""
    pairs = zip(here, there, strict=True)
    return torch.stack([((c - to_c) * (p - to_p)).sum(dim=(1, 2)) for (c, p), (to_c, to_p) in pairs]).sum(dim=0)
