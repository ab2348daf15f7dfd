"""From the start of a network to its end: weights, batches of images, and Adam, for all trials of a batch at once.

The gradient of the summed losses holds each trial's own gradient, and Adam acts on every weight by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["batches", "flat_weights", "minimise", "permutation", "uniform_start"]


def uniform_start(label: str, fan_in: int, rows: int, columns: int, streams: Streams) -> Tensor:
    """A tensor whose entries are uniform within 1 / sqrt(fan-in) of zero, shape (trials, rows, columns)."""
    return (2 * streams.uniform(label, (rows, columns)) - 1) / fan_in**0.5


def permutation(streams: Streams, size: int) -> Tensor:
    """A random order of `size` rows, int64, shape (trials, size); drawn in float64, where ties do not happen."""
    return replace(streams, dtype=torch.float64).uniform("order", (size,)).argsort(dim=1)


def batches(size: int, batch_size: int, epochs: int, streams: Streams) -> Iterator[tuple[Tensor, Streams]]:
    """Every epoch in a new order, the rest that fills no batch left out.

    Yields:
        The rows of a batch, shape (trials, batch_size), with the streams of the step.
    """
    for epoch in range(epochs):
        order = permutation(streams.child(epoch), size)
        for step, rows in enumerate(order.split(batch_size, dim=1)):
            if rows.shape[1] == batch_size:
                yield rows, streams.child(epoch, step)


def minimise(
    parameters: list[Tensor],
    loss: Callable[[Tensor, Streams], Tensor],
    steps: Iterator[tuple[Tensor, Streams]],
    learning_rate: float,
) -> None:
    """Adam, in place.

    Args:
        parameters: Weights with a leading axis of trials.
        loss: (rows of a batch, streams of the step) -> one loss a trial.
        steps: Rows and streams of every step.
        learning_rate: Adam's.
    """
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimiser = torch.optim.Adam(parameters, lr=learning_rate, fused=True)
    for rows, streams in steps:
        optimiser.zero_grad()
        loss(rows, streams).sum().backward()
        optimiser.step()
    for parameter in parameters:
        parameter.requires_grad_(False)


def flat_weights(start: Sequence[Tensor]) -> tuple[Tensor, list[Tensor], list[Tensor]]:
    """All weights of a network in one tensor, as an optimiser of many small ones is fastest.

    Args:
        start: Weights at the start.

    Returns:
        The tensor, with its gradient beside it; and views of both in the shapes of the start, to be written in place.
    """
    weights = torch.cat([each.flatten() for each in start])
    weights.grad = torch.zeros_like(weights)
    sizes = [each.numel() for each in start]
    parts, slopes = (
        [piece.view_as(each) for piece, each in zip(flat.split(sizes), start, strict=True)]
        for flat in (weights, weights.grad)
    )
    return weights, parts, slopes
