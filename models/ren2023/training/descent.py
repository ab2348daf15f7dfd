r"""Stochastic gradient descent on in-batch InfoNCE or on its positives alone, gradients in closed form.

With similarities $C_{ij} = f_{A,i} \cdot f_{B,j}$ in a batch of n pairs and $S = \tau^2 C$,
$$ L = -\frac{1}{n} \sum_i \log \frac{e^{S_{ii}}}{\sum_j e^{S_{ij}}}
       -\frac{1}{n} \sum_i \log \frac{e^{S_{ii}}}{\sum_j e^{S_{ji}}},
   \qquad L_+ = -\frac{2}{n} \sum_i C_{ii} . $$

Both run on the clock $s = a \int dt / (N_A N_B)$, where $a = 2 \tau^2 (n - 1) / n$ for L and 2 for $L_+$: on
this clock they agree to lowest order in $\tau^2$, and no scale of the weights matters.

Ren and Li 2023, arXiv:2304.03717, reconstructed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.ren2023.training.pairs import LinearPairs, Views
from theoremcheck.streams import Streams

__all__ = [
    "Attraction",
    "Sample",
    "Trajectory",
    "attraction_of_infonce",
    "attraction_of_negatives",
    "attraction_of_positives",
    "gradient_step",
    "recorded",
    "train",
]

_BLOCK = 16
"""Batches drawn at a time: a call of the generator costs as much as a step, and 16 batches fit in memory."""

_RUNGS = 57
"""Recorded times; consecutive ones differ by a factor of 1.14: to that, times of a trajectory are known."""

Sample = Callable[[LinearPairs, int, Streams], Views]
"""(regimes, batches, streams) -> $u_A, u_B$, each of shape (trials, batches, batch_size, dim)."""

Attraction = Callable[[Tensor, LinearPairs], Tensor]
r"""(similarities C, regimes) -> $G = -\frac{n}{a} \partial L / \partial C$, both of shape (trials, n, n)."""


@dataclass(frozen=True)
class Trajectory:
    r"""What was learned of the signals, at a few times of the clock.

    Attributes:
        time: Clock s, shape (trials, points).
        first: $F_A / N_A$, the normalised images of the signals, shape (trials, points, features, rank).
        second: $F_B / N_B$, alike.
    """

    time: Tensor
    first: Tensor
    second: Tensor


def attraction_of_infonce(similarities: Tensor, pairs: LinearPairs) -> Tensor:
    r"""InfoNCE: $G = \frac{n}{n - 1} (I - \frac12 \mathrm{softmax}_j S - \frac12 \mathrm{softmax}_i S)$."""
    attraction = attraction_of_negatives(similarities, pairs)
    attraction.diagonal(dim1=1, dim2=2).add_(pairs.batch_size / (pairs.batch_size - 1))
    return attraction


def attraction_of_negatives(similarities: Tensor, pairs: LinearPairs) -> Tensor:
    r"""The denominators of InfoNCE alone: G without its identity."""
    n, scores = pairs.batch_size, similarities * torch.as_tensor(pairs.inverse_temperature)[:, None, None]
    return (scores.softmax(dim=2) + scores.softmax(dim=1)).mul_(-n / (n - 1) / 2)


def attraction_of_positives(similarities: Tensor, pairs: LinearPairs) -> Tensor:
    """The numerators of InfoNCE alone, which are $L_+$: G is the identity."""
    identity = torch.eye(pairs.batch_size, dtype=similarities.dtype, device=similarities.device)
    return identity.expand_as(similarities)


def train(
    pairs: LinearPairs,
    weights: Views,
    column_powers: Tensor,
    sample: Sample,
    attraction: Attraction,
    streams: Streams,
) -> Trajectory:
    r"""Gradient descent on fresh batches.

    Args:
        pairs: Batch of regimes.
        weights: $P_A, P_B$ at the start, each of shape (trials, features, dim).
        column_powers: $\lambda$, shape (trials, dim).
        sample: Draws batches of pairs.
        attraction: The loss, through its gradient with respect to the similarities.
        streams: One stream a trial; a block of batches is a child.

    Returns:
        The trajectory after the steps `recorded(pairs.steps)`.
    """
    rates = (pairs.clock_step / pairs.substeps)[:, None, None] * column_powers[:, None, :]
    times = recorded(pairs.steps)
    kept = [_signals(weights, pairs)]
    for step, views in enumerate(_batches(pairs, sample, streams), start=1):
        for _ in range(pairs.substeps):
            weights = gradient_step(pairs, weights, views, rates, attraction)
        if step in times:
            kept.append(_signals(weights, pairs))
    first, second = (torch.stack(images, dim=1) for images in zip(*kept, strict=True))
    clock = torch.tensor(times, dtype=first.dtype, device=first.device) * pairs.clock_step[:, None]
    return Trajectory(clock, first, second)


def gradient_step(
    pairs: LinearPairs,
    weights: Views,
    views: Views,
    rates: Tensor,
    attraction: Attraction,
) -> Views:
    r"""One step on one batch, with learning rate $N_A N_B\, ds / a$.

    With $h = P u$, $f = h / N$, $N^2 = \frac{1}{n} \sum_i |h_i|^2$ and the attraction G,
    $$ -\frac{N_A N_B}{a} \frac{\partial L}{\partial P_A}
       = \frac{1}{n} \Big[ G h_B - \frac{\langle G, C \rangle}{n} \frac{N_B}{N_A} h_A \Big]^\top u_A ; $$
    the second term comes from the normalisation.

    Args:
        pairs: Batch of regimes.
        weights: $P_A, P_B$, each of shape (trials, features, dim).
        views: $u_A, u_B$, each of shape (trials, batch_size, dim).
        rates: $\lambda_j\, ds$, shape (trials, 1, dim).
        attraction: The loss.

    Returns:
        $P_A, P_B$ after the step.
    """
    (first, second), (u_a, u_b), n = weights, views, pairs.batch_size
    h_a, h_b = u_a @ first.mT, u_b @ second.mT
    n_a, n_b = ((_power(h) / n).sqrt() for h in (h_a, h_b))
    similarities = h_a @ h_b.mT / (n_a * n_b)
    gradient = attraction(similarities, pairs)
    mean = (gradient * similarities).sum(dim=(1, 2), keepdim=True) / n
    return (
        first + rates / n * ((gradient @ h_b - mean * n_b / n_a * h_a).mT @ u_a),
        second + rates / n * ((gradient.mT @ h_a - mean * n_a / n_b * h_b).mT @ u_b),
    )


def recorded(steps: int) -> list[int]:
    """Steps after which the weights are looked at: the start, the end, and a geometric ladder in between."""
    return sorted({0, *(round(steps ** (rung / (_RUNGS - 1))) for rung in range(_RUNGS))})


def _batches(pairs: LinearPairs, sample: Sample, streams: Streams) -> Iterator[Views]:
    """Fresh batches, two views each of shape (trials, batch_size, dim)."""
    for start in range(0, pairs.steps, _BLOCK):
        first, second = sample(pairs, min(_BLOCK, pairs.steps - start), streams.child("batches", start))
        yield from zip(first.unbind(dim=1), second.unbind(dim=1), strict=True)


def _signals(weights: Views, pairs: LinearPairs) -> list[Tensor]:
    r"""$F_A / N_A$ and $F_B / N_B$, with $N = \|P\|$ the root of the expected squared norm of a feature."""
    return [view[:, :, : pairs.rank] / _power(view).sqrt() for view in weights]


def _power(matrix: Tensor) -> Tensor:
    """Squared Frobenius norm, shape (trials, 1, 1)."""
    return matrix.square().sum(dim=(1, 2), keepdim=True)
