r"""Two trainings of one image encoder: SimCLR on two views of an image, CLIP on an image and its caption.

Huang et al. 2024, arXiv:2411.02837, compare the two on ColoredMNIST; network, optimiser, temperature and augmentations
are unsaid there, and reconstructed here.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from models.huang2024.images.colors import CLASSES, ColoredDigits, Examples, Recolour
from models.huang2024.images.encoder import EMBEDDING, ImageEncoder, start_encoder
from models.huang2024.images.views import Caption, pixels_of, random_view
from models.images.descent import batches, minimise, uniform_start
from models.images.losses import clip_loss, nt_xent
from theoremcheck.streams import Streams

__all__ = ["LEARNING_RATE", "train_clip", "train_simclr"]

LEARNING_RATE = 1e-3


def train_simclr(digits: ColoredDigits, examples: Examples, recolour: Recolour, streams: Streams) -> ImageEncoder:
    """Train on two random views of each image: shifted, recoloured, with noise."""
    encoder = start_encoder(3 * examples.grey.shape[2], streams.child("encoder"))

    def loss(rows: Tensor, step: Streams) -> Tensor:
        batch = examples.take(rows)
        views = torch.cat([random_view(batch, recolour, step.child(name)) for name in ("first", "second")], dim=1)
        return nt_xent(encoder.embed(views), digits.temperature)

    minimise(encoder.parameters, loss, _batches(digits, streams), LEARNING_RATE)
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

    def loss(rows: Tensor, step: Streams) -> Tensor:
        batch = examples.take(rows)
        texts = F.normalize(caption(batch).to(words) @ words, dim=2)
        return clip_loss(encoder.embed(pixels_of(batch)), texts, digits.temperature)

    minimise([*encoder.parameters, words], loss, _batches(digits, streams), LEARNING_RATE)
    return encoder, words.detach()


def _batches(digits: ColoredDigits, streams: Streams) -> Iterator[tuple[Tensor, Streams]]:
    return batches(digits.train_size, digits.batch_size, digits.epochs, streams.child("batches"))
