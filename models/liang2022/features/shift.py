r"""The contrastive loss where both modalities are shifted along their gap, as a function of how far.

With the gap $\Delta = \bar x - \bar y$ of the pairs at hand, rows go to $\mathrm{norm}(x_i - \lambda\Delta/2)$ and
$\mathrm{norm}(y_i + \lambda\Delta/2)$: 0 leaves them where they are, and at 1 the centroids meet before rows are
normalised. Inner products with $\Delta$ are means of inner products, so the whole line costs one Gram matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.liang2022.features.published import published_pairs
from theoremcheck.numerics import clip
from theoremcheck.streams import Streams

__all__ = ["PublishedPairs", "ShiftedPairs", "loss_on_the_line", "losses_on_the_line", "shares"]


@dataclass(frozen=True)
class PublishedPairs:
    """A random subset of the published pairs, and the temperature of the loss."""

    pairs: int  # n
    inverse_temperature: float  # t = 1 / tau

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor, Tensor]:
        """Gram matrices of images, of texts, and of images with texts, each of shape (trials, n, n)."""
        images, texts = (rows.to(device=streams.device) for rows in published_pairs())
        order = streams.uniform("subset", (len(images),)).argsort(dim=-1)[:, : self.pairs]
        rows, columns = order[:, :, None], order[:, None, :]
        grams = (images @ images.T, texts @ texts.T, images @ texts.T)
        own, others, cross = (gram.to(streams.dtype)[rows, columns] for gram in grams)
        return own, others, cross


@dataclass(frozen=True)
class ShiftedPairs:
    """The same pairs, with the share of the gap by which a shift closes it."""

    pairs: int  # n
    inverse_temperature: float  # t = 1 / tau
    share: float  # lambda; at 1 the centroids meet

    @property
    def published(self) -> PublishedPairs:
        """The pairs as they are."""
        return PublishedPairs(self.pairs, self.inverse_temperature)


def shares(like: Tensor) -> Tensor:
    r"""$\lambda$ from -0.4 to 1.4 in steps of 0.1, shape (19,)."""
    return torch.arange(-4, 15, dtype=like.dtype, device=like.device) / 10


def loss_on_the_line(grams: tuple[Tensor, Tensor, Tensor], inverse_temperature: Tensor, share: Tensor) -> Tensor:
    r"""Symmetric contrastive loss in nats at one $\lambda$ a trial, shape (trials,).

    Args:
        grams: Of images, of texts, and of images with texts; pairs on the diagonal of the last.
        inverse_temperature: t, shape (trials,).
        share: $\lambda$, shape (trials,).
    """
    images, texts, cross = grams
    image_part = images.mean(dim=2) - cross.mean(dim=2)  # <x_i, gap>
    text_part = cross.mean(dim=1) - texts.mean(dim=2)  # <y_j, gap>
    square = image_part.mean(dim=1) - text_part.mean(dim=1)  # |gap|^2
    half = share[:, None] / 2
    inner = cross + half[..., None] * (image_part[:, :, None] - text_part[:, None, :])
    inner = inner - (half.square() * square[:, None])[..., None]
    first, second = _length(images, -half * image_part, half, square), _length(texts, half * text_part, half, square)
    return clip(inverse_temperature[:, None, None] * inner / (first[:, :, None] * second[:, None, :]))


def losses_on_the_line(grams: tuple[Tensor, Tensor, Tensor], inverse_temperature: Tensor) -> Tensor:
    r"""The same at each $\lambda$ of `shares`, shape (trials, 19)."""
    line = shares(grams[2])
    losses = [loss_on_the_line(grams, inverse_temperature, share.expand(len(grams[2]))) for share in line]
    return torch.stack(losses, dim=1)


def _length(gram: Tensor, moved: Tensor, half: Tensor, square: Tensor) -> Tensor:
    """Of shifted rows, shape (trials, n)."""
    return (gram.diagonal(dim1=-2, dim2=-1) + 2 * moved + half.square() * square[:, None]).sqrt()
