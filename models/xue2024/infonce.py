r"""Linear encoders trained on pairs of data model 1 with InfoNCE, and with the paper's linear loss, by minibatch Adam.

InfoNCE is the cross-entropy of a pair against the other pairs of its batch, in both directions, at temperature $\tau$
(`theoremcheck.numerics.losses.clip`). Of a loss training needs the slopes in the features, here in closed form.

Source: ours; data from Xue et al. 2024, arXiv:2310.04971, Definition 4.1 (recalled).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.adam import Adam
from models.view_encoders import clip_slope, rows_of
from models.xue2024.cosines import cosine_clip_slopes
from models.xue2024.intra_class.explicit import Pairs
from theoremcheck.streams import Streams

__all__ = [
    "Schedule",
    "Slopes",
    "info_nce_slopes",
    "linear_slopes",
    "normalised_info_nce_slopes",
    "train",
    "weight_ratio",
    "weight_slopes",
]

Slopes = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""(image and caption features of a batch, shape (trials, batch, width) each) -> gradients of the loss in them."""


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


def info_nce_slopes(images: Tensor, captions: Tensor, temperature: float = 1.0) -> tuple[Tensor, Tensor]:
    """Of symmetric InfoNCE of raw features."""
    image_slopes, caption_slopes, _ = clip_slope(images, captions, images.new_full((), 1 / temperature))
    return image_slopes, caption_slopes


def normalised_info_nce_slopes(images: Tensor, captions: Tensor, temperature: float = 0.5) -> tuple[Tensor, Tensor]:
    """Of symmetric InfoNCE of features on the sphere."""
    return cosine_clip_slopes(images, captions, 1 / temperature)


def linear_slopes(images: Tensor, captions: Tensor) -> tuple[Tensor, Tensor]:
    """Of the pair part of the paper's loss on a batch; its penalty is on the weights, and `train` adds it."""
    count = images.shape[1]
    image_slopes, caption_slopes = (
        (others.sum(dim=1, keepdim=True) - count * others) / (count * (count - 1)) for others in (captions, images)
    )
    return image_slopes, caption_slopes


def train(pairs: Pairs, streams: Streams, slopes: Slopes, schedule: Schedule, penalty: float = 0.0) -> Tensor:
    r"""Weights on the latents of the rule for the prompts (+-1, 0) after training, shape (trials, 2).

    Args:
        pairs: Training pairs.
        streams: One stream a trial.
        slopes: Of the loss of a batch.
        schedule: How the encoders are trained.
        penalty: $\rho$ of $\frac\rho2 \|W_I^T W_T\|_F^2$, beside the loss.
    """
    trials, samples, dim = pairs.images.shape
    weights = torch.stack([0.1 * streams.normal(f"start {k}", (schedule.width, dim)) for k in range(2)])
    optimiser = Adam(weights)
    firsts = samples * torch.arange(trials, device=streams.device)[:, None]
    for batch in _batches(pairs, streams, schedule):
        images, captions = (rows_of(inputs, firsts + batch) for inputs in (pairs.images, pairs.captions))
        weights.grad = torch.stack(weight_slopes(images, captions, weights, slopes, penalty))
        optimiser.step(schedule.rate)
    return _latent_weights(pairs, weights)


def weight_slopes(
    images: Tensor, captions: Tensor, weights: Tensor | Sequence[Tensor], slopes: Slopes, penalty: float = 0.0
) -> list[Tensor]:
    """Gradients of a batch's loss and of its penalty in the weights of both encoders, shape (trials, width, dim) each.

    Args:
        images: Of the batch, shape (trials, batch, dim).
        captions: Likewise.
        weights: Of the encoder of images and of that of captions.
        slopes: Of the loss.
        penalty: As in `train`.
    """
    first, second = weights
    pulls = slopes(images @ first.mT, captions @ second.mT)
    found = [pull.mT @ inputs for pull, inputs in zip(pulls, (images, captions), strict=True)]
    if penalty:
        # The square of the product's norm is tr(W_I W_I^T W_T W_T^T).
        found[0] += penalty * (second @ second.mT) @ first
        found[1] += penalty * (first @ first.mT) @ second
    return found


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


def _latent_weights(pairs: Pairs, weights: Tensor) -> Tensor:
    image_encoder, caption_encoder = weights
    prompt = caption_encoder @ pairs.caption_dictionary[..., :1]
    return ((image_encoder @ pairs.image_dictionary).mT @ prompt)[..., 0]
