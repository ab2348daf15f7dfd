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

Attraction = Callable[[Tensor, Views, LinearPairs], Tensor]
r"""(K, views, regimes) -> $M = u_A^\top G u_B$, for similarities $C = u_A K u_B^\top$ of a batch.

K and M have shape (trials, dim, dim), and $G = -\frac{n}{a} \partial L / \partial C$ is (trials, n, n).
"""


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


def attraction_of_infonce(cross: Tensor, views: Views, pairs: LinearPairs) -> Tensor:
    r"""InfoNCE: $G = \frac{n}{n - 1} (I - \frac12 \mathrm{softmax}_j S - \frac12 \mathrm{softmax}_i S)$."""
    weights = _negatives(cross, views, pairs)
    weights.diagonal(dim1=1, dim2=2).add_(pairs.batch_size / (pairs.batch_size - 1))
    return views[0].mT @ (weights @ views[1])


def attraction_of_negatives(cross: Tensor, views: Views, pairs: LinearPairs) -> Tensor:
    r"""The denominators of InfoNCE alone: G without its identity."""
    return views[0].mT @ (_negatives(cross, views, pairs) @ views[1])


def attraction_of_positives(cross: Tensor, views: Views, pairs: LinearPairs) -> Tensor:
    """The numerators of InfoNCE alone, which are $L_+$: G is the identity."""
    return views[0].mT @ views[1]


def _negatives(cross: Tensor, views: Views, pairs: LinearPairs) -> Tensor:
    r"""$-\frac{n}{2(n - 1)} (\mathrm{softmax}_j S + \mathrm{softmax}_i S)$ from one exponential.

    No shift keeps it from an overflow, for none comes: features have mean square 1 in a batch, so $|S| \le \tau^2 n$ is
    at most 64 over the regimes, and float32 goes to 88. At n = 128 one sample would need two thirds of the batch's
    power in both modalities; the infinity would then be seen as one.
    """
    n, temperature = pairs.batch_size, torch.as_tensor(pairs.inverse_temperature)[:, None, None]
    kernel = torch.bmm(views[0] @ (temperature * cross), views[1].mT).exp_()
    by_row, by_column = kernel.sum(dim=2, keepdim=True), kernel.sum(dim=1, keepdim=True)
    share = -n / (n - 1) / 2
    return kernel.mul_(share / by_row + share / by_column)


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

    With $f = P u / N$, $V = u^\top u$, $K = P_A^\top P_B / N_A N_B$ and $M = u_A^\top G u_B$ the batch enters through
    matrices of dim by dim alone, in three fifths of the operations that the features themselves would take:
    $$ -\frac{N_A N_B}{a} \frac{\partial L}{\partial P_A}
       = \frac{1}{n} \Big[ P_B M^\top - \frac{\langle M, K \rangle}{n} \frac{N_B}{N_A} P_A V_A \Big],
       \qquad N_A^2 = \frac1n \langle P_A, P_A V_A \rangle ; $$
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
    (first, second), n, rates = weights, pairs.batch_size, rates / pairs.batch_size
    scaled = [own @ (view.mT @ view) for own, view in zip(weights, views, strict=True)]
    n_a, n_b = (
        (own * far).sum(dim=(1, 2), keepdim=True).div(n).sqrt() for own, far in zip(weights, scaled, strict=True)
    )
    cross = (first.mT @ second) / (n_a * n_b)
    moment = attraction(cross, views, pairs)
    mean = (moment * cross).sum(dim=(1, 2), keepdim=True) / n
    for far, weight in zip(scaled, (mean * n_b / n_a * rates, mean * n_a / n_b * rates), strict=True):
        far.mul_(weight)
    return (
        torch.baddbmm(first, second, moment.mT * rates).sub_(scaled[0]),
        torch.baddbmm(second, first, moment * rates).sub_(scaled[1]),
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
