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

__all__ = ["Contrast", "Responses", "by_class", "contrast", "responses", "stepped"]


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
    split = by_class(noise)
    active = torch.clamp_min(split, 0, out=split.new_empty(split.shape))
    return Responses(torch.stack([signal, -signal]).relu_().movedim(0, 1), active.movedim(0, 1))


def by_class(noise: Tensor) -> Tensor:
    """A view of shape (2, trials, width, samples / 2) of (trials, width, samples): the first half is class 0."""
    return noise.unflatten(2, (2, -1)).movedim(2, 0)


class Contrast(NamedTuple):
    r"""Anchors among the samples of the other class, class before trial.

    Attributes:
        shares: Proportional to $\ell_{ij}$, shape (2, trials, samples / 2, samples / 2), negatives before anchors, so
            that what follows sums over rows, not along them.
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


def contrast(anchors: Responses, positives: Responses, others: Responses, temperature: Tensor) -> Contrast:
    r"""Similarities of the anchors, and how they share the loss.

    Args:
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
        temperature: $\tau$, shape (trials,).
    """
    scale = 1 / (anchors.signal.shape[2] * temperature[:, None])
    own, other = (each.noise.movedim(1, 0) for each in (anchors, others))
    similar = torch.stack([other[1].mT @ own[0], other[0].mT @ own[1]])
    largest = _largest(similar)
    # All negatives of an anchor share one signal patch: it moves their sum, and not what they have of it.
    positive = (own * positives.noise.movedim(1, 0)).sum(dim=2)
    ahead = scale * (positive + (anchors.signal * _apart(positives, others)).sum(dim=2).mT[..., None] - largest)
    shares = torch.addcmul((-scale * largest)[:, :, None], similar, scale[..., None], out=similar).exp_()
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
    pushes = torch.stack([other[1] @ seen.shares[0], other[0] @ seen.shares[1]])
    torch.addcmul(partner, pushes, seen.total.reciprocal()[:, :, None], value=-1, out=pushes)
    moved, half = torch.empty_like(coefficients), own.shape[3]
    for k, push in enumerate(pushes):
        here = slice(k * half, (k + 1) * half)
        # One pass, and a product with the mask would convert it: three.
        active = torch.ops.aten.threshold_backward(push, own[k], 0)
        torch.addcmul(coefficients[:, :, here], active, missing[k][:, None], out=moved[:, :, here])
    on_signal = missing.sum(dim=2).mT[..., None] * _apart(positives, others) * (anchors.signal > 0)
    torch.add(coefficients[:, :, -1], on_signal[:, 0] - on_signal[:, 1], out=moved[:, :, -1])
    return moved


def _apart(positives: Responses, others: Responses) -> Tensor:
    """Signal response of the positives less that of the negatives, shape (trials, 2, width)."""
    return positives.signal - others.signal.flip(1)


def _largest(values: Tensor) -> Tensor:
    """Greatest of each column; by halves, since `amax` takes several times as long along short axes."""
    while (rows := values.shape[-2]) > 1:
        half = (rows + 1) // 2  # of an odd number of rows both halves hold the middle one
        values = torch.maximum(values[..., :half, :], values[..., rows - half :, :])
    return values[..., 0, :]
