r"""The contrastive loss with negatives of the other label, and what it pushes each response by.

With responses $h_{ri} = \mathrm{relu} \langle w_r, x_i \rangle$ of either patch and $\mathrm{Sim}$ the patch-wise inner
product divided by m, a sample's loss is
$$ \ell_i = -\log \frac{e^{\mathrm{Sim}(x_i, x_i^+) / \tau}}
    {e^{\mathrm{Sim}(x_i, x_i^+) / \tau} + \sum_{j : y_j \ne y_i} e^{\mathrm{Sim}(x_i, x_j) / \tau}} , $$
and the second factor of each similarity is held constant. Classes have an axis of their own: every negative of a
sample is in the other class, and all of them share one signal patch.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 6 and 9, with all samples of the other label as negatives (the
appendix's choice).
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

__all__ = ["Contrast", "Responses", "Similarities", "contrast", "responses", "similarities", "stepped"]


@dataclass(frozen=True)
class Responses:
    r"""Numbers per neuron and patch, by class (0: y = 1, 1: y = -1).

    `responses` lays either class out by itself, so that a product of matrices needs no copy of it.

    Attributes:
        signal: Of the signal patch $y \mu$, shape (trials, 2, width).
        noise: Of the noise patches, shape (trials, 2, width, samples / 2).
    """

    signal: Tensor
    noise: Tensor


def responses(signal: Tensor, noise: Tensor) -> Responses:
    r"""Activations of $\langle w_r, \mu \rangle$, (trials, width), and $\langle w_r, \xi_i \rangle$, (..., samples)."""
    split = noise.unflatten(2, (2, -1)).movedim(2, 0)
    active = torch.clamp_min(split, 0, out=split.new_empty(split.shape))
    return Responses(torch.stack([signal, -signal]).relu_().movedim(0, 1), active.movedim(0, 1))


@dataclass(frozen=True)
class Similarities:
    r"""$m\, \mathrm{Sim}$ of every anchor, class before trial.

    Attributes:
        positive: With its positive, shape (2, trials, samples / 2).
        shared: Of its signal patch with that of its negatives, which is one for a class, shape (2, trials).
        negative: Of its noise patch with those of the other class, shape (2, trials, samples / 2, samples / 2),
            negatives before anchors, so that what follows sums over rows, not along them.
    """

    positive: Tensor
    shared: Tensor
    negative: Tensor

    @property
    def mirrored(self) -> "Similarities":
        """Those of the partners as anchors, in a layout of their own: Sim is symmetric."""
        negative = torch.empty_like(self.negative)
        for k in range(2):
            negative[k] = self.negative[1 - k].mT
        return Similarities(self.positive, self.shared.flip(0), negative)


def similarities(anchors: Responses, positives: Responses, others: Responses) -> Similarities:
    """Similarities of the anchors.

    Args:
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
    """
    own, partner, other = (each.noise.movedim(1, 0) for each in (anchors, positives, others))
    positive = (own * partner).sum(dim=2) + (anchors.signal * positives.signal).sum(dim=2).mT[..., None]
    shared = (anchors.signal * others.signal.flip(1)).sum(dim=2).mT
    return Similarities(positive, shared, _across(other.mT, own))


class Contrast(NamedTuple):
    r"""Anchors among the samples of the other class, class before trial.

    Attributes:
        shares: Proportional to $\ell_{ij}$, shape (2, trials, samples / 2, samples / 2), negatives before anchors.
        total: Their sum over negatives, shape (2, trials, samples / 2).
        deficit: $\log \sum_j e^{\mathrm{Sim}_{ij} / \tau} - \mathrm{Sim}_i^+ / \tau$, likewise.
    """

    shares: Tensor
    total: Tensor
    deficit: Tensor

    @property
    def losses(self) -> Tensor:
        """Mean loss of the anchors, shape (trials,)."""
        return torch.nn.functional.softplus(self.deficit).mean(dim=(0, 2))


def contrast(similar: Similarities, scale: Tensor) -> Contrast:
    r"""How anchors and negatives share the loss.

    Args:
        similar: Similarities of the anchors; the products of their noise patches are overwritten.
        scale: $1 / m \tau$, shape (trials,).
    """
    largest = similar.negative.amax(dim=2)
    # What an anchor's negatives share moves their sum, and not what each of them has of it.
    ahead = scale[:, None] * (similar.positive - similar.shared[..., None] - largest)
    lowered = (-scale[:, None] * largest)[:, :, None]
    shares = torch.addcmul(lowered, similar.negative, scale[:, None, None], out=similar.negative).exp_()
    total = shares.sum(dim=2)
    return Contrast(shares, total, total.log() - ahead)


def stepped(
    coefficients: Tensor, rate: Tensor, seen: Contrast, anchors: Responses, positives: Responses, others: Responses
) -> Tensor:
    r"""Coefficients after a step, shape (trials, width, samples + 1), the signal last.

    A response is pushed by $\Delta_{ri} = (1 - \ell_i) h^+_{ri} - \sum_j \ell_{ij} h_{rj}$, as in Lemmas 5.1 and 5.3,
    and moves its direction where the neuron is active. As $1 - \ell_i$ is the sum of the $\ell_{ij}$, it is a factor of
    both terms. For the signal patch, which a class shares, the push is summed over the class.

    Args:
        coefficients: Of the directions, shape (trials, width, samples + 1).
        rate: $\kappa$, shape (trials,).
        seen: What `contrast` made of the same anchors, positives and others.
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
    """
    missing = rate[:, None] * seen.deficit.sigmoid()  # kappa (1 - l_i)
    own, partner, other = (each.noise.movedim(1, 0) for each in (anchors, positives, others))
    pushes = _across(other, seen.shares)
    torch.addcmul(partner, pushes, seen.total.reciprocal()[:, :, None], value=-1, out=pushes)
    moved, half = torch.empty_like(coefficients), own.shape[3]
    for k, push in enumerate(pushes):
        here = slice(k * half, (k + 1) * half)
        # One pass, and a product with the mask would convert it: three.
        active = torch.ops.aten.threshold_backward(push, own[k], 0)
        torch.addcmul(coefficients[:, :, here], active, missing[k][:, None], out=moved[:, :, here])
    apart = positives.signal - others.signal.flip(1)
    on_signal = missing.sum(dim=2).mT[..., None] * apart * (anchors.signal > 0)
    torch.add(coefficients[:, :, -1], on_signal[:, 0] - on_signal[:, 1], out=moved[:, :, -1])
    return moved


def _across(others: Tensor, own: Tensor) -> Tensor:
    """Products of each class with the other one, put where they belong: stacking them would copy."""
    products = own.new_empty(*own.shape[:2], others.shape[2], own.shape[3])
    for k in range(2):
        torch.bmm(others[1 - k], own[k], out=products[k])
    return products
