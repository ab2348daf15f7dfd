r"""The brute-force twin: the loss as printed, and gradient descent on the weights themselves.

Nothing here knows of coefficients. The losses hold the second factor of each similarity by `detach`, loop over no class
and take any labels, so automatic differentiation of them checks every closed form.

Source: Huang et al. 2024, arXiv:2411.02837, eqs. 4 to 9.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from models.huang2024.patches import Modality, TwoPatches

__all__ = ["Hold", "descend", "held", "moving", "multi_modal_loss", "single_modal_loss"]

Hold = Callable[[Tensor], Tensor]
"""What is done to the second factor of a similarity: `held` in the paper."""


def held(values: Tensor) -> Tensor:
    """The stop-gradient."""
    return values.detach()


def moving(values: Tensor) -> Tensor:
    """No stop-gradient: the factor is differentiated as well. That is another descent."""
    return values


def labels(samples: int) -> Tensor:
    """Balanced labels, positive first, shape (samples,)."""
    return torch.tensor([1.0, -1.0]).repeat_interleave(samples // 2)


def single_modal_loss(
    weights: tuple[Tensor, ...], patches: TwoPatches, modalities: tuple[Modality, Modality], hold: Hold = held
) -> Tensor:
    """Eq. 6, shape (trials,); `weights` holds one tensor of shape (trials, width, dim)."""
    samples = _embed(weights[0], modalities[0], modalities[0].directions[:, :-1])
    views = _embed(weights[0], modalities[0], modalities[0].views)
    return _loss(samples, hold(views), hold(samples), patches)


def multi_modal_loss(
    weights: tuple[Tensor, ...], patches: TwoPatches, modalities: tuple[Modality, Modality], hold: Hold = held
) -> Tensor:
    """Eq. 9, shape (trials,); `weights` holds the two networks'."""
    h, g = (_embed(w, modality, modality.directions[:, :-1]) for w, modality in zip(weights, modalities, strict=True))
    return _loss(h, hold(g), hold(g), patches) + _loss(g, hold(h), hold(h), patches)


def descend(
    loss: Callable[..., Tensor],
    networks: int,
    patches: TwoPatches,
    modalities: tuple[Modality, Modality],
    hold: Hold = held,
) -> tuple[list[Tensor], Tensor]:
    r"""T steps of gradient descent on the weights by automatic differentiation.

    The learning rate is $\eta = \kappa n m \tau$ in units of $\sigma_\xi \sqrt d$.

    Returns:
        Weights of each network, shape (trials, width, dim), and the losses before each step and after the last, shape
        (trials, steps + 1).
    """
    eta = patches.growth_rate * patches.samples * patches.width * torch.as_tensor(patches.temperature)
    weights = [modality.weights.clone().requires_grad_() for modality in modalities[:networks]]
    losses = []
    for _ in range(patches.steps):
        values = loss(tuple(weights), patches, modalities, hold)
        gradients = torch.autograd.grad(values.sum(), weights)
        losses.append(values.detach())
        weights = [
            (w - eta[:, None, None] * slope).detach().requires_grad_()
            for w, slope in zip(weights, gradients, strict=True)
        ]
    losses.append(loss(tuple(weights), patches, modalities, hold).detach())
    return [w.detach() for w in weights], torch.stack(losses, dim=1)


def _embed(weights: Tensor, modality: Modality, noises: Tensor) -> Tensor:
    """Responses to signal and noise patch, side by side, shape (trials, samples, 2 width)."""
    y = labels(noises.shape[1]).to(weights)[:, None]
    signal = y * (weights @ modality.directions[:, -1, :, None]).mT  # (trials, samples, width)
    return torch.cat([signal, noises @ weights.mT], dim=2).relu()


def _loss(anchors: Tensor, positives: Tensor, others: Tensor, patches: TwoPatches) -> Tensor:
    scale = 1 / (patches.width * torch.as_tensor(patches.temperature))
    y = labels(patches.samples).to(anchors)
    same = y[:, None] == y
    negative = (scale[:, None, None] * (anchors @ others.mT)).masked_fill(same, -torch.inf)
    positive = scale[:, None] * (anchors * positives).sum(dim=2)
    return (torch.logsumexp(torch.cat([positive[..., None], negative], dim=2), dim=2) - positive).mean(dim=1)
