r"""Slopes of DLF's losses of shared and specific features, and of a penalty that is not DLF's.

In closed form: networks are so small that autograd costs more than what they compute. Wang et al. 2025,
arXiv:2412.12225; losses and weights are those of the released code, and its body was not read.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from models.dlf2025.disentangling.networks import FEATURES, Features

__all__ = [
    "Slope",
    "cosine_of_another",
    "cross_covariance",
    "one_sided_cosine",
    "positive_cosine",
    "triplets",
    "triplets_of_others",
]

Slope = Callable[[Features, Tensor], Features]
"""(features of a batch, labels of shape (trials, samples)) -> slopes by the features of what is weighted as L_m and L_o
are."""

MARGIN = 0.15
"""Of a triplet, for each unit by which two labels differ."""
_NETWORKS_AT_ONCE = 8
"""Whose tables of anchors and negatives are made together, a megabyte each in float32. Those of sixteen leave the
cache, and the allocator may hand their pages back to the system at each step, which then takes three times as long."""


def positive_cosine(features: Features) -> Tensor:
    r"""$L_o = \sum_m E \max(0, \cos(s_m, c_m))$, torch's CosineEmbeddingLoss with target -1; shape (trials,)."""
    cosine = torch.nn.functional.cosine_similarity(features.specific, features.shared, dim=2)
    return cosine.relu().mean(dim=2).sum(dim=1)


def one_sided_cosine(features: Features, labels: Tensor) -> Features:
    r"""Slopes of $L_o$, `positive_cosine`: $\partial \cos / \partial s = (\hat c - \cos \hat s) / |s|$."""
    (specific, of_specific), (shared, of_shared) = _units(features.specific), _units(features.shared)
    cosine = (specific * shared).sum(dim=2, keepdim=True)
    opened = (cosine > 0).to(cosine).div_(labels.shape[1])
    closed = opened * cosine
    return Features(
        (opened * shared).addcmul_(closed, specific, value=-1).div_(of_specific),
        opened.mul(specific).addcmul_(closed, shared, value=-1).div_(of_shared),
    )


def cosine_of_another(features: Features, labels: Tensor) -> Features:
    """The same between the specific feature of a sample and the shared one of the next in the batch."""
    slopes = one_sided_cosine(Features(features.specific, features.shared.roll(-1, dims=3)), labels)
    return Features(slopes.specific, slopes.shared.roll(1, dims=3))


def cross_covariance(features: Features, labels: Tensor) -> Features:
    r"""Slopes of $\sum_m \frac1d \sum_{kl} \mathrm{corr}(s_{m,k}, c_{m,l})^2$ over the batch. Not in DLF."""
    count = labels.shape[1]
    (specific, of_specific), (shared, of_shared) = _standardised(features.specific), _standardised(features.shared)
    correlations = specific @ shared.mT * (2 / (FEATURES * count**2))
    return Features(
        _by_raw(correlations @ shared, specific, of_specific), _by_raw(correlations.mT @ specific, shared, of_shared)
    )


def triplets(features: Features, labels: Tensor) -> Features:
    r"""Slopes of $L_m$, hinges on cosines of shared features of all modalities.

    $$ E_{a, p, q} \max(0, 0.15\, |y_a - y_q| - \cos(c_a, c_p) + \cos(c_a, c_q)) $$
    over every feature a of a batch, the features p of the same sample in the other modalities, and the features q of
    other samples.

    Source: Wang et al. 2025, code; positives there are the features of the same label.
    """
    units, norms = _units(features.shared)
    return _by_shared(_by_units(units, labels[:, None]), units, norms)


def triplets_of_others(features: Features, labels: Tensor) -> Features:
    """The same where the positives show other samples: modality m belongs to the m-th next sample of the batch."""
    units, norms = _units(features.shared)
    places = range(units.shape[1])
    others = torch.stack([units[:, m].roll(-m, dims=2) for m in places], dim=1)
    rolled = _by_units(others, torch.stack([labels.roll(-m, dims=1) for m in places], dim=1))
    by_units = torch.stack([rolled[:, m].roll(m, dims=2) for m in places], dim=1)
    return _by_shared(by_units, units, norms)


def _by_units(units: Tensor, labels: Tensor) -> Tensor:
    """Slope by unit vectors of three modalities, shape (trials, 3, dim, n), of the hinges that are open.

    Args:
        units: The vectors.
        labels: Shape (trials, 3, n), or (trials, 1, n) if they are the same in every modality.
    """
    pieces = zip(units.split(_NETWORKS_AT_ONCE), labels.split(_NETWORKS_AT_ONCE), strict=True)
    return torch.cat([_by_open_hinges(*each) for each in pieces])


def _by_open_hinges(units: Tensor, labels: Tensor) -> Tensor:
    """The loss is linear in the cosines as long as the same hinges are open: their counts are its slope."""
    modalities, count = units.shape[1], units.shape[3]
    columns = units.transpose(1, 2).flatten(start_dim=2)
    reach = _margins(labels, modalities).baddbmm_(columns.mT, columns)
    first, second, third = units.unbind(dim=1)
    pairs = [(one * other).sum(dim=1) for one, other in ((first, second), (first, third), (second, third))]
    # The first, second and third modality's anchors have two partners each, and these are the pairs with them.
    nearer, also_nearer = (
        torch.cat([pairs[p] for p in places], dim=1)[:, :, None] for places in ((0, 0, 1), (1, 2, 2))
    )
    # Hinges that are open, in the type of what is compared: booleans add slowly.
    opened = torch.gt(reach, nearer, out=torch.empty_like(reach))
    also = torch.gt(reach, also_nearer, out=reach)
    one, other = (each.sum(dim=2).unflatten(1, (modalities, count)).unbind(dim=1) for each in (opened, also))
    slope = opened.add_(also)
    gradient = torch.bmm(columns, slope).baddbmm_(columns, slope.mT).unflatten(2, (modalities, count)).transpose(1, 2)
    for (a, p), open_ in (((0, 1), one[0] + one[1]), ((0, 2), one[2] + other[0]), ((1, 2), other[1] + other[2])):
        gradient[:, a].addcmul_(open_[:, None], units[:, p], value=-1)
        gradient[:, p].addcmul_(open_[:, None], units[:, a], value=-1)
    return gradient / (modalities * count * (modalities - 1) * modalities * (count - 1))


def _margins(labels: Tensor, modalities: int) -> Tensor:
    """Of every anchor and negative, shape (trials, modalities * n, modalities * n); no sample is its own negative."""
    margins = (labels[:, :, :, None, None] - labels[:, None, None]).abs_().mul_(MARGIN)
    margins.diagonal(dim1=2, dim2=4).fill_(-torch.inf)
    count = labels.shape[2]
    return margins.expand(-1, modalities, count, modalities, count).flatten(3).flatten(1, 2)


def _by_shared(by_units: Tensor, units: Tensor, norms: Tensor) -> Features:
    along = (by_units * units).sum(dim=2, keepdim=True)
    by_raw = by_units.addcmul(along, units, value=-1).div_(norms)
    return Features(torch.zeros_like(by_raw[:, :1, :1, :1]).expand_as(by_raw), by_raw)


def _units(features: Tensor) -> tuple[Tensor, Tensor]:
    """Unit vectors and norms; like PyTorch's, a vector of zeros stays one."""
    norms = (features * features).sum(dim=2, keepdim=True).sqrt_().clamp_(min=1e-12)
    return features / norms, norms


def _standardised(features: Tensor) -> tuple[Tensor, Tensor]:
    """With mean 0 and deviation 1 over the batch, and the deviations.

    A thousandth keeps features apart from 0 / 0 that do not vary.
    """
    deviation, mean = torch.std_mean(features, dim=3, keepdim=True)
    return (features - mean).div_(deviation + 1e-3), deviation


def _by_raw(slope: Tensor, standardised: Tensor, deviation: Tensor) -> Tensor:
    """By the features, from the slope by the standardised ones."""
    along = (slope * standardised).sum(dim=3, keepdim=True).div_((slope.shape[3] - 1) * deviation.clamp(min=1e-12))
    return ((slope - slope.mean(dim=3, keepdim=True)) / (deviation + 1e-3)).addcmul_(along, standardised, value=-1)
