r"""Two trainings of one image encoder: SimCLR on two views of an image, CLIP on an image and its caption.

The encoder is a perceptron with two hidden layers, not a convolutional network, which cost about twice as much here; a
linear projection follows. A view of an image is shifted by up to one pixel, recoloured, and each of its values is moved
by $\pm 0.05$. Every tensor has a leading axis of trials: the gradient of the summed losses holds each trial's own
gradient, and Adam acts on every weight by itself.

Huang et al. 2024, arXiv:2411.02837, compare the two on ColoredMNIST; network, optimiser, temperature and augmentations
are unsaid there, and reconstructed here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import isqrt
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from models.colored_digits.colors import CLASSES, ColoredDigits, Examples, Recolour, hue_to_rgb, permutation
from theoremcheck.streams import Streams

__all__ = [
    "Caption",
    "ImageEncoder",
    "caption_color",
    "caption_color_and_digit",
    "clip_loss",
    "nt_xent",
    "pixels_of",
    "start_encoder",
    "train_clip",
    "train_simclr",
]

WIDTH, EMBEDDING = 128, 64
LEARNING_RATE = 1e-3
PIXEL_NOISE = 0.05

Caption = Callable[[Examples], Tensor]
"""Examples -> what the caption says, shape (trials, size, 2 * CLASSES): the digit, then the colour."""


@dataclass(frozen=True)
class ImageEncoder:
    """Weights with a leading axis of trials.

    Attributes:
        hidden: Weight (trials, in, out) and bias (trials, 1, out) of each hidden layer.
        projection: Weight of the projection, shape (trials, WIDTH, EMBEDDING).
    """

    hidden: tuple[tuple[Tensor, Tensor], ...]
    projection: Tensor

    @property
    def parameters(self) -> list[Tensor]:
        """All weights."""
        return [*(tensor for layer in self.hidden for tensor in layer), self.projection]

    def features(self, pixels: Tensor) -> Tensor:
        """The representation before the projection: (trials, size, inputs) -> (trials, size, WIDTH)."""
        for weight, bias in self.hidden:
            pixels = torch.baddbmm(bias, pixels, weight).relu_()
        return pixels

    def project(self, features: Tensor) -> Tensor:
        """Unit vectors after the projection: (trials, size, WIDTH) -> (trials, size, EMBEDDING)."""
        return F.normalize(features @ self.projection, dim=2)

    def embed(self, pixels: Tensor) -> Tensor:
        """Both in one: (trials, size, inputs) -> (trials, size, EMBEDDING)."""
        return self.project(self.features(pixels))


def start_encoder(inputs: int, streams: Streams) -> ImageEncoder:
    """Every weight and bias of a layer uniform within 1 / sqrt(fan-in) of zero: torch's own start."""
    sizes = (inputs, WIDTH, WIDTH)
    hidden = tuple(
        (
            _start(f"weight {depth}", fan_in, fan_in, fan_out, streams),
            _start(f"bias {depth}", fan_in, 1, fan_out, streams),
        )
        for depth, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:], strict=False))
    )
    return ImageEncoder(hidden, _start("projection", WIDTH, WIDTH, EMBEDDING, streams))


def train_simclr(digits: ColoredDigits, examples: Examples, recolour: Recolour, streams: Streams) -> ImageEncoder:
    """Train on two random views of each image: shifted, recoloured, with noise."""
    encoder = start_encoder(3 * examples.grey.shape[2], streams.child("encoder"))

    def loss(batch: Examples, step: Streams) -> Tensor:
        views = torch.cat([_view(batch, recolour, step.child(name)) for name in ("first", "second")], dim=1)
        return nt_xent(encoder.embed(views), digits.temperature)

    _minimise(encoder.parameters, loss, _batches(digits, examples, streams.child("batches")))
    return encoder


def train_clip(
    digits: ColoredDigits, examples: Examples, caption: Caption, streams: Streams
) -> tuple[ImageEncoder, Tensor]:
    """Train on each image, as it is, and its caption.

    Returns:
        The image encoder, and the linear language encoder: the vector of every word, shape (trials, 20, EMBEDDING).
    """
    encoder = start_encoder(3 * examples.grey.shape[2], streams.child("encoder"))
    words = _start("words", 2 * CLASSES, 2 * CLASSES, EMBEDDING, streams)

    def loss(batch: Examples, step: Streams) -> Tensor:
        texts = F.normalize(caption(batch).to(words) @ words, dim=2)
        return clip_loss(encoder.embed(pixels_of(batch)), texts, digits.temperature)

    _minimise([*encoder.parameters, words], loss, _batches(digits, examples, streams.child("batches")))
    return encoder, words.detach()


def nt_xent(views: Tensor, temperature: Tensor | float) -> Tensor:
    r"""SimCLR's loss of n pairs of unit vectors: the other 2 n - 2 views are the negatives; shape (trials,).

    $$ -\frac{1}{2n} \sum_i \log \frac{e^{s_{i i'}}}{\sum_{j \ne i} e^{s_{ij}}}, \qquad s = z z^\top / \tau $$

    Args:
        views: One view of each image, then the other one of each, shape (trials, 2 n, dim).
        temperature: Constants, one for all trials or one each; from 1 / 80 on, float32 holds every exponential.

    Source: Chen et al. 2020, arXiv:2002.05709, eq. 1.
    """
    return _NTXent.apply(views, temperature)


class _NTXent(torch.autograd.Function):
    r"""The loss with its gradient, derived: half the time of autograd, which does not know that s is symmetric.

    $$ \partial_{z_i} = \frac{1}{2 n \tau} \Big( \sum_{j \ne i} e^{s_{ij}} (Z_i^{-1} + Z_j^{-1}) z_j - 2 z_{i'} \Big),
       \qquad Z_i = \sum_{j \ne i} e^{s_{ij}} $$
    """

    @staticmethod
    def forward(ctx: Any, views: Tensor, temperature: Tensor | float) -> Tensor:
        size = views.shape[1] // 2  # n
        scores = _scores(views, views, temperature)
        positives = scores.diagonal(offset=size, dim1=1, dim2=2).mean(dim=1)
        weights = scores.exp_()
        weights.diagonal(dim1=1, dim2=2).zero_()  # no view is its own negative
        partition = weights.sum(dim=2, keepdim=True)  # Z
        inverse = 1 / partition
        pull = torch.baddbmm(views.roll(size, dims=1), weights.mul_(inverse + inverse.mT), views, beta=-2)
        ctx.save_for_backward(pull / (2 * size * torch.as_tensor(temperature).reshape(-1, 1, 1)))
        return partition.log().mean(dim=(1, 2)) - positives

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor, None]:
        (gradient,) = ctx.saved_tensors
        return upstream[0][:, None, None] * gradient, None


def clip_loss(images: Tensor, texts: Tensor, temperature: Tensor | float) -> Tensor:
    """In-batch InfoNCE of n pairs of unit vectors, mean of both directions; shape (trials,).

    Source: Radford et al. 2021, arXiv:2103.00020, figure 3.
    """
    scores = _scores(images, texts, temperature)
    of_texts, of_images = (scores.log_softmax(dim=axis).diagonal(dim1=1, dim2=2) for axis in (2, 1))
    return -(of_texts + of_images).mean(dim=1) / 2


def caption_color_and_digit(examples: Examples) -> Tensor:
    """The ideal language encoder: one-hot of the (noisy) digit and of the colour."""
    return torch.cat([F.one_hot(values, CLASSES) for values in (examples.labels, examples.colors)], dim=2)


def caption_color(examples: Examples) -> Tensor:
    """A caption that names the colour and not the digit."""
    color = F.one_hot(examples.colors, CLASSES)
    return torch.cat([torch.zeros_like(color), color], dim=2)


def pixels_of(examples: Examples) -> Tensor:
    """The images as they are, shape (trials, size, 3 * pixels)."""
    return _paint(examples.grey, hue_to_rgb(examples.hues))


def _view(batch: Examples, recolour: Recolour, streams: Streams) -> Tensor:
    """A random view of every image, shape (trials, size, 3 * pixels)."""
    pixels = batch.grey.shape[2]
    shift = (9 * streams.uniform("shift", batch.hues.shape[1:])).long()
    grey = batch.grey.gather(2, _shifts(pixels, streams.device)[shift])
    painted = _paint(grey, recolour(batch.hues, streams))
    return painted.add_(streams.signs("noise", painted.shape[1:]), alpha=PIXEL_NOISE)


@cache
def _shifts(pixels: int, device: torch.device) -> Tensor:
    """Which pixel comes to which place, for the nine shifts of up to one pixel around a torus; shape (9, pixels)."""
    side = isqrt(pixels)
    places = torch.arange(pixels, device=device).reshape(side, side)
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return torch.stack([places.roll(move, dims=(0, 1)).flatten() for move in moves])


def _paint(grey: Tensor, colors: Tensor) -> Tensor:
    """Grey images in colours: (trials, size, pixels) and (trials, size, 3) -> (trials, size, 3 * pixels)."""
    return (colors[:, :, :, None] * grey[:, :, None, :]).flatten(start_dim=2)


def _scores(first: Tensor, second: Tensor, temperature: Tensor | float) -> Tensor:
    return first / torch.as_tensor(temperature).reshape(-1, 1, 1) @ second.mT


def _start(label: str, fan_in: int, rows: int, columns: int, streams: Streams) -> Tensor:
    return (2 * streams.uniform(label, (rows, columns)) - 1) / fan_in**0.5


def _batches(digits: ColoredDigits, examples: Examples, streams: Streams) -> Iterator[tuple[Examples, Streams]]:
    """Every epoch in a new order, the rest that fills no batch left out; with the streams of the step."""
    for epoch in range(digits.epochs):
        order = permutation(streams.child(epoch), digits.train_size)
        for step, rows in enumerate(order.split(digits.batch_size, dim=1)):
            if rows.shape[1] == digits.batch_size:
                yield examples.take(rows), streams.child(epoch, step)


def _minimise(
    parameters: list[Tensor],
    loss: Callable[[Examples, Streams], Tensor],
    batches: Iterator[tuple[Examples, Streams]],
) -> None:
    """Adam, in place."""
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimiser = torch.optim.Adam(parameters, lr=LEARNING_RATE, fused=True)
    for batch, streams in batches:
        optimiser.zero_grad()
        loss(batch, streams).sum().backward()
        optimiser.step()
    for parameter in parameters:
        parameter.requires_grad_(False)
