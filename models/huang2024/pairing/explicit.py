r"""The brute-force twin of `pairing`: losses as printed for any labels and negatives, descended by autograd in $R^d$.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 4 to 9.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from models.huang2024.pairing.labels import Pairing
from models.huang2024.patches import Modality, TwoPatches

__all__ = ["PairedLoss", "descend", "multi_modal_loss", "single_modal_loss"]

PairedLoss = Callable[[tuple[Tensor, ...], TwoPatches, tuple[Modality, Modality], Pairing], Tensor]
"""(weights of each network, regimes, modalities, pairing) -> losses of shape (trials,)."""


def single_modal_loss(
    weights: tuple[Tensor, ...], patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing
) -> Tensor:
    """Eq. 6 with negatives N(i)."""
    modality = modalities[0]
    samples = _embed(weights[0], modality, modality.directions[:, :-1], pairing.first)
    views = _embed(weights[0], modality, modality.views, pairing.first)
    return _loss(samples, views.detach(), samples.detach(), patches, pairing)


def multi_modal_loss(
    weights: tuple[Tensor, ...], patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing
) -> Tensor:
    """Eq. 9 with negatives N(i) in both terms."""
    h, g = (
        _embed(w, modality, modality.directions[:, :-1], y)
        for w, modality, y in zip(weights, modalities, (pairing.first, pairing.second), strict=True)
    )
    return _loss(h, g.detach(), g.detach(), patches, pairing) + _loss(g, h.detach(), h.detach(), patches, pairing)


def descend(
    loss: PairedLoss, networks: int, patches: TwoPatches, modalities: tuple[Modality, Modality], pairing: Pairing
) -> tuple[list[Tensor], Tensor]:
    r"""T steps of gradient descent on the weights, at $\eta = \kappa n m \tau$.

    Returns:
        Weights of each network, shape (trials, width, dim), and losses of shape (trials, steps + 1).
    """
    eta = patches.growth_rate * patches.samples * patches.width * torch.as_tensor(patches.temperature)
    weights = [modality.weights.clone() for modality in modalities[:networks]]
    losses = []
    for _ in range(patches.steps):
        weights = [w.requires_grad_() for w in weights]
        values = loss(tuple(weights), patches, modalities, pairing)
        gradients = torch.autograd.grad(values.sum(), weights)
        losses.append(values.detach())
        weights = [(w - eta[:, None, None] * slope).detach() for w, slope in zip(weights, gradients, strict=True)]
    losses.append(loss(tuple(weights), patches, modalities, pairing))
    return weights, torch.stack(losses, dim=1)


def _embed(weights: Tensor, modality: Modality, noises: Tensor, y: Tensor) -> Tensor:
    """Responses to signal and noise patch, side by side, shape (trials, samples, 2 width)."""
    signal = y[..., None] * (weights @ modality.directions[:, -1, :, None]).mT
    return torch.cat([signal, noises @ weights.mT], dim=2).relu()


def _loss(anchors: Tensor, positives: Tensor, others: Tensor, patches: TwoPatches, pairing: Pairing) -> Tensor:
    scale = 1 / (patches.width * torch.as_tensor(patches.temperature))[:, None, None]
    positive = scale * (anchors * positives).sum(dim=2, keepdim=True)
    negative = (scale * (anchors @ others.mT)).masked_fill(~pairing.negatives, -torch.inf)
    return -torch.cat([positive, negative], dim=2).log_softmax(dim=2)[:, :, 0].mean(dim=1)
