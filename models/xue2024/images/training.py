r"""The same network trained in two ways: on images and captions, and on images and classes.

Xue et al. 2024, arXiv:2310.04971, compare the two in Figures 2 and 5; network, loss, temperature, optimiser and the
zero-shot rule are reconstructed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from models.adam import Adam
from models.images.descent import batches, flat_weights, uniform_start
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
    "OnCaptions",
    "OnClasses",
    "Supervised",
    "Training",
    "train",
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


class Training(Protocol):
    """A network on its way, by gradients in closed form."""

    weights: Tensor

    def differentiate(self, pixels: Tensor, places: Tensor) -> None:
        """Write the gradient of every trial's loss on a batch: its images, and their numbers among those of all trials.

        Args:
            pixels: Of the batch, shape (trials, batch, pixels, 3).
            places: Shape (trials, batch).
        """

    def trained(self) -> Classifier:
        """What has come of it."""


class OnCaptions:
    """By the symmetric InfoNCE loss of images and captions."""

    def __init__(self, captions: Captions, pixels: int, streams: Streams) -> None:
        """Start the network of images of so many pixels, and the linear one of texts."""
        layers = start_encoder(pixels, EMBEDDING, streams.child("encoder"))
        words = uniform_start("words", DIM, DIM, EMBEDDING, streams)
        self.weights, parts, slopes = flat_weights([*layers, words])
        self._encoder, self._captions = BlockEncoder(parts[:-1], slopes[:-1]), captions
        self._words, self._by_words = parts[-1], slopes[-1]

    def differentiate(self, pixels: Tensor, places: Tensor) -> None:
        """As for every training."""
        texts = rows_of(self._captions.texts, places)
        outputs, backward = self._encoder.differentiate(pixels)
        by_image, by_text = cosine_clip_slopes(outputs, torch.bmm(texts, self._words), 1 / TEMPERATURE)
        backward(by_image)
        torch.bmm(texts.mT, by_text, out=self._by_words)

    def trained(self) -> MultiModal:
        """The encoder, and the prompts as it sees them."""
        return MultiModal(self._encoder, F.normalize(self._captions.prompts @ self._words, dim=2))


class OnClasses:
    """By the cross-entropy of images and classes."""

    def __init__(self, examples: Examples, streams: Streams) -> None:
        """Start the network."""
        start = start_encoder(examples.pixels.shape[2], 2, streams.child("encoder"))
        self.weights, parts, slopes = flat_weights(start)
        self._encoder, self._targets = BlockEncoder(parts, slopes), F.one_hot(examples.labels, 2).to(self.weights)

    def differentiate(self, pixels: Tensor, places: Tensor) -> None:
        """As for every training."""
        outputs, backward = self._encoder.differentiate(pixels)
        backward((outputs.softmax(dim=2) - rows_of(self._targets, places)).div_(places.shape[1]))

    def trained(self) -> Supervised:
        """The encoder, whose outputs are the logits."""
        return Supervised(self._encoder)


def train(digits: SpuriousDigits, examples: Examples, trainings: Sequence[Training], streams: Streams) -> None:
    """Train on the same images in the same order, side by side: each batch is taken once for all trainings.

    Args:
        digits: Regimes.
        examples: The images.
        trainings: At their start; Adam moves them in place, `models.images.descent.minimise` is its twin by autograd.
        streams: One stream a trial.
    """
    optimisers = [Adam(training.weights) for training in trainings]
    trials, size = examples.labels.shape
    every, first = examples.pixels.flatten(start_dim=2), size * torch.arange(trials, device=streams.device)[:, None]
    for rows, _ in batches(digits.train_size, digits.batch_size, digits.epochs, streams.child("batches")):
        places = first + rows
        pixels = rows_of(every, places).unflatten(2, examples.pixels.shape[2:])
        for training, optimiser in zip(trainings, optimisers, strict=True):
            training.differentiate(pixels, places)
            optimiser.step(LEARNING_RATE)
