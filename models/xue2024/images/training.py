r"""The same network trained in two ways: on images and captions, and on images and classes.

Xue et al. 2024, arXiv:2310.04971, compare the two in Figures 2 and 5; network, loss, temperature, optimiser and the
zero-shot rule are reconstructed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from models.images.descent import batches, minimise, uniform_start
from models.images.losses import clip_loss
from models.xue2024.images.captions import DIM, Captions
from models.xue2024.images.encoder import ConvolutionalEncoder, start_encoder
from models.xue2024.images.painting import Examples, SpuriousDigits
from theoremcheck.streams import Streams

__all__ = [
    "EMBEDDING",
    "TEMPERATURE",
    "Classifier",
    "MultiModal",
    "Supervised",
    "train_multi_modal",
    "train_supervised",
]

EMBEDDING, TEMPERATURE, LEARNING_RATE = 32, 0.1, 2e-3


class Classifier(Protocol):
    """What both trainings give."""

    def classes(self, pixels: Tensor) -> Tensor:
        """The class of every image, 0 or 1, shape (trials, size, side, side, 3) -> (trials, size)."""


@dataclass(frozen=True)
class MultiModal:
    """An image encoder and the prompts that it is compared with, as unit vectors, shape (trials, 100, EMBEDDING)."""

    encoder: ConvolutionalEncoder
    prompts: Tensor

    def classes(self, pixels: Tensor) -> Tensor:
        """Zero-shot: the class whose 50 captions have the larger share of a softmax over all 100; (trials, size)."""
        shares = (self.encoder.embed(pixels) @ self.prompts.mT / TEMPERATURE).softmax(dim=2)
        return shares.unflatten(2, (2, -1)).sum(dim=3).argmax(dim=2)


@dataclass(frozen=True)
class Supervised:
    """A classifier with one logit a class."""

    encoder: ConvolutionalEncoder

    def classes(self, pixels: Tensor) -> Tensor:
        """The class of the larger logit, shape (trials, size)."""
        return self.encoder.outputs(pixels).argmax(dim=2)


def train_multi_modal(digits: SpuriousDigits, examples: Examples, captions: Captions, streams: Streams) -> MultiModal:
    """Train on images and captions by the symmetric InfoNCE loss."""
    encoder = start_encoder(examples.pixels.shape[2], EMBEDDING, streams.child("encoder"))
    words = uniform_start("words", DIM, DIM, EMBEDDING, streams)

    def loss(rows: Tensor, step: Streams) -> Tensor:
        texts = F.normalize(_taken(captions.texts, rows) @ words, dim=2)
        return clip_loss(encoder.embed(_taken(examples.pixels, rows)), texts, TEMPERATURE)

    _minimise(digits, [*encoder.parameters, words], loss, streams)
    return MultiModal(encoder, F.normalize(captions.prompts @ words.detach(), dim=2))


def train_supervised(digits: SpuriousDigits, examples: Examples, streams: Streams) -> Supervised:
    """Train on images and classes by cross-entropy."""
    encoder = start_encoder(examples.pixels.shape[2], 2, streams.child("encoder"))
    labels = examples.labels

    def loss(rows: Tensor, step: Streams) -> Tensor:
        logits = encoder.outputs(_taken(examples.pixels, rows)).log_softmax(dim=2)
        return -logits.gather(2, _taken(labels, rows)[..., None]).mean(dim=(1, 2))

    _minimise(digits, encoder.parameters, loss, streams)
    return Supervised(encoder)


def _minimise(
    digits: SpuriousDigits, parameters: list[Tensor], loss: Callable[[Tensor, Streams], Tensor], streams: Streams
) -> None:
    steps = batches(digits.train_size, digits.batch_size, digits.epochs, streams.child("batches"))
    minimise(parameters, loss, steps, LEARNING_RATE)


def _taken(values: Tensor, rows: Tensor) -> Tensor:
    """The given rows of each trial."""
    return values[torch.arange(len(rows), device=rows.device)[:, None], rows]
