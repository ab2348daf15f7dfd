r"""Two trainings of one image encoder: SimCLR on two views of an image, CLIP on an image and its caption.

The gradient of the summed losses holds each trial's own gradient, and Adam acts on every weight by itself.

Huang et al. 2024, arXiv:2411.02837, compare the two on ColoredMNIST; network, optimiser, temperature and augmentations
are unsaid there, and reconstructed here.
"""

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from models.huang2024.images.colors import CLASSES, ColoredDigits, Examples, Recolour, permutation
from models.huang2024.images.encoder import EMBEDDING, ImageEncoder, start_encoder, uniform_start
from models.huang2024.images.losses import clip_loss, nt_xent
from models.huang2024.images.views import Caption, pixels_of, random_view
from theoremcheck.streams import Streams

__all__ = ["LEARNING_RATE", "train_clip", "train_simclr"]

LEARNING_RATE = 1e-3


def train_simclr(digits: ColoredDigits, examples: Examples, recolour: Recolour, streams: Streams) -> ImageEncoder:
    """Train on two random views of each image: shifted, recoloured, with noise."""
    encoder = start_encoder(3 * examples.grey.shape[2], streams.child("encoder"))

    def loss(batch: Examples, step: Streams) -> Tensor:
        views = torch.cat([random_view(batch, recolour, step.child(name)) for name in ("first", "second")], dim=1)
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
    words = uniform_start("words", 2 * CLASSES, 2 * CLASSES, EMBEDDING, streams)

    def loss(batch: Examples, step: Streams) -> Tensor:
        texts = F.normalize(caption(batch).to(words) @ words, dim=2)
        return clip_loss(encoder.embed(pixels_of(batch)), texts, digits.temperature)

    _minimise([*encoder.parameters, words], loss, _batches(digits, examples, streams.child("batches")))
    return encoder, words.detach()


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
