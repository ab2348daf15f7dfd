r"""Two networks trained on pairs of Gaussian views of classes, by the Jensen-Shannon loss or by symmetric InfoNCE.

View v of class k is $\mu_{v,k} + s\, \xi$ with standard normal means and noise. As in the released code, scores are
scaled cosines without a bias, the scale starts at 1 / 0.07, and a positive pair (x_i, y_i) has one negative, (x_i,
y_{i+1}): 2n scores a batch, against n^2 of InfoNCE. Shrivastava et al. 2023, arXiv:2112.07133; the setting is ours.
"""

from dataclasses import dataclass
from math import log

import torch
from torch import Tensor

from models.adam import Adam
from models.view_encoders import Slope, ViewEncoders, clip_slope, rows_of, start_weights
from theoremcheck.streams import Streams

__all__ = [
    "CHECKPOINTS",
    "BatchSizes",
    "PairsOfClasses",
    "accuracies_by_batch_size",
    "accuracies_by_loss",
    "infonce_slope",
    "jsd_slope",
]

CHECKPOINTS = (25, 50, 100, 200, 400, 600)
_PIECE = 256
"""Fresh samples drawn at once: a multiple of every batch size, and few enough to stay in the cache."""


def jsd_slope(embedded: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of `theoremcheck.numerics.jsd`, each x with the next y as its negative."""
    first, second = embedded.unbind(dim=1)
    others = torch.stack([second, second.roll(-1, dims=1)])
    cosines, signed = (first * others).sum(dim=-1), torch.stack([-scale, scale])[:, :, None]
    by_cosine = (signed * cosines).sigmoid_().mul_(signed).div_(first.shape[1])
    by_other = by_cosine[..., None] * first
    by_first = others.mul_(by_cosine[..., None]).sum(dim=0)
    by_second = by_other[0] + by_other[1].roll(1, dims=1)
    return torch.stack([by_first, by_second], dim=1), (by_cosine * cosines).sum(dim=(0, 2))


def infonce_slope(embedded: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Of symmetric InfoNCE, `theoremcheck.numerics.clip`."""
    first, second = embedded.unbind(dim=1)
    by_first, by_second, by_scale = clip_slope(first, second, scale[:, None, None])
    return torch.stack([by_first, by_second], dim=1), by_scale


@dataclass(frozen=True)
class _Classes:
    """Pairs of views of Gaussian classes, and the networks."""

    classes: int
    dim: int  # of a view
    noise: float  # s
    width: int
    embedding: int
    tested: int  # fresh samples

    def means(self, streams: Streams, copies: int = 1) -> Tensor:
        """Of both views, shape (trials * copies, 2, classes, dim)."""
        return streams.normal("means", (copies, 2, self.classes, self.dim)).flatten(end_dim=1)

    def start(self, streams: Streams, copies: int = 1) -> ViewEncoders:
        """Networks at the start, trials * copies of them."""
        weights = start_weights(2, self.dim, self.width, self.embedding, log(1 / 0.07), streams, (copies,))
        return ViewEncoders([each.flatten(end_dim=1) for each in weights])

    def samples(self, means: Tensor, count: int, streams: Streams) -> tuple[Tensor, Tensor]:
        """Views, as many as have means, shape (networks, views, count, dim), and classes, shape (networks, count)."""
        copies, views = len(means) // streams.trials, means.shape[1]
        truth = (streams.uniform("class", (copies, count)) * self.classes).long().flatten(end_dim=1)
        own = means.gather(2, truth[:, None, :, None].expand(-1, views, -1, self.dim))
        noise = streams.normal("noise", (copies, views, count, self.dim)).flatten(end_dim=1)
        scale = torch.as_tensor(self.noise).repeat_interleave(copies)[:, None, None, None]
        return torch.addcmul(own, scale, noise), truth

    def test(self, means: Tensor, streams: Streams) -> tuple[Tensor, Tensor]:
        """Fresh first views, and their classes."""
        return self.samples(means[:, :1], self.tested, streams)

    def accuracy(self, encoders: ViewEncoders, means: Tensor, test: tuple[Tensor, Tensor]) -> Tensor:
        """Share of first views whose class has the nearest second mean, shape (networks,)."""
        data, truth = test
        queries, candidates = encoders.embed(data, slice(1))[:, 0], encoders.embed(means[:, 1:], slice(1, 2))[:, 0]
        found = (queries @ candidates.mT).argmax(dim=-1)
        return (found == truth).to(data.dtype).mean(dim=-1)


@dataclass(frozen=True)
class PairsOfClasses(_Classes):
    """Training on a fixed set of pairs, in batches with replacement."""

    training_set: float  # N
    pool: int  # of which the training set is the first N
    batch_size: int  # n
    checkpoints: int  # of CHECKPOINTS


def accuracies_by_loss(pairs: PairsOfClasses, streams: Streams) -> dict[str, Tensor]:
    """Accuracies of both losses, at the end and at the best checkpoint, from one start and on the same batches."""
    means = pairs.means(streams)
    train, _ = pairs.samples(means, pairs.pool, streams.child("train"))
    test = pairs.test(means, streams.child("test"))
    view = torch.arange(2 * streams.trials, device=means.device).view(-1, 1, 2, 1)
    seen = {}
    for name, slope in (("jsd", jsd_slope), ("infonce", infonce_slope)):
        encoders = pairs.start(streams.common)
        reached = [pairs.accuracy(encoders, means, test)]
        adam = Adam(encoders.weights)
        done = 0
        for checkpoint in CHECKPOINTS[: pairs.checkpoints]:
            drawn = streams.common.child("batches", checkpoint).uniform("rows", (checkpoint - done, pairs.batch_size))
            rows = (drawn * torch.as_tensor(pairs.training_set)[:, None, None]).long()[:, :, None] + view * pairs.pool
            for row in rows.unbind(dim=1):
                encoders.differentiate(rows_of(train, row), slope)
                adam.step(3e-3)
            done = checkpoint
            reached.append(pairs.accuracy(encoders, means, test))
        seen[f"{name}_end"], seen[f"{name}_best"] = reached[-1], torch.stack(reached).amax(dim=0)
    return seen


@dataclass(frozen=True)
class BatchSizes(_Classes):
    """Training on fresh pairs, as many at every batch size, of several instances in one trial."""

    instances: int
    fresh: int  # samples seen
    small: int  # n
    large: int  # n
    rates: tuple[float, float]  # of learning, at the small and at the large one


def accuracies_by_batch_size(sizes: BatchSizes, streams: Streams, slope: Slope) -> dict[str, Tensor]:
    """Mean accuracies over the instances at the small and the large batch size; (trials,).

    Both see the same samples, from the same start.
    """
    means = sizes.means(streams, sizes.instances)
    ends = []
    for count, rate in zip((sizes.small, sizes.large), sizes.rates, strict=True):
        encoders = sizes.start(streams.common, sizes.instances)
        ends.append((count, encoders, Adam(encoders.weights), rate))
    for piece in range(sizes.fresh // _PIECE):
        data, _ = sizes.samples(means, _PIECE, streams.child("fresh", piece))
        for count, encoders, adam, rate in ends:
            for batch in data.split(count, dim=2):
                encoders.differentiate(batch, slope)
                adam.step(rate)
    test = sizes.test(means, streams.child("test"))
    names = ("accuracy_small", "accuracy_large")
    return {
        name: sizes.accuracy(encoders, means, test).reshape(streams.trials, -1).mean(dim=1)
        for name, (_, encoders, *_) in zip(names, ends, strict=True)
    }
