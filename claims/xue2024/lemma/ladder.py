"""Ladders of training sets, the minimiser on each, and its distance from the cross-covariance of the latents."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from models.xue2024.intra_class.model import IntraClass
from models.xue2024.lemma import Learn, cross_covariances, truncated
from theoremcheck import Observables, Streams

__all__ = ["WIDTH", "more_samples", "more_samples_and_dimensions", "observe"]

WIDTH = 4
"""p, at least the two latents."""


def more_samples(model: IntraClass, factor: int) -> IntraClass:
    """More pairs in the same dimension."""
    return replace(model, samples=model.samples * factor)


def more_samples_and_dimensions(model: IntraClass, factor: int) -> IntraClass:
    """More pairs, and as many times more dimensions."""
    return replace(model, samples=model.samples * factor, dim=model.dim * factor)


def observe(
    model: IntraClass,
    streams: Streams,
    error: Callable[[IntraClass, Tensor], Tensor],
    width: int = WIDTH,
    learn: Learn = truncated,
) -> Observables:
    """Error of what encoders of some width learn, root mean square over the data sets of a rung, shape (trials,)."""
    product = learn(cross_covariances(model, streams), streams.child("learner"), width)
    return Observables(error=error(model, product), dim=torch.full((streams.trials,), float(model.dim)))
