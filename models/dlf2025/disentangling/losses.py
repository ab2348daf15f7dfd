r"""DLF's losses of shared and specific features, and a penalty that is not DLF's.

Wang et al. 2025, arXiv:2412.12225; losses and weights are those of the released code, and its body was not read.
"""

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from models.dlf2025.disentangling.networks import FEATURES, Features

__all__ = [
    "Geometry",
    "Term",
    "cosine_of_another",
    "cross_covariance",
    "nothing",
    "one_sided_cosine",
    "triplets",
    "triplets_of_others",
    "with_triplets",
]

Term = Callable[[Features], Tensor]
"""Features of a batch -> a loss, shape (trials,)."""

Geometry = Callable[[Features, Tensor], Tensor]
"""(features of a batch, labels of shape (trials, samples)) -> what is weighted as L_m and L_o are, shape (trials,)."""

MARGIN = 0.15
"""Of a triplet, for each unit by which two labels differ."""


def one_sided_cosine(features: Features) -> Tensor:
    r"""$L_o = \sum_m E \max(0, \cos(s_m, c_m))$, torch's CosineEmbeddingLoss with target -1; shape (trials,)."""
    return F.cosine_similarity(features.specific, features.shared, dim=3).relu().mean(dim=2).sum(dim=1)


def cosine_of_another(features: Features) -> Tensor:
    """The same between the specific feature of a sample and the shared one of the next in the batch."""
    other = features.shared.roll(-1, dims=2)
    return F.cosine_similarity(features.specific, other, dim=3).relu().mean(dim=2).sum(dim=1)


def cross_covariance(features: Features) -> Tensor:
    r"""$\sum_m \frac1d \sum_{kl} \mathrm{corr}(s_{m,k}, c_{m,l})^2$ over the batch; shape (trials,). Not in DLF."""
    specific, shared = (_standardised(each) for each in (features.specific, features.shared))
    correlations = specific.mT @ shared / specific.shape[2]
    return correlations.square().sum(dim=(1, 2, 3)) / FEATURES


def triplets(features: Features, labels: Tensor) -> Tensor:
    r"""$L_m$: hinges on cosines of shared features of all modalities; shape (trials,).

    $$ E_{a, p, q} \max(0, 0.15\, |y_a - y_q| - \cos(c_a, c_p) + \cos(c_a, c_q)) $$
    over every feature a of a batch, the features p of the same sample in the other modalities, and the features q of
    other samples.

    Args:
        features: Of a batch.
        labels: y, shape (trials, samples).

    Source: Wang et al. 2025, code; positives there are the features of the same label.
    """
    return _Triplets.apply(F.normalize(features.shared, dim=3), labels[:, None])


def triplets_of_others(features: Features, labels: Tensor) -> Tensor:
    """The same where the positives show other samples: modality m belongs to the m-th next sample of the batch."""
    shared = F.normalize(features.shared, dim=3)
    rolled = [(each.roll(-m, dims=1), labels.roll(-m, dims=1)) for m, each in enumerate(shared.unbind(dim=1))]
    others, others_labels = (torch.stack(each, dim=1) for each in zip(*rolled, strict=True))
    return _Triplets.apply(others, others_labels)


def with_triplets(features: Features, labels: Tensor, term: Term) -> Tensor:
    """L_m, and a term beside it."""
    return triplets(features, labels) + term(features)


def nothing(features: Features, labels: Tensor) -> Tensor:
    """No geometric loss."""
    return torch.zeros_like(labels[:, 0])


class _Triplets(torch.autograd.Function):
    """The loss is linear in the cosines as long as the same hinges are open: their counts are its slope.

    No triplet is kept for the way back, nor any but those of two modalities at a time.
    """

    @staticmethod
    def forward(ctx: Any, units: Tensor, labels: Tensor) -> Tensor:
        """Of units (trials, modalities, n, dim), and of labels (trials, modalities, n) or (trials, 1, n)."""
        modalities, count = units.shape[1:3]
        columns = units.flatten(start_dim=1, end_dim=2).mT.contiguous()  # products of few rows are twice as fast
        size = columns.shape[2]
        reach = (columns.mT @ columns).unflatten(2, (modalities, count)).unflatten(1, (modalities, count))
        same = reach.diagonal(dim1=2, dim2=4).clone()  # (trials, modalities, modalities, n)
        reach += MARGIN * (labels[:, :, :, None, None] - labels[:, None, None]).abs()
        reach.diagonal(dim1=2, dim2=4).fill_(-torch.inf)  # no sample is its own negative
        slope, of_positives = torch.zeros_like(reach), torch.zeros_like(same)
        opened = torch.empty_like(reach[:, 0])  # new memory costs more than the sums
        for anchor in range(modalities):
            for partner in sorted(set(range(modalities)) - {anchor}):
                torch.gt(reach[:, anchor], same[:, anchor, partner, :, None, None], out=opened)
                slope[:, anchor] += opened
                of_positives[:, anchor, partner] = -opened.sum(dim=(2, 3))
        reach.diagonal(dim1=2, dim2=4).zero_()  # none of these is open
        loss = torch.linalg.vecdot(slope.flatten(1), reach.flatten(1)) + (of_positives * same).sum(dim=(1, 2, 3))
        slope.diagonal(dim1=2, dim2=4).copy_(of_positives)
        slope = slope.flatten(start_dim=3).flatten(start_dim=1, end_dim=2)
        triplets = size * (modalities - 1) * (size - modalities)
        gradient = (columns @ slope).add_(columns @ slope.mT) / triplets
        ctx.save_for_backward(gradient.mT.reshape(units.shape))
        return loss / triplets

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor, None]:
        (gradient,) = ctx.saved_tensors
        return upstream[0][:, None, None, None] * gradient, None


def _standardised(features: Tensor) -> Tensor:
    """With mean 0 and deviation 1 over the batch; a thousandth keeps features apart from 0 / 0 that do not vary."""
    return (features - features.mean(dim=2, keepdim=True)) / (features.std(dim=2, keepdim=True) + 1e-3)
