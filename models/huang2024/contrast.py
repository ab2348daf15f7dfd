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
from functools import cached_property

import torch
from torch import Tensor

__all__ = ["Responses", "Similarities", "contrast", "responses", "similarities"]


@dataclass(frozen=True)
class Responses:
    r"""Numbers per neuron and patch, by class (0: y = 1, 1: y = -1).

    Attributes:
        signal: Of the signal patch $y \mu$, shape (trials, 2, width).
        noise: Of the noise patches, shape (trials, 2, width, samples / 2).
    """

    signal: Tensor
    noise: Tensor

    @cached_property
    def exchanged(self) -> "Responses":
        """The classes in the other order, so that each stands where its negatives are; asked for twice a step."""
        return Responses(self.signal.flip(1), self.noise.flip(1))


def responses(signal: Tensor, noise: Tensor) -> Responses:
    r"""Activations of $\langle w_r, \mu \rangle$, (trials, width), and $\langle w_r, \xi_i \rangle$, (..., samples)."""
    by_class = noise.unflatten(2, (2, -1)).movedim(2, 1)
    # In a layout of its own, or each product of matrices would copy it.
    active = by_class.clone(memory_format=torch.contiguous_format).relu_()
    return Responses(torch.stack([signal, -signal], dim=1).relu(), active)


@dataclass(frozen=True)
class Similarities:
    r"""$\mathrm{Sim} / \tau$ of every anchor, by class.

    Attributes:
        positive: With its positive, shape (trials, 2, samples / 2).
        negative: With the samples of the other class, shape (trials, 2, samples / 2, samples / 2), anchors first.
    """

    positive: Tensor
    negative: Tensor

    @property
    def mirrored(self) -> "Similarities":
        """Those of the partners as anchors: Sim is symmetric."""
        return Similarities(self.positive, self.negative.flip(1).mT)


def similarities(anchors: Responses, positives: Responses, others: Responses, temperature: Tensor) -> Similarities:
    r"""Similarities of the anchors.

    Args:
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
        temperature: $\tau$, shape (trials,).
    """
    scale = 1 / (anchors.signal.shape[2] * temperature[:, None, None])
    positive = (anchors.noise * positives.noise).sum(dim=2) + (anchors.signal * positives.signal).sum(dim=2)[..., None]
    shared = (anchors.signal * others.exchanged.signal).sum(dim=2)[..., None, None]
    negative = (anchors.noise.mT @ others.exchanged.noise).add_(shared)
    return Similarities(scale * positive, negative.mul_(scale[..., None]))


def contrast(similar: Similarities, positives: Responses, others: Responses) -> tuple[Tensor, Responses]:
    r"""Mean loss of the anchors, and the push on each of their responses.

    The push is $(1 - \ell_i) h^+_{ri} - \sum_j \ell_{ij} h_{rj}$, as in Lemmas 5.1 and 5.3; for the signal patch, which
    a class shares, it is summed over the class.

    Args:
        similar: Similarities of the anchors.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.

    Returns:
        Losses of shape (trials,) and pushes, shaped as the responses.
    """
    largest = similar.negative.amax(dim=3, keepdim=True)
    shares = (similar.negative - largest).exp_()
    total = shares.sum(dim=3)
    deficit = total.log() + largest[..., 0] - similar.positive
    missing = deficit.sigmoid()  # 1 - l_i, which the l_ij share in proportion
    shares *= (missing / total)[..., None]
    noise_push = missing[:, :, None] * positives.noise - others.exchanged.noise @ shares.mT
    signal_push = missing.sum(dim=2, keepdim=True) * (positives.signal - others.exchanged.signal)
    return torch.nn.functional.softplus(deficit).mean(dim=(1, 2)), Responses(signal_push, noise_push)
