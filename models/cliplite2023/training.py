r"""Two networks trained on pairs of Gaussian views of classes, by the Jensen-Shannon loss or by symmetric InfoNCE.

View v of class k is $\mu_{v,k} + s\, \xi$ with standard normal means and noise. As in the released code, scores are
scaled cosines without a bias, the scale starts at 1 / 0.07, and a positive pair (x_i, y_i) has one negative, (x_i,
y_{i+1}): 2n scores a batch, against n^2 of InfoNCE. Shrivastava et al. 2023, arXiv:2112.07133; the setting is ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import torch
from torch import Tensor

from models.view_encoders import ViewEncoders, start_weights
from theoremcheck.numerics import clip, jsd
from theoremcheck.streams import Streams

__all__ = [
    "CHECKPOINTS",
    "BatchSizes",
    "Loss",
    "PairsOfClasses",
    "accuracies_by_batch_size",
    "accuracies_by_loss",
    "infonce_loss",
    "jsd_loss",
]

CHECKPOINTS = (25, 50, 100, 200, 400, 600)
_PIECE = 1280
"""Fresh samples drawn at once: a multiple of every batch size, and little memory."""

Loss = Callable[[Tensor, Tensor], Tensor]
"""(embeddings of shape (networks, 2, n, d), scale of shape (networks,)) -> shape (networks,)."""


def jsd_loss(embedded: Tensor, scale: Tensor) -> Tensor:
    """The Jensen-Shannon loss of a batch, each x with the next y as its negative."""
    first, second = embedded.unbind(dim=1)
    positives, negatives = ((first * other).sum(dim=-1) for other in (second, second.roll(-1, dims=1)))
    return jsd(scale[:, None] * positives, scale[:, None] * negatives)


def infonce_loss(embedded: Tensor, scale: Tensor) -> Tensor:
    """Symmetric InfoNCE of a batch."""
    first, second = embedded.unbind(dim=1)
    return clip(scale[:, None, None] * (first @ second.mT))


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
        """Both views, shape (networks, 2, count, dim), and the class of each sample, shape (networks, count)."""
        copies = len(means) // streams.trials
        truth = (streams.uniform("class", (copies, count)) * self.classes).long().flatten(end_dim=1)
        own = means.gather(2, truth[:, None, :, None].expand(-1, 2, -1, self.dim))
        noise = streams.normal("noise", (copies, 2, count, self.dim)).flatten(end_dim=1)
        return own + torch.as_tensor(self.noise).repeat_interleave(copies)[:, None, None, None] * noise, truth

    def accuracy(self, encoders: ViewEncoders, means: Tensor, streams: Streams) -> Tensor:
        """Share of fresh first views whose class has the nearest second mean, shape (networks,)."""
        data, truth = self.samples(means, self.tested, streams)
        with torch.no_grad():
            queries, candidates = encoders.embed(data)[:, 0], encoders.embed(means)[:, 1]
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
    fresh = streams.child("test")
    seen = {}
    for name, loss in (("jsd", jsd_loss), ("infonce", infonce_loss)):
        encoders = pairs.start(streams.common)
        reached = [pairs.accuracy(encoders, means, fresh.common)]
        optimiser = torch.optim.Adam(encoders.weights, lr=3e-3, fused=True)
        done = 0
        for checkpoint in CHECKPOINTS[: pairs.checkpoints]:
            rows = streams.common.child("batches", checkpoint).uniform("rows", (checkpoint - done, pairs.batch_size))
            rows = (rows * torch.as_tensor(pairs.training_set)[:, None, None]).long()
            for row in rows.unbind(dim=1):
                batch = train.gather(2, row[:, None, :, None].expand(-1, 2, -1, pairs.dim))
                _step(encoders, optimiser, batch, loss)
            done = checkpoint
            reached.append(pairs.accuracy(encoders, means, fresh.common))
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


def accuracies_by_batch_size(sizes: BatchSizes, streams: Streams, loss: Loss) -> dict[str, Tensor]:
    """Mean accuracies over the instances at the small and the large batch size; (trials,).

    Both see the same samples, from the same start.
    """
    means = sizes.means(streams, sizes.instances)
    ends = []
    for count, rate in zip((sizes.small, sizes.large), sizes.rates, strict=True):
        encoders = sizes.start(streams.common, sizes.instances)
        ends.append((count, encoders, torch.optim.Adam(encoders.weights, lr=rate, fused=True)))
    for piece in range(sizes.fresh // _PIECE):
        data, _ = sizes.samples(means, _PIECE, streams.child("fresh", piece))
        for count, encoders, optimiser in ends:
            for batch in data.split(count, dim=2):
                _step(encoders, optimiser, batch, loss)
    test = streams.child("test").common
    names = ("accuracy_small", "accuracy_large")
    return {
        name: sizes.accuracy(encoders, means, test).reshape(streams.trials, -1).mean(dim=1)
        for name, (_, encoders, _) in zip(names, ends, strict=True)
    }


def _step(encoders: ViewEncoders, optimiser: torch.optim.Optimizer, batch: Tensor, loss: Loss) -> None:
    optimiser.zero_grad()
    loss(encoders.embed(batch), encoders.scale).sum().backward()
    optimiser.step()
