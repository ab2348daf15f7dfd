r"""Colours that predict labels, and what colour jitter does to them.

A label is replaced by a random one with probability 0.1. An image of (noisy) label y then has the colour of its class
with probability 0.775 and otherwise another one. At the test the colours of the classes are exchanged in pairs:
0 with 1, as the paper says; 2 with 3 and so on, reconstructed.

Huang et al. 2024, arXiv:2411.02837, ColoredMNIST. That class 0 is red and class 1 green was read; the other colours,
and that the colour follows the noisy label, are reconstructed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.images.descent import permutation
from models.images.digits import load_images
from theoremcheck.streams import Streams

__all__ = [
    "CLASSES",
    "ColoredDigits",
    "Examples",
    "Recolour",
    "draw_examples",
    "hue_to_rgb",
    "jitter_without_hue",
    "keep_colour",
    "simclr_jitter",
]

CLASSES = 10

HUES = (0, 1 / 3, 2 / 3, 1 / 6, 5 / 6, 1 / 2, 1 / 12, 5 / 12, 7 / 12, 11 / 12)
"""Red, green, blue, yellow, magenta, cyan, orange, spring green, azure, rose: one class each."""

LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in the grey value of a colour, ITU-R BT.601."""


@dataclass(frozen=True)
class ColoredDigits:
    """A data set, its colour rule and a training budget; float fields are tensors of shape (trials,) in a batch."""

    images: str  # "digits" or "mnist"
    correlation: float  # probability of a class's own colour; 0.775
    label_noise: float  # probability that a label is replaced; 0.1
    temperature: float  # tau
    train_size: int
    test_size: int
    batch_size: int
    epochs: int


@dataclass(frozen=True)
class Examples:
    """Labelled images, one data set a trial.

    Attributes:
        grey: Grey values, shape (trials, size, pixels).
        hues: Hue of each image, in turns, shape (trials, size).
        colors: Number of that colour, 0 to 9, int64, shape (trials, size).
        labels: Noisy labels, int64, shape (trials, size).
    """

    grey: Tensor
    hues: Tensor
    colors: Tensor
    labels: Tensor

    def take(self, rows: Tensor) -> "Examples":
        """The images of the given rows, int64, shape (trials, number)."""
        trials = torch.arange(len(rows), device=rows.device)[:, None]
        return Examples(*(values[trials, rows] for values in (self.grey, self.hues, self.colors, self.labels)))


Recolour = Callable[[Tensor, Streams], Tensor]
"""(hues of shape (trials, size), streams) -> colours of the images, RGB in [0, 1], shape (trials, size, 3)."""


def draw_examples(digits: ColoredDigits, streams: Streams) -> tuple[Examples, Examples, Examples]:
    """Training set, test set, and the same test set with the colours of the classes exchanged in pairs."""
    grey, labels = load_images(digits.images)
    order = permutation(streams.child("split"), len(labels)).cpu()
    if digits.train_size + digits.test_size > len(labels):
        raise ValueError(
            f"train_size={digits.train_size} and test_size={digits.test_size} must not exceed the {len(labels)} images"
        )
    train = order[:, : digits.train_size]
    test = order[:, digits.train_size : digits.train_size + digits.test_size]
    parts = ((train, "train", 0), (test, "test", 0), (test, "test", 1))
    first, second, third = (
        _colored(digits, grey.flatten(1)[rows], labels[rows], exchange, streams.common.child(part))
        for rows, part, exchange in parts
    )
    return first, second, third


def hue_to_rgb(hues: Tensor) -> Tensor:
    """The pure colour of a hue in turns, shape (*) -> (*, 3): red at 0, green at 1/3, blue at 2/3."""
    phase = hues[..., None] * 6 + torch.tensor([0.0, 4.0, 2.0], dtype=hues.dtype, device=hues.device)
    return ((phase % 6 - 3).abs() - 1).clamp(0, 1)


def keep_colour(hues: Tensor, streams: Streams) -> Tensor:
    """No jitter: the colour as it is."""
    return hue_to_rgb(hues)


def simclr_jitter(hues: Tensor, streams: Streams) -> Tensor:
    """Colour jitter and random greyscale of SimCLR at its full strength, 1.

    With probability 0.8, hue is moved by up to 0.2 turns, and saturation and brightness are multiplied by 0.2 to 1.8;
    with probability 0.2 the image then becomes grey. Contrast, which acts on pixels and not on the colour, is left out.

    Source: Chen et al. 2020, arXiv:2002.05709, appendix A.
    """
    jittered, gray, hue, saturation, brightness = streams.uniform("jitter", (*hues.shape[1:], 5)).unbind(dim=-1)
    applied = (jittered < 0.8)[..., None]
    color = hue_to_rgb(torch.where(applied[..., 0], hues + 0.4 * (hue - 0.5), hues))
    color = torch.where(applied, _saturate(color, 0.2 + 1.6 * saturation), color)
    color = torch.where(applied, (color * (0.2 + 1.6 * brightness)[..., None]).clamp(0, 1), color)
    return torch.where((gray < 0.2)[..., None], _luma(color), color)


def jitter_without_hue(hues: Tensor, streams: Streams) -> Tensor:
    """Brightness alone, multiplied by 0.2 to 1, in every view: all colours can still be told."""
    return hue_to_rgb(hues) * (0.2 + 0.8 * streams.uniform("brightness", hues.shape[1:]))[..., None]


def _saturate(color: Tensor, factor: Tensor) -> Tensor:
    grey = _luma(color)
    return (grey + factor[..., None] * (color - grey)).clamp(0, 1)


def _luma(color: Tensor) -> Tensor:
    return (color @ torch.tensor(LUMA, dtype=color.dtype, device=color.device))[..., None].expand(color.shape)


def _colored(digits: ColoredDigits, grey: Tensor, clean: Tensor, exchange: int, streams: Streams) -> Examples:
    """Noisy labels and colours; `exchange` is 1 where the colours of two classes are exchanged, else 0."""
    size, device = clean.shape[1:], streams.device
    noisy = streams.uniform("noisy", size) < torch.as_tensor(digits.label_noise).reshape(-1, 1)
    labels = torch.where(noisy, (CLASSES * streams.uniform("label", size)).long(), clean.to(device))
    own = labels ^ exchange
    other = (own + 1 + ((CLASSES - 1) * streams.uniform("other", size)).long()) % CLASSES
    colors = torch.where(streams.uniform("own", size) < torch.as_tensor(digits.correlation).reshape(-1, 1), own, other)
    hues = torch.tensor(HUES, dtype=streams.dtype, device=device)[colors]
    return Examples(grey.to(device, streams.dtype), hues, colors, labels)
