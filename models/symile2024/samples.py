r"""Symile and pairwise CLIP on finite samples of Gaussian views of classes.

View v of class k is $\mu_{v,k} + s\, \xi$ with standard normal means and noise. Encoders are MLPs to unit vectors;
batches are drawn from the training set with replacement, and both losses' best checkpoint counts. Saporta et al.
2024, arXiv:2411.01053; the setting is ours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.adam import Adam
from models.symile2024.batch_slopes import VIEWS, SlopesOfSteps, clip_slopes, symile_slopes
from models.view_encoders import ViewEncoders, rows_of, start_weights
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
_TARGET, _OTHERS = slice(1, 2), slice(0, 3, 2)


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
    test, means = (torch.cat([each, each]) for each in (test, means))
    answer = truth[:, _TARGET].squeeze(1).repeat(2, 1)
    seen = {}
    for name, slopes, score in (("symile", symile_slopes, torch.mul), ("clip", clip_slopes, torch.add)):
        encoders = ViewEncoders(start)
        best = _accuracy(encoders, test, means, answer, score)
        for _ in _checkpoints(encoders, views, train, streams.common, slopes):
            best = torch.maximum(best, _accuracy(encoders, test, means, answer, score))
        seen[f"{name}_few"], seen[f"{name}_many"] = best.chunk(2)
    return seen


def _checkpoints(
    encoders: ViewEncoders, views: ViewsOfClasses, train: Tensor, streams: Streams, slopes: SlopesOfSteps
) -> Iterator[int]:
    """Train up to each checkpoint in turn."""
    adam = Adam(encoders.weights, weight_decay=0.01)
    sizes = torch.tensor([views.few, views.many], device=train.device).repeat_interleave(len(train))
    set_of_view = torch.arange(len(train) * VIEWS, device=train.device).view(-1, 1, VIEWS, 1).repeat(2, 1, 1, 1)
    done = 0
    for checkpoint in CHECKPOINTS[: views.checkpoints]:
        batches, steps = streams.child("batches", checkpoint), checkpoint - done
        drawn = batches.uniform("rows", (steps, views.batch_size)).repeat(2, 1, 1)
        rows = (drawn * sizes[:, None, None]).long()[:, :, None] + set_of_view * views.many
        for batch, slope in zip(rows.unbind(dim=1), slopes(steps, views.batch_size, batches), strict=True):
            encoders.differentiate(rows_of(train, batch), slope)
            adam.step(0.01)
        done = checkpoint
        yield done


def _accuracy(
    encoders: ViewEncoders, test: Tensor, means: Tensor, answer: Tensor, score: Callable[[Tensor, Tensor], Tensor]
) -> Tensor:
    """Share of test samples whose class mean of the target view has the largest score; shape (trials,)."""
    others = encoders.embed(test[:, _OTHERS], _OTHERS)
    candidates = encoders.embed(means[:, _TARGET], _TARGET)[:, 0]
    found = (score(*others.unbind(dim=1)) @ candidates.mT).argmax(dim=-1)
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
