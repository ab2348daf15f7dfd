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

import torch
from torch import Tensor

__all__ = ["Responses", "contrast", "responses"]


@dataclass(frozen=True)
class Responses:
    r"""Numbers per neuron and patch, by class (0: y = 1, 1: y = -1).

    Attributes:
        signal: Of the signal patch $y \mu$, shape (trials, 2, width).
        noise: Of the noise patches, shape (trials, 2, width, samples / 2).
    """

    signal: Tensor
    noise: Tensor


def responses(signal: Tensor, noise: Tensor) -> Responses:
    r"""Activations of $\langle w_r, \mu \rangle$, (trials, width), and $\langle w_r, \xi_i \rangle$, (..., samples)."""
    by_class = noise.unflatten(2, (2, -1)).movedim(2, 1)
    # In a layout of its own, or each product of matrices would copy it.
    active = by_class.clone(memory_format=torch.contiguous_format).relu_()
    return Responses(torch.stack([signal, -signal], dim=1).relu(), active)


def contrast(
    anchors: Responses, positives: Responses, others: Responses, temperature: Tensor
) -> tuple[Tensor, Responses]:
    r"""Mean loss of the anchors, and the push on each of their responses.

    The push is $(1 - \ell_i) h^+_{ri} - \sum_j \ell_{ij} h_{rj}$, as in Lemmas 5.1 and 5.3; for the signal patch, which
    a class shares, it is summed over the class.

    Args:
        anchors: Responses of the samples that the gradient moves.
        positives: Responses of their positives.
        others: Responses among which the other class gives the negatives.
        temperature: $\tau$, shape (trials,).

    Returns:
        Losses of shape (trials,) and pushes, shaped as the anchors.
    """
    scale = 1 / (anchors.signal.shape[2] * temperature[:, None, None])
    signal, noise = others.signal.flip(1), others.noise.flip(1)
    to_positive = scale * _patches(anchors.signal, positives.signal, (anchors.noise * positives.noise).sum(dim=2))
    to_negatives = scale[..., None] * _patches(anchors.signal, signal, anchors.noise.mT @ noise)
    largest = to_negatives.amax(dim=3, keepdim=True)
    shares = (to_negatives - largest).exp_()
    total = shares.sum(dim=3)
    deficit = total.log() + largest[..., 0] - to_positive
    missing = deficit.sigmoid()  # 1 - l_i, which the l_ij share in proportion
    shares *= (missing / total)[..., None]
    noise_push = missing[:, :, None] * positives.noise - noise @ shares.mT
    signal_push = missing.sum(dim=2, keepdim=True) * (positives.signal - signal)
    return torch.nn.functional.softplus(deficit).mean(dim=(1, 2)), Responses(signal_push, noise_push)


def _patches(anchors: Tensor, partners: Tensor, noise: Tensor) -> Tensor:
    """Similarity of the signal patches, one a class, added to that of the noise patches."""
    shared = (anchors * partners).sum(dim=2)
    return noise + shared.reshape(*shared.shape, *[1] * (noise.ndim - 2))
