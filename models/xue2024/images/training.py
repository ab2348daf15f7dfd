r"""The same network trained in two ways: on images and captions, and on images and classes.

Xue et al. 2024, arXiv:2310.04971, compare the two in Figures 2 and 5; network, loss, temperature, optimiser and the
zero-shot rule are reconstructed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from models.images.descent import batches, flat_weights, follow, uniform_start
from models.view_encoders import rows_of
from models.xue2024.cosines import cosine_clip_slopes
from models.xue2024.images.captions import DIM, Captions
from models.xue2024.images.encoder import BlockEncoder, start_encoder
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
        """The class of every image, 0 or 1, shape (trials, size, pixels, 3) -> (trials, size)."""


@dataclass(frozen=True)
class MultiModal:
    """An image encoder and the prompts that it is compared with, as unit vectors, shape (trials, 100, EMBEDDING)."""

    encoder: BlockEncoder
    prompts: Tensor

    def classes(self, pixels: Tensor) -> Tensor:
        """Zero-shot: the class whose 50 captions have the larger share of a softmax over all 100; (trials, size)."""
        shares = (self.encoder.embed(pixels) @ self.prompts.mT / TEMPERATURE).softmax(dim=2)
        return shares.unflatten(2, (2, -1)).sum(dim=3).argmax(dim=2)


@dataclass(frozen=True)
class Supervised:
    """A classifier with one logit a class."""

    encoder: BlockEncoder

    def classes(self, pixels: Tensor) -> Tensor:
        """The class of the larger logit, shape (trials, size)."""
        return self.encoder.outputs(pixels).argmax(dim=2)


def train_multi_modal(digits: SpuriousDigits, examples: Examples, captions: Captions, streams: Streams) -> MultiModal:
    """Train on images and captions by the symmetric InfoNCE loss."""
    layers = start_encoder(examples.pixels.shape[2], EMBEDDING, streams.child("encoder"))
    weights, parts, slopes = flat_weights([*layers, uniform_start("words", DIM, DIM, EMBEDDING, streams)])
    encoder, words = BlockEncoder(parts[:-1], slopes[:-1]), parts[-1]

    def differentiate(rows: Tensor) -> None:
        texts = _taken(captions.texts, rows)
        outputs, backward = encoder.differentiate(_taken(examples.pixels, rows))
        by_image, by_text = cosine_clip_slopes(outputs, torch.bmm(texts, words), 1 / TEMPERATURE)
        backward(by_image)
        torch.bmm(texts.mT, by_text, out=slopes[-1])

    follow(weights, differentiate, _steps(digits, streams), LEARNING_RATE)
    return MultiModal(encoder, F.normalize(captions.prompts @ words, dim=2))


def train_supervised(digits: SpuriousDigits, examples: Examples, streams: Streams) -> Supervised:
    """Train on images and classes by cross-entropy."""
    weights, parts, slopes = flat_weights(start_encoder(examples.pixels.shape[2], 2, streams.child("encoder")))
    encoder, targets = BlockEncoder(parts, slopes), F.one_hot(examples.labels, 2).to(weights)

    def differentiate(rows: Tensor) -> None:
        outputs, backward = encoder.differentiate(_taken(examples.pixels, rows))
        backward((outputs.softmax(dim=2) - _taken(targets, rows)).div_(rows.shape[1]))

    follow(weights, differentiate, _steps(digits, streams), LEARNING_RATE)
    return Supervised(encoder)


def _steps(digits: SpuriousDigits, streams: Streams) -> Iterator[tuple[Tensor, Streams]]:
    return batches(digits.train_size, digits.batch_size, digits.epochs, streams.child("batches"))


def _taken(values: Tensor, rows: Tensor) -> Tensor:
    """The given rows of each trial, whole rows at a time."""
    trials, size = values.shape[:2]
    places = rows + size * torch.arange(trials, device=rows.device)[:, None]
    return rows_of(values.flatten(start_dim=2), places).unflatten(2, values.shape[2:])
