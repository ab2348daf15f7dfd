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

Sample = Callable[[LinearPairs, int, Streams], Tensor]
"""(regimes, batches, streams) -> $u_A, u_B$, shape (trials, 2, batches, batch_size, dim)."""

Attraction = Callable[[Tensor, Tensor, LinearPairs], Tensor]
r"""(K, views, regimes) -> $M = u_A^\top G u_B$, for similarities $C = u_A K u_B^\top$ of a batch.

Views have shape (2, trials, n, dim), K and M (trials, dim, dim), and $G = -\frac{n}{a} \partial L / \partial C$ is
(trials, n, n).
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


def attraction_of_infonce(cross: Tensor, views: Tensor, pairs: LinearPairs) -> Tensor:
    r"""InfoNCE: $G = \frac{n}{n - 1} (I - \frac12 \mathrm{softmax}_j S - \frac12 \mathrm{softmax}_i S)$."""
    first, second = views.unbind(0)
    weights = _negatives(cross, first, second, pairs)
    weights.diagonal(dim1=1, dim2=2).add_(pairs.batch_size / (pairs.batch_size - 1))
    return torch.bmm(first.mT, torch.bmm(weights, second))


def attraction_of_negatives(cross: Tensor, views: Tensor, pairs: LinearPairs) -> Tensor:
    r"""The denominators of InfoNCE alone: G without its identity."""
    first, second = views.unbind(0)
    return torch.bmm(first.mT, torch.bmm(_negatives(cross, first, second, pairs), second))


def attraction_of_positives(cross: Tensor, views: Tensor, pairs: LinearPairs) -> Tensor:
    """The numerators of InfoNCE alone, which are $L_+$: G is the identity."""
    first, second = views.unbind(0)
    return torch.bmm(first.mT, second)


def _negatives(cross: Tensor, first: Tensor, second: Tensor, pairs: LinearPairs) -> Tensor:
    r"""$-\frac{n}{2(n - 1)} (\mathrm{softmax}_j S + \mathrm{softmax}_i S)$ from one exponential.

    No shift keeps it from an overflow, for none comes: features have mean square 1 in a batch, so $|S| \le \tau^2 n$ is
    at most 64 over the regimes, and float32 goes to 88. At n = 128 one sample would need two thirds of the batch's
    power in both modalities; the infinity would then be seen as one. The exponential has base 2, which takes a third of
    the time of base e.
    """
    n, temperature = pairs.batch_size, torch.as_tensor(pairs.inverse_temperature)[:, None, None] / log(2)
    kernel = torch.bmm(torch.bmm(first, temperature * cross), second.mT).exp2_()
    shares = kernel.new_empty(2, len(kernel), n)  # of rows and of columns
    torch.sum(kernel, 2, out=shares[0]), torch.sum(kernel, 1, out=shares[1])
    by_row, by_column = shares.reciprocal_().mul_(-n / (n - 1) / 2).unbind(0)
    return kernel.mul_(by_row[:, :, None] + by_column[:, None])


def train(
    pairs: LinearPairs,
    weights: Tensor,
    column_powers: Tensor,
    sample: Sample,
    attractions: Sequence[Attraction],
    streams: Streams,
) -> list[Trajectory]:
    r"""Gradient descent on fresh batches, by several losses from one start on the same batches.

    Trials that need more batches stand first, so that those which still train are the first rows, fewer and fewer.

    Args:
        pairs: Batch of regimes.
        weights: $P_A, P_B$ at the start, shape (2, trials, features, dim).
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
    step_size = clock_step / (pairs.substeps * pairs.batch_size)
    rates = step_size[order, None, None] * column_powers[order, None, :]
    arms = [_Arm(attraction, weights[:, order], pairs.rank, times) for attraction in attractions]
    for begin in range(0, lengths[0], BLOCK):
        active, size = sum(length > begin for length in lengths), min(BLOCK, lengths[0] - begin)
        rows = order[:active]
        block, own = _chosen(pairs, rows), replace(streams, indices=streams.indices[rows]).child("batches", begin)
        for arm in arms:
            arm.go_on_with(active, begin)
        for step, batch in enumerate(sample(block, size, own).unbind(dim=2), start=begin + 1):
            # Trials of one step lie far apart in a block; one copy brings them together for all that reads them.
            views = batch.transpose(0, 1).contiguous()
            moments = second_moments(views)
            for arm in arms:
                arm.step(block, views, moments, rates[:active], step)
    back, time = order.argsort(), torch.tensor(times, dtype=clock_step.dtype, device=clock_step.device)
    clock = torch.minimum(time, counts[back, None]) * clock_step[:, None]
    return [Trajectory(clock, *arm.seen(back, lengths[0])) for arm in arms]


class _Arm:
    """One training: the loss, the weights of the trials that go on, and what was seen of all trials."""

    def __init__(self, attraction: Attraction, weights: Tensor, rank: int, times: Sequence[int]) -> None:
        """It has seen the start."""
        self._attraction, self._weights, self._rank, self._times = attraction, weights, rank, times
        self._seen = weights.new_zeros(*weights.shape[:2], len(times), weights.shape[2], rank)
        self._keep(0)

    def go_on_with(self, active: int, taken: int) -> None:
        """The first trials alone; the others, after so many steps, stay where they are."""
        count = self._weights.shape[1]
        if active < count:
            after = bisect_right(self._times, taken)
            self._seen[:, active:count, after:] = self._signals()[:, active:, None]
            self._weights = self._weights[:, :active].contiguous()

    def step(self, pairs: LinearPairs, views: Tensor, moments: Tensor, rates: Tensor, number: int) -> None:
        """The steps on one batch."""
        for _ in range(pairs.substeps):
            self._weights = gradient_step(pairs, self._weights, views, moments, rates, self._attraction)
        point = bisect_right(self._times, number) - 1
        if self._times[point] == number:
            self._keep(point)

    def seen(self, order: Tensor, taken: int) -> Views:
        """Images of the signals at all times, in an order of the trials."""
        self.go_on_with(0, taken)
        return self._seen[0, order], self._seen[1, order]

    def _keep(self, point: int) -> None:
        self._seen[:, : self._weights.shape[1], point] = self._signals()

    def _signals(self) -> Tensor:
        r"""$F_A / N_A$ and $F_B / N_B$, with $N = \|P\|$ the root of the expected squared norm of a feature."""
        return self._weights[..., : self._rank] / _inner(self._weights, self._weights).sqrt()


def second_moments(views: Tensor) -> Tensor:
    r"""$V = u^\top u$ of both views, shape (2, trials, dim, dim): what all losses and all steps on a batch share."""
    flat = views.flatten(0, 1)
    return torch.bmm(flat.mT, flat).unflatten(0, views.shape[:2])


def gradient_step(
    pairs: LinearPairs,
    weights: Tensor,
    views: Tensor,
    moments: Tensor,
    rates: Tensor,
    attraction: Attraction,
) -> Tensor:
    r"""One step on one batch, with learning rate $N_A N_B\, ds / a$.

    With $f = P u / N$, $V = u^\top u$, $C = P_A^\top P_B$ and $M = u_A^\top G u_B$ the batch enters through
    matrices of dim by dim alone, in three fifths of the operations that the features themselves would take:
    $$ -\frac{N_A N_B}{a} \frac{\partial L}{\partial P_A}
       = \frac{1}{n} \Big[ P_B M^\top - \frac{\langle M, C \rangle}{n N_A^2} P_A V_A \Big],
       \qquad n N_A^2 = \langle P_A, P_A V_A \rangle ; $$
    the second term comes from the normalisation. Both modalities lie in one tensor, one after the other: an operation
    on few trials costs as much on one as on both.

    Args:
        pairs: Batch of regimes.
        weights: $P_A, P_B$, shape (2, trials, features, dim).
        views: $u_A, u_B$, shape (2, trials, batch_size, dim).
        moments: $V_A, V_B$, shape (2, trials, dim, dim).
        rates: $\lambda_j\, ds / n$, shape (trials, 1, dim).
        attraction: The loss.

    Returns:
        $P_A, P_B$ after the step, shape (2, trials, features, dim).
    """
    first, second = weights.unbind(0)
    scaled = torch.bmm(weights.flatten(0, 1), moments.flatten(0, 1)).view_as(weights)
    squares, products = _inner(weights, scaled), torch.bmm(first.mT, second)
    moment = attraction(products * (squares[0] * squares[1]).rsqrt_().mul_(pairs.batch_size), views, pairs)
    pull = _inner(moment, products) / squares
    stepped = torch.addcmul(weights, scaled, pull * rates, value=-1, out=scaled)
    # Rows of M scaled are columns of its transpose scaled, without a walk across them.
    stepped[0].baddbmm_(second, (moment * rates.mT).mT)
    stepped[1].baddbmm_(first, moment * rates)
    return stepped


def recorded(steps: int) -> list[int]:
    """Steps after which the weights are looked at: the start, the end, and a geometric ladder in between."""
    return sorted({0, *(round(steps ** (rung / (_RUNGS - 1))) for rung in range(_RUNGS))})


def _chosen(pairs: LinearPairs, rows: Tensor) -> LinearPairs:
    """Some trials of a batch of regimes."""
    return replace(pairs, **{name: value[rows] for name, value in vars(pairs).items() if isinstance(value, Tensor)})


def _inner(one: Tensor, other: Tensor) -> Tensor:
    """Sum of the products of entries of matrices, shape (*, 1, 1)."""
    return (one * other).sum(dim=(-2, -1), keepdim=True)
