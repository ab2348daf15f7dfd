"""Scikit-learn's digits as images, and a picture of each digit in seven segments as its text.

Both live in one space, 8 x 8 pixels as a unit vector, and neither was generated for this: the claim about them is asked
on data that nobody made up.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.crossmodal2023.nearest_mean import mixed
from theoremcheck.streams import Streams

__all__ = ["DigitTasks", "Images", "few_shot_accuracies", "segments", "unit_images"]

Images = Callable[[], tuple[Tensor, Tensor]]
"""() -> grey values, shape (images, 8, 8), and labels, shape (images,)."""

_LIT = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")
"""Lit segments of each digit, a on top and clockwise to f, g in the middle: the usual display."""

_WHERE = {
    "a": (slice(0, 1), slice(2, 6)),
    "b": (slice(0, 4), slice(5, 6)),
    "c": (slice(4, 8), slice(5, 6)),
    "d": (slice(7, 8), slice(2, 6)),
    "e": (slice(4, 8), slice(2, 3)),
    "f": (slice(0, 4), slice(2, 3)),
    "g": (slice(3, 5), slice(2, 6)),
}
"""Rows and columns; strokes are as wide as the digits', which fill the height and the middle four columns."""


@dataclass(frozen=True)
class DigitTasks:
    """Few-shot classifications of digits.

    Attributes:
        tasks: Draws of shots that make one trial.
    """

    tasks: int = 20


def segments() -> Tensor:
    """The ten digits in seven segments, as unit vectors, shape (10, 64), float64."""
    pictures = torch.zeros(10, 8, 8, dtype=torch.float64)
    for picture, lit in zip(pictures, _LIT, strict=True):
        for segment in lit:
            picture[_WHERE[segment]] = 1
    return normalize(pictures.flatten(1), dim=1)


def unit_images(images: Images) -> tuple[Tensor, Tensor]:
    """Images as unit vectors, shape (images, 64), and their labels."""
    pixels, labels = images()
    return normalize(pixels.flatten(1), dim=1), labels


def few_shot_accuracies(
    tasks: DigitTasks, streams: Streams, images: Images, texts: Tensor, shots: int, centred: bool = True
) -> tuple[Tensor, Tensor]:
    """Accuracies of the nearest mean from images alone and half-half, mean over the tasks; shape (trials,) each.

    A head is tried on all images that it has not seen.

    Args:
        tasks: How many.
        streams: One stream a trial; more shots begin with the fewer ones.
        images: The data.
        texts: Unit vectors, shape (10, 64).
        shots: Images of each class.
        centred: Whether the texts are moved to where the mean of the shots is.
    """
    pixels, labels = (values.to(streams.device) for values in unit_images(images))
    pixels = pixels.to(streams.dtype)
    order = streams.common.uniform("order of images", (tasks.tasks, len(pixels)))
    # The first images of each class in a random order: other classes wait at the end.
    chosen = torch.stack(
        [torch.where(labels == k, order, 2.0).topk(shots, largest=False).indices for k in range(len(texts))], dim=2
    )
    means = pixels[chosen].mean(dim=3)
    told = texts.to(pixels)
    if centred:
        told = told - told.mean(dim=0) + means.mean(dim=2, keepdim=True)
    unseen = torch.ones_like(order).scatter_(2, chosen.flatten(2), 0.0)
    found = []
    for prototypes in (means, mixed(means, told.expand_as(means))):
        scores = pixels @ prototypes.mT - prototypes.square().sum(dim=-1)[..., None, :] / 2
        right = (scores.argmax(dim=-1) == labels) * unseen
        found.append((right.sum(dim=2) / unseen.sum(dim=2)).mean(dim=1))
    return found[0], found[1]
