r"""The contrastive loss with negatives of the other label, and what it pushes each response by.

With responses $h_{ri} = \mathrm{relu} \langle w_r, x_i \rangle$ of either patch and $\mathrm{Sim}$ the patch-wise inner
product divided by m, a sample's loss is
$$ \ell_i = -\log \frac{e^{\mathrm{Sim}(x_i, x_i^+) / \tau}}
    {e^{\mathrm{Sim}(x_i, x_i^+) / \tau} + \sum_{j : y_j \ne y_i} e^{\mathrm{Sim}(x_i, x_j) / \tau}} , $$
and the second factor of each similarity is held constant. Classes have an axis of their own: every negative of a
sample is in the other class, and all of them share one signal patch.

Sim is symmetric. A matrix of products, the anchors of one class by the samples of the other, is read along its rows by
these anchors and along its columns by those samples, where they are anchors; one exponential of it serves both.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 6 and 9, with all samples of the other label as negatives (the
appendix's choice).
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

__all__ = [
    "Contrast",
    "Responses",
    "Similarities",
    "contrast",
    "mutual_contrast",
    "responses",
    "similarities",
    "stepped",
]

_TAME = 80.0
r"""Largest exponent in a matrix of exponentials with one reference: $e^{-80}$ is a normal number of float32."""


@dataclass(frozen=True)
class Responses:
    r"""Numbers per neuron and patch, by class (0: y = 1, 1: y = -1).

    `responses` lays out samples before neurons, so that classes are apart and a product of matrices needs no copy.

    Attributes:
        signal: Of the signal patch $y \mu$, shape (trials, 2, width).
        noise: Of the noise patches, shape (trials, 2, width, samples / 2).
    """

    signal: Tensor
    noise: Tensor


def responses(signal: Tensor, noise: Tensor) -> Responses:
    r"""Activations of $\langle w_r, \mu \rangle$, (trials, width), and $\langle w_r, \xi_i \rangle$, (..., samples)."""
    split = noise.mT.unflatten(1, (2, -1))
    active = torch.clamp_min(split, 0, out=split.new_empty(split.shape))
    return Responses(torch.stack([signal, -signal], dim=1).relu_(), active.mT)


@dataclass(frozen=True)
class Similarities:
    r"""$m\, \mathrm{Sim}$ of every anchor, class before trial.

    Attributes:
        positive: With its positive, shape (2, trials, samples / 2).
        shared: Of its signal patch with that of its negatives, which is one for a class, shape (2, trials).
        negative: Of its noise patch with those of the other class, shape (2, trials, samples / 2, samples / 2), anchors
            in rows; of the first class alone where anchors are negatives of each other: the other's are its columns.
    """

    positive: Tensor
    shared: Tensor
    negative: Tensor


def similarities(anchors: Responses, positives: Responses, others: Responses) -> Similarities:
    """Similarities of the anchors.

    Args:
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
    """
    own, partner, other = (each.noise.mT for each in (anchors, positives, others))
    positive = (own * partner).sum(dim=3) + (anchors.signal * positives.signal).sum(dim=2)[..., None]
    shared = (anchors.signal * others.signal.flip(1)).sum(dim=2).mT
    classes = 1 if anchors is others else 2
    negative = own.new_empty(classes, len(own), own.shape[2], own.shape[2])
    for k in range(classes):
        torch.bmm(own[:, k], other[:, 1 - k].mT, out=negative[k])
    return Similarities(positive.movedim(1, 0), shared, negative)


class Contrast(NamedTuple):
    r"""Anchors among the samples of the other class, class before trial.

    Attributes:
        shares: Of each class, proportional to $\ell_{ij}$, shape (trials, samples / 2, samples / 2), anchors in rows.
        total: Their sum over negatives, shape (2, trials, samples / 2).
        deficit: $\log \sum_j e^{\mathrm{Sim}_{ij} / \tau} - \mathrm{Sim}_i^+ / \tau$, likewise.
    """

    shares: tuple[Tensor, Tensor]
    total: Tensor
    deficit: Tensor

    @property
    def losses(self) -> Tensor:
        """Mean loss of the anchors, shape (trials,)."""
        return torch.nn.functional.softplus(self.deficit).mean(dim=(0, 2))


def contrast(similar: Similarities, scale: Tensor) -> Contrast:
    r"""How anchors that are negatives of each other share the loss.

    Args:
        similar: Similarities of the anchors.
        scale: $1 / m \tau$, shape (trials,).
    """
    rows, columns = _along_both(similar.negative, scale)
    total = torch.cat([rows.total, columns.total])
    ahead = scale[:, None] * (similar.positive - similar.shared[..., None])
    deficit = torch.cat([rows.largest, columns.largest]) + total.log() - ahead
    return Contrast((rows.shares[0], columns.shares[0].mT), total, deficit)


def mutual_contrast(similar: Similarities, scale: Tensor) -> tuple[Contrast, Contrast]:
    r"""How two sides share their losses, each the positives and the negatives of the other.

    Args:
        similar: Similarities of the first side's anchors.
        scale: $1 / m \tau$, shape (trials,).

    Returns:
        The first side's contrast, and the second one's.
    """
    rows, columns = _along_both(similar.negative, scale)
    # What an anchor's negatives share moves their sum, and not what each of them has of it.
    ahead = scale[:, None] * (similar.positive - similar.shared[..., None])
    own = Contrast((rows.shares[0], rows.shares[1]), rows.total, rows.largest + rows.total.log() - ahead)
    total, largest = columns.total.flip(0), columns.largest.flip(0)
    ahead = scale[:, None] * (similar.positive - similar.shared.flip(0)[..., None])
    other = Contrast((columns.shares[1].mT, columns.shares[0].mT), total, largest + total.log() - ahead)
    return own, other


def stepped(
    coefficients: Tensor, rate: Tensor, seen: Contrast, anchors: Responses, positives: Responses, others: Responses
) -> Tensor:
    r"""Coefficients after a step, shape (trials, width, samples + 1), the signal last.

    A response is pushed by $\Delta_{ri} = (1 - \ell_i) h^+_{ri} - \sum_j \ell_{ij} h_{rj}$, as in Lemmas 5.1 and 5.3,
    and moves its direction where the neuron is active. As $1 - \ell_i$ is the sum of the $\ell_{ij}$, it is a factor of
    both terms. For the signal patch, which a class shares, the push is summed over the class.

    Args:
        coefficients: Of the directions, shape (trials, width, samples + 1), directions before neurons in memory.
        rate: $\kappa$, shape (trials,).
        seen: What `contrast` made of the same anchors, positives and others.
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
    """
    missing = rate[:, None] * seen.deficit.sigmoid()  # kappa (1 - l_i)
    own, partner, other = (each.noise.mT for each in (anchors, positives, others))
    before, half = coefficients.mT, own.shape[2]
    moved, push = torch.empty_like(before, memory_format=torch.contiguous_format), own.new_empty(own[:, 0].shape)
    of_sum = seen.total.reciprocal()[..., None]
    for k in range(2):
        here = slice(k * half, (k + 1) * half)
        torch.bmm(seen.shares[k], other[:, 1 - k], out=push)
        torch.addcmul(partner[:, k], push, of_sum[k], value=-1, out=push)
        # One pass, and a product with the mask would convert it: three.
        active = torch.ops.aten.threshold_backward(push, own[:, k], 0)
        torch.addcmul(before[:, here], active, missing[k][..., None], out=moved[:, here])
    apart = positives.signal - others.signal.flip(1)
    on_signal = missing.sum(dim=2).mT[..., None] * apart * (anchors.signal > 0)
    torch.add(before[:, -1], on_signal[:, 0] - on_signal[:, 1], out=moved[:, -1])
    return moved.mT


class _Along(NamedTuple):
    """Exponentials of matrices, over the largest of a row (or column) or over a larger one.

    Attributes:
        shares: The exponentials, shape (classes, trials, samples / 2, samples / 2).
        total: Their sums, shape (classes, trials, samples / 2).
        largest: Exponent that was taken out, of a shape that broadcasts to that of `total`.
    """

    shares: Tensor
    total: Tensor
    largest: Tensor


def _along_both(negative: Tensor, scale: Tensor) -> tuple[_Along, _Along]:
    """Along rows and along columns, of one exponential wherever that keeps every sum above 0."""
    scale = scale[:, None, None]
    largest = scale * negative.amax(dim=(2, 3), keepdim=True)
    shares = torch.addcmul(-largest, negative, scale).exp_()
    by_row, by_column = (shares, largest), (shares, largest)
    # Products of responses are 0 and more, so that no exponent is below minus the largest.
    wild = ~(largest < _TAME)
    if wild.device.type != "cpu" or wild.any():  # the question is free on a CPU alone
        by_row, by_column = (_over_own(negative, scale, dim, wild, shares, largest) for dim in (3, 2))
    return _Along(by_row[0], by_row[0].sum(dim=3), by_row[1][..., 0]), _Along(
        by_column[0], by_column[0].sum(dim=2), by_column[1][:, :, 0]
    )


def _over_own(
    negative: Tensor, scale: Tensor, dim: int, wild: Tensor, shares: Tensor, largest: Tensor
) -> tuple[Tensor, Tensor]:
    """The same with every row (or column) over its own largest, in the trials that are `wild`."""
    own = scale * negative.amax(dim=dim, keepdim=True)
    return torch.where(wild, torch.addcmul(-own, negative, scale).exp_(), shares), torch.where(wild, own, largest)
