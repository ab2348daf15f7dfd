r"""Both learners on one training set of data model 1, in the limit of infinitely many noise dimensions.

There the noise of a coordinate vanishes, $\sigma_\xi^2 / d \to 0$, and $\sigma_\xi^2$ matters to the separator alone,
as the price of memorising: `separator`. Contrastive learning has the sample covariances of the latents with the core
feature.

Source: derived; Xue et al. 2024, arXiv:2310.04971, Section 4.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.xue2024.intra_class.model import group_accuracies
from models.xue2024.intra_class.separator import separator
from theoremcheck.streams import Streams

__all__ = ["SameData", "contrastive_and_supervised"]


@dataclass(frozen=True)
class SameData:
    r"""Training data for both learners.

    Attributes:
        samples: n.
        correlation: p, probability that the spurious attribute agrees with the class in training.
        core_spread: $\sigma_{core}$.
        spurious_spread: $\sigma_{spu}$.
        noise_variance: $\sigma_\xi^2$, of the infinitely many dimensions together.
    """

    samples: int
    correlation: float
    core_spread: float
    spurious_spread: float
    noise_variance: float


def contrastive_and_supervised(data: SameData, streams: Streams, own_detail: bool = True) -> tuple[Tensor, Tensor]:
    """Accuracies under P* of the contrastive minimiser and of the maximum-margin separator, shape (trials,) each.

    Args:
        data: Regimes.
        streams: One stream a trial.
        own_detail: Whether captions describe the core detail of their own image, or of another one of the class.
    """
    y = streams.signs("labels", (data.samples,))
    agrees = torch.where(streams.uniform("attributes", (data.samples,)) < data.correlation[:, None], 1.0, -1.0).to(y)
    # Times the label: nothing else of it enters the separator.
    core = 1 + data.core_spread[:, None] * streams.normal("core", (data.samples,))
    spurious = agrees + data.spurious_spread[:, None] * streams.normal("spurious", (data.samples,))
    latents = torch.stack([core, spurious], dim=-1)
    other = 1 + data.core_spread[:, None] * streams.normal("another core", (data.samples,))
    told = (core if own_detail else other)[..., None]
    images, captions = (y[..., None] * values for values in (latents, told))
    covariances = (images * (captions - captions.mean(dim=1, keepdim=True))).sum(dim=1)
    weights = [
        separator(points, variance)
        for points, variance in zip(latents.double().cpu().numpy(), data.noise_variance.tolist(), strict=True)
    ]
    separators = torch.as_tensor(np.stack(weights)).to(covariances)
    return _accuracy(data, covariances), _accuracy(data, separators)


def _accuracy(data: SameData, weights: Tensor) -> Tensor:
    agreeing, opposed = group_accuracies(data, weights[:, 0], weights[:, 1])
    return (agreeing + opposed) / 2
