r"""Linear heads that step along the slope of a weighted cross-entropy, where most samples are soon fitted.

$\partial / \partial W = \sum_i w_i (p_i - y_i) x_i^T$. A sample whose own class has the probability $1 - r$ adds a term
of the size of r, and after a few steps r is below the round-off of float32 for half of the samples and more. So their
terms are held for the nine steps between two slopes of all samples, and those nine see the others alone.

What is held is an error of the change of r over nine steps, for r up to eight roundings: in float64 nothing is held
that could be seen, and in float32 it is a part of what round-off does anyway. Each task holds its own samples, whatever
is trained beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

__all__ = ["Seen", "Step", "step_along", "step_holding_the_fitted"]

_BEFORE = 20
"""Steps that see all samples. In the first ones AdamW moves each weight by its whole rate, and r by powers of ten."""
_EVERY = 10
"""Of so many steps one sees all samples."""
_FITTED = 8.0
"""Roundings of 1 that r may have: the probability of a float32 is known to one, and its sum over classes to some."""

Step = Callable[[], object]
"""One step of the weights along the gradient beside them."""


@dataclass(frozen=True)
class Seen:
    """Samples whose answers a step computes.

    Attributes:
        features: Shape (tasks, samples, dim).
        weights: Shape (tasks or 1, 1, samples).
        rest: The slope but for the answers to these samples, shape (tasks, classes, dim).
    """

    features: Tensor
    weights: Tensor
    rest: Tensor


def step_along(head: Tensor, seen: Seen, step: Step, steps: int) -> Tensor:
    """Step heads in place, each time along their slope.

    Args:
        head: Shape (tasks, classes, dim), with a gradient of that shape, which is written in place.
        seen: The samples.
        step: Moves the head.
        steps: How often.

    Returns:
        Probabilities of the classes before the last step times the weights, shape (tasks, classes, samples).
    """
    assert head.grad is not None
    transposed = seen.features.mT
    logits = head.new_empty(*head.shape[:2], transposed.shape[2])
    answers = torch.empty_like(logits)
    for _ in range(steps):
        torch.bmm(head, transposed, out=logits)
        torch.softmax(logits, dim=1, out=answers)
        torch.baddbmm(seen.rest, answers.mul_(seen.weights), seen.features, out=head.grad)
        step()
    return answers


def step_holding_the_fitted(head: Tensor, seen: Seen, targets: Tensor, step: Step, steps: int) -> None:
    """The same, but that in nine of ten steps the terms of fitted samples are those of the step before the nine.

    Args:
        head: As for `step_along`.
        seen: All samples.
        targets: 1 at the class of each sample and 0 elsewhere, shape (classes, samples).
        step: Moves the head.
        steps: How often.
    """
    answers = step_along(head, seen, step, min(steps, _BEFORE))
    for done in range(_BEFORE, steps, _EVERY):
        step_along(head, _not_fitted(seen, answers, targets), step, min(_EVERY - 1, steps - done))
        if done + _EVERY <= steps:
            answers = step_along(head, seen, step, 1)


def _not_fitted(seen: Seen, answers: Tensor, targets: Tensor) -> Seen:
    """The samples that are not fitted, as many places as the task needs that has most; the others are in the rest.

    How many they are, another device would have to be waited for. It keeps all places, at which fitted ones weigh
    nothing: no device has another rule.
    """
    missing = seen.weights - (answers * targets).sum(dim=1, keepdim=True)
    unfitted = missing > _FITTED * torch.finfo(answers.dtype).eps * seen.weights
    rest = torch.baddbmm(seen.rest, answers * ~unfitted, seen.features)
    weights = seen.weights * unfitted
    if weights.device.type != "cpu":
        return Seen(seen.features, weights, rest)
    places = int(unfitted.sum(dim=2).amax())
    # In their own order, so that no sum depends on how many others there are.
    chosen = (~unfitted).to(torch.int8).argsort(dim=2, stable=True)[:, :, :places]
    features = seen.features.gather(1, chosen.mT.expand(-1, -1, seen.features.shape[2]))
    return Seen(features, weights.gather(2, chosen), rest)
