r"""What linear probes find in both embeddings of a protein, side by side: its groups, and what is its own.

Ridge regression with penalty 1 on standardised features and an intercept; a group is the output with the largest score.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.proteinviews2024.homology.proteins import FAMILIES, SUPERFAMILIES, Homology, Proteins, Samples
from models.ridge import explained, ridge, with_ones
from models.view_encoders import ViewEncoders

__all__ = ["Probed", "probe"]


@dataclass(frozen=True)
class Probed:
    r"""On fresh proteins, each of shape (trials,).

    Attributes:
        family: Accuracy.
        superfamily: Accuracy.
        own: $R^2$ of $w$.
        shared: $R^2$ of $u_s$.
    """

    family: Tensor
    superfamily: Tensor
    own: Tensor
    shared: Tensor


def probe(homology: Homology, proteins: Proteins, encoders: ViewEncoders) -> Probed:
    """Fit on labelled proteins, and test."""
    known, fresh = (_features(encoders, samples) for samples in (proteins.labelled, proteins.tested))
    used = homology.labelled(proteins.labelled.families)[..., None]
    count = used.sum(dim=1, keepdim=True)
    mean = (used * known).sum(dim=1, keepdim=True) / count
    deviation = ((used * (known - mean).square()).sum(dim=1, keepdim=True) / (count - 1)).sqrt() + 1e-6
    known, fresh = (with_ones((features - mean) / deviation) for features in (known, fresh))
    scores = fresh @ ridge(used * known, _targets(proteins.labelled), penalty=1.0)
    family, superfamily, own, shared = scores.split(
        (FAMILIES, SUPERFAMILIES, proteins.tested.own.shape[2], proteins.tested.shared.shape[2]), dim=2
    )
    families = proteins.tested.families
    return Probed(
        _accuracy(family, families),
        _accuracy(superfamily, families // (FAMILIES // SUPERFAMILIES)),
        explained(own, proteins.tested.own),
        explained(shared, proteins.tested.shared),
    )


def _features(encoders: ViewEncoders, samples: Samples) -> Tensor:
    """Both embeddings side by side, shape (trials, proteins, 2 EMBEDDING)."""
    return torch.cat(encoders.embed(samples.views).unbind(dim=1), dim=2)


def _targets(samples: Samples) -> Tensor:
    """Indicators of both groups, and both vectors."""
    groups = (samples.families, FAMILIES), (samples.families // (FAMILIES // SUPERFAMILIES), SUPERFAMILIES)
    indicators = torch.cat([F.one_hot(group, count) for group, count in groups], dim=1).to(samples.own)
    return torch.cat([indicators.expand(len(samples.own), -1, -1), samples.own, samples.shared], dim=2)


def _accuracy(scores: Tensor, truth: Tensor) -> Tensor:
    return (scores.argmax(dim=2) == truth).to(scores).mean(dim=1)
