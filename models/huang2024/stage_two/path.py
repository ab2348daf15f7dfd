r"""A training of stage 2, step by step: by how much each step brings W closer to a reference.

Differences of weights lie in the span of the signal and the noises, so distances and gradients need no more than inner
products with these. Units are those of `patches`; the learning rate there is $\eta = \kappa n m \tau$.

Source: Huang et al. 2024, arXiv:2411.02837, appendices C.2 and D.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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
        closer: Decrease of each in a step, shape (trials, steps, references).
        gradients: Squared norm of the gradient, over all networks, shape (trials, steps).
        last: The networks after the last step.
    """

    losses: Tensor
    signal: Tensor
    noise: Tensor
    distances: Tensor
    closer: Tensor
    gradients: Tensor
    last: tuple[State, ...]

    def surplus(self, patches: TwoPatches) -> Tensor:
        r"""$(\|W(t) - W^*\|^2 - \|W(t + 1) - W^*\|^2) / \eta - L(t)$, shape (trials, steps, references)."""
        return self.closer / learning_rate(patches)[:, None, None] - self.losses[:, :-1, None]


def follow(
    arm: Arm, patches: TwoPatches, modalities: tuple[Modality, Modality], *references: tuple[Tensor, ...]
) -> Path:
    r"""Train, and record sizes, the gradient's norm and the distances to the references at each step.

    A step from W to W' comes closer to W* by
    $2 \langle W' - W, W^* - W(0) \rangle - 2 \langle W' - W, W - W(0) \rangle - \|W' - W\|^2$. That is summed as it
    stands: the difference of two distances would lose it to round-off.
    """
    goals = [_Goals.of(m, own) for m, own in zip(modalities, zip(*references, strict=True), strict=False)]
    curves: list[tuple[Tensor, ...]] = []
    moves: list[tuple[Tensor, Tensor]] = []
    start: tuple[_Place, ...] = ()
    before: tuple[_Place, ...] = ()
    states: tuple[State, ...] = ()
    for states in arm(patches, modalities):
        here = tuple(_Place(state.coefficients.mT, state.inner.mT) for state in states)
        start = start or here
        curves.append((states[0].losses, *_sizes(states)))
        if before:
            moves.append(_sums(goal.moved(*pair) for goal, *pair in zip(goals, here, before, start, strict=True)))
        before = here
    losses, signal, noise = (torch.stack(curve, dim=1) for curve in zip(*curves, strict=True))
    closer, lengths = (torch.stack(values, dim=1) for values in zip(*moves, strict=True))
    apart = torch.stack([goal.lengths for goal in goals]).sum(dim=0)[:, None]
    distances = torch.cat([apart, apart - closer.cumsum(dim=1)], dim=1)
    return Path(losses, signal, noise, distances, closer, lengths / learning_rate(patches).square()[:, None], states)


class _Place(NamedTuple):
    """Where a network is: coefficients of W - W(0), and inner products of W, (trials, directions, width) in memory."""

    coefficients: Tensor
    inner: Tensor


class _Goals(NamedTuple):
    """References of one network.

    Attributes:
        coefficients: Of W* - W(0) in the directions from the first on that any has, shape (references, trials, rows,
            width).
        lengths: Squared lengths of W* - W(0), shape (trials, references).
    """

    coefficients: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, modality: Modality, references: tuple[Tensor, ...]) -> "_Goals":
        """Of references as `references` makes them."""
        every = torch.stack([reference.mT for reference in references])
        gram = modality.directions @ modality.directions.mT
        # The question is free on a CPU alone.
        rows = every if every.device.type != "cpu" or every[:, :, :-1].any() else every[:, :, -1:]
        return cls(rows, (every * (gram @ every)).sum(dim=(2, 3)).mT)

    def moved(self, here: _Place, before: _Place, start: _Place) -> tuple[Tensor, Tensor]:
        """By how much a step comes closer to each, shape (trials, references), and its squared length, (trials,).

        An inner product of weights is a sum of the one's coefficients times inner products of the other.
        """
        change, seen = here.coefficients - before.coefficients, here.inner - before.inner
        along = (self.coefficients * seen[:, -self.coefficients.shape[2] :]).sum(dim=(2, 3))
        away = (before.inner - start.inner).mul_(change).sum(dim=(1, 2))
        length = seen.mul_(change).sum(dim=(1, 2))
        return (2 * (along - away) - length).mT, length


def _sizes(states: tuple[State, ...]) -> tuple[Tensor, Tensor]:
    """Largest coefficients of signal and noise, of any network, shape (trials,) each."""
    sizes = [(state.coefficients.mT * state.modality.squares.mT).abs_() for state in states]
    signal, noise = ([size[:, rows].amax(dim=(1, 2)) for size in sizes] for rows in (slice(-1, None), slice(-1)))
    return torch.stack(signal).amax(dim=0), torch.stack(noise).amax(dim=0)


def _sums(pairs: Iterable[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """Of either, over networks."""
    firsts, seconds = (torch.stack(values).sum(dim=0) for values in zip(*pairs, strict=True))
    return firsts, seconds
