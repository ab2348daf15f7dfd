r"""Stochastic gradient descent on in-batch InfoNCE or on its positives alone, gradients in closed form.

With similarities $C_{ij} = f_{A,i} \cdot f_{B,j}$ in a batch of n pairs and $S = \tau^2 C$,
$$ L = -\frac{1}{n} \sum_i \log \frac{e^{S_{ii}}}{\sum_j e^{S_{ij}}}
       -\frac{1}{n} \sum_i \log \frac{e^{S_{ii}}}{\sum_j e^{S_{ji}}},
   \qquad L_+ = -\frac{2}{n} \sum_i C_{ii} . $$

Both run on the clock $s = a \int dt / (N_A N_B)$, where $a = 2 \tau^2 (n - 1) / n$ for L and 2 for $L_+$: on
this clock they agree to lowest order in $\tau^2$, and no scale of the weights matters.

Ren and Li 2023, arXiv:2304.03717, reconstructed.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log

import torch
from torch import Tensor

from models.ren2023.training.pairs import BLOCK, LinearPairs, Views
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
    "second_moments",
    "train",
]

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
    power in both modalities; the infinity would then be seen as one. The exponential has base 2, which takes a third of
    the time of base e.
    """
    n, temperature = pairs.batch_size, torch.as_tensor(pairs.inverse_temperature)[:, None, None] / log(2)
    kernel = torch.bmm(torch.bmm(views[0], temperature * cross), views[1].mT).exp2_()
    by_row, by_column = kernel.sum(dim=2, keepdim=True), kernel.sum(dim=1, keepdim=True)
    share = -n / (n - 1) / 2
    return kernel.mul_(share / by_row + share / by_column)


def train(
    pairs: LinearPairs,
    weights: Views,
    column_powers: Tensor,
    sample: Sample,
    attractions: Sequence[Attraction],
    streams: Streams,
) -> list[Trajectory]:
    r"""Gradient descent on fresh batches, by several losses from one start on the same batches.

    Trials that need more batches stand first, so that those which still train are the first rows, fewer and fewer.

    Args:
        pairs: Batch of regimes.
        weights: $P_A, P_B$ at the start, each of shape (trials, features, dim).
        column_powers: $\lambda$, shape (trials, dim).
        sample: Draws batches of pairs.
        attractions: The losses, through their gradients with respect to the similarities.
        streams: One stream a trial; a block of batches is a child.

    Returns:
        A trajectory for each loss, after the steps `recorded(pairs.steps)`; a trial that has taken all of its own
        stays where it is.
    """
    clock_step = pairs.clock_step.expand(streams.trials)
    counts, order = pairs.batches.expand(streams.trials).sort(descending=True, stable=True)
    times, lengths = recorded(pairs.steps), [int(count) for count in counts.tolist()]  # once does it wait for a device
    rates = (clock_step / pairs.substeps)[order, None, None] * column_powers[order, None, :]
    arms = [_Arm(attraction, (weights[0][order], weights[1][order]), pairs.rank, times) for attraction in attractions]
    for begin in range(0, lengths[0], BLOCK):
        active, size = sum(length > begin for length in lengths), min(BLOCK, lengths[0] - begin)
        rows = order[:active]
        block, own = _chosen(pairs, rows), replace(streams, indices=streams.indices[rows]).child("batches", begin)
        for arm in arms:
            arm.go_on_with(active, begin)
        for step, views in enumerate(zip(*(view.unbind(dim=1) for view in sample(block, size, own)), strict=True)):
            moments = second_moments(views)
            for arm in arms:
                arm.step(block, views, moments, rates[:active], begin + step + 1)
    back, time = order.argsort(), torch.tensor(times, dtype=clock_step.dtype, device=clock_step.device)
    clock = torch.minimum(time, counts[back, None]) * clock_step[:, None]
    return [Trajectory(clock, *arm.seen(back, lengths[0])) for arm in arms]


class _Arm:
    """One training: the loss, the weights of the trials that go on, and what was seen of all trials."""

    def __init__(self, attraction: Attraction, weights: Views, rank: int, times: Sequence[int]) -> None:
        """It has seen the start."""
        self._attraction, self._weights, self._rank, self._times = attraction, weights, rank, times
        self._seen = [view.new_zeros(len(view), len(times), view.shape[1], rank) for view in weights]
        self._keep(0)

    def go_on_with(self, active: int, taken: int) -> None:
        """The first trials alone; the others, after so many steps, stay where they are."""
        if active < len(self._weights[0]):
            after = bisect_right(self._times, taken)
            for seen, end in zip(self._seen, self._signals(), strict=True):
                seen[active : len(end), after:] = end[active:, None]
            self._weights = self._weights[0][:active], self._weights[1][:active]

    def step(self, pairs: LinearPairs, views: Views, moments: Views, rates: Tensor, number: int) -> None:
        """The steps on one batch."""
        for _ in range(pairs.substeps):
            self._weights = gradient_step(pairs, self._weights, views, moments, rates, self._attraction)
        point = bisect_right(self._times, number) - 1
        if self._times[point] == number:
            self._keep(point)

    def seen(self, order: Tensor, taken: int) -> Views:
        """Images of the signals at all times, in an order of the trials."""
        self.go_on_with(0, taken)
        return self._seen[0][order], self._seen[1][order]

    def _keep(self, point: int) -> None:
        for seen, now in zip(self._seen, self._signals(), strict=True):
            seen[: len(now), point] = now

    def _signals(self) -> list[Tensor]:
        r"""$F_A / N_A$ and $F_B / N_B$, with $N = \|P\|$ the root of the expected squared norm of a feature."""
        return [view[:, :, : self._rank] / _inner(view, view).sqrt() for view in self._weights]


def second_moments(views: Views) -> Views:
    r"""$V = u^\top u$ of both views, shape (trials, dim, dim) each: what all losses and all steps on a batch share."""
    first, second = views
    return torch.bmm(first.mT, first), torch.bmm(second.mT, second)


def gradient_step(
    pairs: LinearPairs,
    weights: Views,
    views: Views,
    moments: Views,
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
        moments: $V_A, V_B$, each of shape (trials, dim, dim).
        rates: $\lambda_j\, ds$, shape (trials, 1, dim).
        attraction: The loss.

    Returns:
        $P_A, P_B$ after the step.
    """
    (first, second), n, rates = weights, pairs.batch_size, rates / pairs.batch_size
    scaled = torch.bmm(first, moments[0]), torch.bmm(second, moments[1])
    n_a, n_b = (_inner(own, far).div_(n).sqrt_() for own, far in zip(weights, scaled, strict=True))
    cross = torch.bmm(first.mT, second).div_(n_a * n_b)
    moment = attraction(cross, views, pairs)
    mean, ratio = _inner(moment, cross).div_(n), n_b / n_a
    # Rows of M scaled are columns of its transpose scaled, without a walk across them.
    onto_first, onto_second = (moment * rates.mT).mT, moment * rates
    return (
        torch.baddbmm(first, second, onto_first).addcmul_(scaled[0], mean * ratio * rates, value=-1),
        torch.baddbmm(second, first, onto_second).addcmul_(scaled[1], mean / ratio * rates, value=-1),
    )


def recorded(steps: int) -> list[int]:
    """Steps after which the weights are looked at: the start, the end, and a geometric ladder in between."""
    return sorted({0, *(round(steps ** (rung / (_RUNGS - 1))) for rung in range(_RUNGS))})


def _chosen(pairs: LinearPairs, rows: Tensor) -> LinearPairs:
    """Some trials of a batch of regimes."""
    return replace(pairs, **{name: value[rows] for name, value in vars(pairs).items() if isinstance(value, Tensor)})


def _inner(one: Tensor, other: Tensor) -> Tensor:
    """Sum of the products of entries, shape (trials, 1, 1)."""
    return (one * other).sum(dim=(1, 2), keepdim=True)
