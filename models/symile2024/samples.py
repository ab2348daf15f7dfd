r"""Symile and pairwise CLIP on finite samples of Gaussian views of classes.

View v of class k is $\mu_{v,k} + s\, \xi$ with standard normal means and noise. Encoders are MLPs to unit vectors;
batches are drawn from the training set with replacement, and both losses' best checkpoint counts. Saporta et al.
2024, arXiv:2411.01053; the setting is ours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.view_encoders import ViewEncoders, start_weights
from theoremcheck.numerics import clip, symile
from theoremcheck.streams import Streams

__all__ = [
    "CHECKPOINTS",
    "Labels",
    "ViewsOfClasses",
    "best_accuracies",
    "shared_class",
    "third_is_the_sum",
]

CHECKPOINTS = (75, 150, 300, 600, 1200)
VIEWS = 3
_TARGET = 1


@dataclass(frozen=True)
class ViewsOfClasses:
    """Three views of classes, and a training."""

    classes: int
    dim: int  # of a view
    noise: float  # s
    width: int
    embedding: int  # d
    batch_size: int
    few: int  # samples
    many: int  # samples
    checkpoints: int  # of CHECKPOINTS; 0 leaves the start
    tested: int  # fresh samples


Labels = Callable[[ViewsOfClasses, int, Streams], Tensor]
"""(regime, samples, streams) -> class of each view, int64, shape (trials, views, samples)."""


def shared_class(views: ViewsOfClasses, count: int, streams: Streams) -> Tensor:
    """All views of one class: independent given it."""
    return _letters(streams.uniform("class", (1, count)), views.classes).expand(-1, VIEWS, -1)


def third_is_the_sum(views: ViewsOfClasses, count: int, streams: Streams) -> Tensor:
    """Two independent classes, and their sum modulo how many there are."""
    first, second = _letters(streams.uniform("classes", (2, count)), views.classes).unbind(dim=1)
    return torch.stack([first, second, (first + second) % views.classes], dim=1)


def best_accuracies(views: ViewsOfClasses, streams: Streams, labels: Labels) -> dict[str, Tensor]:
    """Accuracies for the second view's class from the other two, trained on few and on many samples; shape (trials,).

    The training sets are nested, and both losses and sizes have the same start and draw the same numbers.
    """
    means = streams.normal("means", (VIEWS, views.classes, views.dim))
    train = _samples(views, means, views.many, streams.child("train"), labels)[0]
    test, truth = _samples(views, means, views.tested, streams.child("test"), labels)
    # Two sizes side by side: the trials' with few samples, then those with many.
    start = start_weights(VIEWS, views.dim, views.width, views.embedding, -0.3, streams)
    start = [torch.cat([each, each]) for each in start]
    test, train, means = (torch.cat([each, each]) for each in (test, train, means))
    answer = torch.cat([truth[:, _TARGET]] * 2)
    sizes = torch.tensor([views.few, views.many], device=means.device).repeat_interleave(streams.trials)
    seen = {}
    for name, loss, score in (("symile", _symile, torch.mul), ("clip", _clip, torch.add)):
        best = _accuracy(ViewEncoders(start), test, means, answer, score)
        encoder = ViewEncoders(start)
        for reached in _trained(encoder, views, train, sizes, streams.common, loss):
            best = torch.maximum(best, _accuracy(reached, test, means, answer, score))
        seen[f"{name}_few"], seen[f"{name}_many"] = best.chunk(2)
    return seen


Loss = Callable[[Tensor, Tensor, Tensor], Tensor]
"""(embeddings, scale, orders of the batch) -> shape (trials,)."""


def _symile(embedded: Tensor, scale: Tensor, orders: Tensor) -> Tensor:
    return symile(embedded.unbind(dim=1), scale, orders.unbind(dim=1))


def _clip(embedded: Tensor, scale: Tensor, orders: Tensor) -> Tensor:
    first, second = embedded[:, [0, 0, 1]], embedded[:, [1, 2, 2]]
    return clip(scale[:, None, None, None] * first @ second.mT).sum(dim=1)


def _trained(
    encoder: ViewEncoders, views: ViewsOfClasses, train: Tensor, sizes: Tensor, streams: Streams, loss: Loss
) -> Iterator[ViewEncoders]:
    """The encoder at each checkpoint, in turn."""
    optimiser = torch.optim.AdamW(encoder.weights, lr=0.01, weight_decay=0.01, fused=True)
    done = 0
    for checkpoint in CHECKPOINTS[: views.checkpoints]:
        batches = streams.child("batches", checkpoint)
        steps = checkpoint - done
        rows = batches.uniform("rows", (steps, views.batch_size)).repeat(2, 1, 1)
        rows = (rows * sizes[:, None, None]).long()
        keys = batches.uniform("orders", (steps, VIEWS * (VIEWS - 1), views.batch_size))
        orders = keys.argsort(dim=-1).repeat(2, 1, 1, 1)
        for step in range(steps):
            taken = rows[:, step, None, :, None].expand(-1, VIEWS, -1, train.shape[-1])
            optimiser.zero_grad()
            loss(encoder.embed(train.gather(2, taken)), encoder.scale, orders[:, step]).sum().backward()
            optimiser.step()
        done = checkpoint
        yield encoder


def _accuracy(
    encoder: ViewEncoders, test: Tensor, means: Tensor, answer: Tensor, score: Callable[..., Tensor]
) -> Tensor:
    """Share of test samples whose class mean of the target view has the largest score; shape (trials,)."""
    with torch.no_grad():
        others = [encoder.embed(test)[:, view] for view in range(VIEWS) if view != _TARGET]
        candidates = encoder.embed(means)[:, _TARGET]
        found = (score(*others) @ candidates.mT).argmax(dim=-1)
        return (found == answer).to(test.dtype).mean(dim=-1)


def _samples(
    views: ViewsOfClasses, means: Tensor, count: int, streams: Streams, labels: Labels
) -> tuple[Tensor, Tensor]:
    """Views of shape (trials, views, count, dim), and their classes."""
    truth = labels(views, count, streams)
    own = means.gather(2, truth[..., None].expand(-1, -1, -1, views.dim))
    noise = torch.as_tensor(views.noise)[:, None, None, None]
    return own + noise * streams.normal("noise", (VIEWS, count, views.dim)), truth


def _letters(uniforms: Tensor, count: int) -> Tensor:
    return (uniforms * count).long()
