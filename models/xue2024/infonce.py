r"""Linear encoders trained on pairs of data model 1 with InfoNCE, and with the paper's linear loss, by minibatch Adam.

InfoNCE is the cross-entropy of a pair against the other pairs of its batch, in both directions, at temperature $\tau$.

Source: ours; data from Xue et al. 2024, arXiv:2310.04971, Definition 4.1 (recalled).
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.xue2024.intra_class.explicit import Pairs
from theoremcheck.streams import Streams

__all__ = ["BatchLoss", "Schedule", "info_nce", "linear_loss", "normalised_info_nce", "train", "weight_ratio"]

BatchLoss = Callable[[Tensor, Tensor], Tensor]
"""(image and caption features of a batch, shape (trials, batch, width) each) -> losses of shape (trials,)."""


@dataclass(frozen=True)
class Schedule:
    """How the encoders are trained.

    Attributes:
        width: p.
        batch: Pairs of a step.
        steps: Steps of Adam.
        rate: Its step size.
    """

    width: int = 4
    batch: int = 128
    steps: int = 100
    rate: float = 0.01


def info_nce(images: Tensor, captions: Tensor, temperature: float = 1.0) -> Tensor:
    """Symmetric InfoNCE of raw features."""
    logits = images @ captions.mT / temperature
    matched = logits.diagonal(dim1=1, dim2=2)
    return (logits.logsumexp(dim=2) + logits.logsumexp(dim=1) - 2 * matched).mean(dim=1) / 2


def normalised_info_nce(images: Tensor, captions: Tensor, temperature: float = 0.5) -> Tensor:
    """Symmetric InfoNCE of features on the sphere."""
    first, second = (torch.nn.functional.normalize(features, dim=2) for features in (images, captions))
    return info_nce(first, second, temperature)


def linear_loss(images: Tensor, captions: Tensor) -> Tensor:
    """The pair part of the paper's loss on a batch; its penalty is on the weights, and `train` adds it."""
    similarity = images @ captions.mT
    count = similarity.shape[1]
    matched = similarity.diagonal(dim1=1, dim2=2).sum(dim=1)
    return (similarity.sum(dim=(1, 2)) - count * matched) / (count * (count - 1))


def train(pairs: Pairs, streams: Streams, loss: BatchLoss, schedule: Schedule, penalty: float = 0.0) -> Tensor:
    r"""Weights on the latents of the rule for the prompts (+-1, 0) after training, shape (trials, 2).

    Args:
        pairs: Training pairs.
        streams: One stream a trial.
        loss: Of a batch.
        schedule: How the encoders are trained.
        penalty: $\rho$ of $\frac\rho2 \|W_I^T W_T\|_F^2$, beside the loss.
    """
    dim = pairs.images.shape[2]
    weights = [(0.1 * streams.normal(f"start {k}", (schedule.width, dim))).requires_grad_() for k in range(2)]
    optimiser = torch.optim.Adam(weights, lr=schedule.rate)
    for batch in _batches(pairs, streams, schedule):
        images, captions = (
            values.gather(1, batch[..., None].expand(-1, -1, dim)) @ w.mT
            for values, w in zip((pairs.images, pairs.captions), weights, strict=True)
        )
        total = loss(images, captions).sum()
        if penalty:
            total = total + penalty / 2 * (weights[0].mT @ weights[1]).square().sum()
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
    return _latent_weights(pairs, weights)


def weight_ratio(latent: Tensor) -> Tensor:
    """$f_1 / f_0$ where $f_0 > 0$; infinite where it is not: the rule then has the classes the wrong way round."""
    return torch.where(latent[:, 0] > 0, latent[:, 1] / latent[:, 0], torch.inf)


def _batches(pairs: Pairs, streams: Streams, schedule: Schedule) -> list[Tensor]:
    """Indices of each step's pairs, shape (trials, batch): epochs in random order, a rest of a batch left out."""
    samples = pairs.images.shape[1]
    whole = samples // schedule.batch
    found: list[Tensor] = []
    for epoch in range(-(-schedule.steps // whole)):
        order = streams.uniform(f"order of epoch {epoch}", (samples,)).argsort(dim=1)
        found += order[:, : whole * schedule.batch].unflatten(1, (whole, schedule.batch)).unbind(dim=1)
    return found[: schedule.steps]


def _latent_weights(pairs: Pairs, weights: list[Tensor]) -> Tensor:
    image_encoder, caption_encoder = (w.detach() for w in weights)
    prompt = caption_encoder @ pairs.caption_dictionary[..., :1]
    return ((image_encoder @ pairs.image_dictionary).mT @ prompt)[..., 0]
