r"""What the encoders are shown: pixels, random views, and captions.

A view of an image is shifted by up to one pixel, recoloured, and each of its values is moved by $\pm 0.05$.
"""

from collections.abc import Callable
from functools import cache
from math import isqrt

import torch
import torch.nn.functional as F
from torch import Tensor

from models.huang2024.images.colors import CLASSES, Examples, Recolour, hue_to_rgb
from theoremcheck.streams import Streams

__all__ = ["random_view", "Caption", "PIXEL_NOISE", "caption_color", "caption_color_and_digit", "pixels_of"]

PIXEL_NOISE = 0.05


Caption = Callable[[Examples], Tensor]
"""Examples -> what the caption says, shape (trials, size, 2 * CLASSES): the digit, then the colour."""


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


def random_view(batch: Examples, recolour: Recolour, streams: Streams) -> Tensor:
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
