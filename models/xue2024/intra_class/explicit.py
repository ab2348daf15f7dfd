r"""Data model 1 as it is written down: samples in $R^d$, dictionaries, the pair loss, and its minimiser of any width.

The twin of `contrastive` for the tests, at sizes that memory holds.

Source: Xue et al. 2024, arXiv:2310.04971, Definition 3.1 and the loss of Section 3 (recalled).
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from models.xue2024.intra_class.contrastive import Captioning, Rule
from models.xue2024.intra_class.model import IntraClass
from theoremcheck.streams import Streams

__all__ = ["Pairs", "cross_covariance", "draw_pairs", "minimiser", "pair_loss", "rule_of", "trace_loss"]


@dataclass(frozen=True)
class Pairs:
    """Training pairs of each trial.

    Attributes:
        images: Shape (trials, samples, dim).
        captions: Likewise.
        image_dictionary: Orthonormal columns, shape (trials, dim, 2).
        caption_dictionary: Likewise.
        labels: -1 or 1, shape (trials, samples).
        latents: Of the images, shape (trials, samples, 2).
    """

    images: Tensor
    captions: Tensor
    image_dictionary: Tensor
    caption_dictionary: Tensor
    labels: Tensor
    latents: Tensor


def draw_pairs(
    model: IntraClass,
    streams: Streams,
    captioning: Captioning = Captioning(),
    kept_spurious: float = 1.0,
) -> Pairs:
    """Draw labels, latents, masks, Haar dictionaries and noises.

    Args:
        model: Regimes, with one data set a trial.
        streams: One stream a trial.
        captioning: What captions say of the core feature.
        kept_spurious: Probability that a caption keeps the detail of the spurious feature.
    """
    shape = (model.samples,)
    y = streams.signs("labels", shape)
    a = torch.where(streams.uniform("attributes", shape) < _each(model.correlation), y, -y)
    core = _each(model.core_spread) * streams.normal("core", shape)
    spurious = _each(model.spurious_spread) * streams.normal("spurious", shape)
    other = _each(model.core_spread) * streams.normal("another core", shape)
    keeps = (streams.uniform("kept core", shape) < _each(model.kept_core)).to(y)
    keeps_spurious = (streams.uniform("kept spurious", shape) < kept_spurious).to(y)
    detail = core if captioning.own_detail else other
    told = keeps * (y + detail) + (1 - keeps) * captioning.masked_class * y
    latents = torch.stack([y + core, a + spurious], dim=-1)
    words = torch.stack([told, a + keeps_spurious * spurious], dim=-1)
    dictionaries = [torch.linalg.qr(streams.normal(f"dictionary {k}", (model.dim, 2))).Q for k in range(2)]
    noise = model.noise_variance.sqrt()[:, None, None]
    images, captions = (
        values @ dictionary.mT + noise * streams.normal(f"noise {k}", (model.samples, model.dim))
        for k, (values, dictionary) in enumerate(zip((latents, words), dictionaries, strict=True))
    )
    return Pairs(images, captions, dictionaries[0], dictionaries[1], y, latents)


def cross_covariance(pairs: Pairs) -> Tensor:
    """Unbiased sample cross-covariance S of images and captions, shape (trials, dim, dim)."""
    images, captions = (x - x.mean(dim=1, keepdim=True) for x in (pairs.images, pairs.captions))
    return images.mT @ captions / (images.shape[1] - 1)


def minimiser(covariance: Tensor, width: int) -> Tensor:
    r"""$\rho W_I^T W_T$ at the minimum: the best approximation of S of rank p, `width`, by singular values."""
    left, values, right = torch.linalg.svd(covariance, full_matrices=False)
    return (left[..., :width] * values[..., None, :width]) @ right[..., :width, :]


def pair_loss(pairs: Pairs, image_weights: Tensor, caption_weights: Tensor, penalty: float) -> Tensor:
    r"""The loss as it is printed, over all pairs (i, j), shape (trials,).

    Args:
        pairs: Training pairs.
        image_weights: $W_I$, shape (trials, width, dim).
        caption_weights: $W_T$, likewise.
        penalty: $\rho$.
    """
    similarity = (pairs.images @ image_weights.mT) @ (pairs.captions @ caption_weights.mT).mT
    samples = similarity.shape[1]
    matched = similarity.diagonal(dim1=1, dim2=2)
    to_images, to_captions = (s - matched[:, :, None] for s in (similarity, similarity.mT))
    contrast = (to_images + to_captions).sum(dim=(1, 2)) / (2 * samples * (samples - 1))
    return contrast + penalty / 2 * (image_weights.mT @ caption_weights).square().sum(dim=(1, 2))


def trace_loss(covariance: Tensor, image_weights: Tensor, caption_weights: Tensor, penalty: float) -> Tensor:
    r"""$-\mathrm{tr}(W_I S W_T^T) + \frac\rho2 \|W_I^T W_T\|_F^2$, shape (trials,)."""
    product = image_weights.mT @ caption_weights
    return (penalty / 2 * product.square() - covariance * product).sum(dim=(1, 2))


def rule_of(pairs: Pairs, product: Tensor) -> Rule:
    """The rule for the prompts (+-1, 0), from the product of the encoders; one data set, one captioning."""
    weights = (product @ pairs.caption_dictionary[..., :1])[..., 0]
    latent = (weights[:, None] @ pairs.image_dictionary)[:, 0]
    shaped = (values[:, None, None] for values in (latent[:, 0], latent[:, 1], weights.norm(dim=1)))
    return Rule(*shaped)


def _each(values: Tensor) -> Tensor:
    return torch.as_tensor(values)[:, None]
