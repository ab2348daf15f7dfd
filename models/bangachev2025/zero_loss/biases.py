r"""Biases of a sigmoid loss: the best one, and those at which the loss has a given value.

$$ L(b) = \frac1N \Bigl[ \sum_i \log(1 + e^{-t (S_{ii} - b)}) + \sum_{i \ne j} \log(1 + e^{t (S_{ij} - b)}) \Bigr] . $$

The bias is relative, $b = b_{abs} / t$, in units of a score. L is convex in it.

Bangachev et al. 2025, arXiv:2509.18552, section 2; L has the normalisation of Zhai et al. 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log

import torch
from torch import Tensor

from theoremcheck.numerics import sigmoid

__all__ = ["best_bias", "bias_at_level", "loss_at"]

_HALVINGS = 60
"""An interval of length 3 ends as round-off."""


def loss_at(scores: Tensor, inverse_temperature: Tensor, bias: Tensor) -> Tensor:
    """L, shape (trials,), of scores of shape (trials, n, n) and one inverse temperature and relative bias a trial."""
    return sigmoid(inverse_temperature[:, None, None] * (scores - bias[:, None, None]))


def best_bias(scores: Tensor, inverse_temperature: Tensor) -> Tensor:
    """The relative bias of the least loss, shape (trials,), by bisection of the slope."""
    own = torch.eye(scores.shape[-1], dtype=torch.bool, device=scores.device)
    sign = torch.where(own, -1.0, 1.0).to(scores.dtype) * inverse_temperature[:, None, None]

    def too_small(bias: Tensor) -> Tensor:
        pull = (sign * (scores - bias[:, None, None])).sigmoid()
        return torch.where(own, -pull, pull).sum(dim=(1, 2)) > 0

    reach = _reach(scores, inverse_temperature)
    return _bisect(too_small, -reach, reach)


def bias_at_level(scores: Tensor, inverse_temperature: Tensor, level: Tensor, side: Tensor) -> Tensor:
    """The relative bias above the best one (side 1), or below it (-1), at which $N L$ has a value; shape (trials,).

    Where $N L$ is larger than that at the best bias, that one.
    """
    best = best_bias(scores, inverse_temperature)

    def within(step: Tensor) -> Tensor:
        return scores.shape[-1] * loss_at(scores, inverse_temperature, best + side * step) < level

    return best + side * _bisect(within, torch.zeros_like(best), 2 * _reach(scores, inverse_temperature))


def _reach(scores: Tensor, inverse_temperature: Tensor) -> Tensor:
    r"""Beyond it every matched term, or every other one, is above $2 + 2 \log N$."""
    return 1 + (2 + 2 * log(scores.shape[-1])) / inverse_temperature


def _bisect(below: Callable[[Tensor], Tensor], low: Tensor, high: Tensor) -> Tensor:
    """Where a condition stops to hold, each trial by itself; the lower end of the last interval."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        holds = below(middle)
        low, high = torch.where(holds, middle, low), torch.where(holds, high, middle)
    return low
