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
_PLACES = 16
"""Places are a multiple of it, as many numbers as a register of a processor holds: a softmax over the classes of 31
samples takes three times as long as one of 32."""

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
    own = targets.argmax(dim=0) * targets.shape[1] + torch.arange(targets.shape[1], device=targets.device)
    for done in range(_BEFORE, steps, _EVERY):
        held = _not_fitted(seen, answers, head, own)
        step_along(head, held, step, min(_EVERY - 1, steps - done))
        if done + _EVERY <= steps:
            answers = step_along(head, seen, step, 1)


def _not_fitted(seen: Seen, answers: Tensor, head: Tensor, own: Tensor) -> Seen:
    """The samples that are not fitted, as many places as the task needs that has most; the others are in the rest.

    How many they are, another device would have to be waited for. It keeps all places, at which fitted ones weigh
    nothing: no device has another rule.

    Args:
        seen: All samples.
        answers: As the last step computed them.
        head: With the slope that they gave.
        own: Where the answers to a task's samples have those of their own classes, shape (samples,).
    """
    assert head.grad is not None
    missing = seen.weights - answers.flatten(start_dim=1).index_select(1, own)[:, None]
    unfitted = missing > _FITTED * torch.finfo(answers.dtype).eps * seen.weights
    if answers.device.type != "cpu":
        rest = torch.baddbmm(head.grad, answers * unfitted, seen.features, alpha=-1)
        return Seen(seen.features, seen.weights * unfitted, rest)
    return _at_places(seen, answers, head.grad, unfitted)


def _at_places(seen: Seen, answers: Tensor, slope: Tensor, unfitted: Tensor) -> Seen:
    """The unfitted samples alone, in their own order, so that no sum depends on how many others there are."""
    tasks, samples, dim = seen.features.shape
    counts = unfitted.sum(dim=2, keepdim=True)
    places = -(int(counts.amax()) // -_PLACES) * _PLACES
    # The fitted ones share one place behind the last.
    place = torch.where(unfitted, unfitted.cumsum(dim=2).sub_(1), places)
    numbers = torch.arange(samples, device=place.device).expand_as(place)
    chosen = place.new_zeros(tasks, 1, places + 1).scatter_(2, place, numbers)[:, :, :places]
    used = torch.arange(places, device=place.device) < counts
    rows = chosen + samples * torch.arange(tasks, device=place.device)[:, None, None]
    features = seen.features.flatten(end_dim=1).index_select(0, rows.flatten()).view(tasks, places, dim)
    seen_before = answers.gather(2, chosen.expand(-1, answers.shape[1], -1)).mul_(used)
    rest = torch.baddbmm(slope, seen_before, features, alpha=-1)
    return Seen(features, seen.weights.expand_as(place).gather(2, chosen).mul_(used), rest)
