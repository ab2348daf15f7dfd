r"""Digits whose background predicts their class: the semi-synthetic data of Figures 1, 2 and 5.

The class of a digit is 0 for 0 to 4 and 1 for 5 to 9. Its background belongs to the family of its class, blue or red,
with probability $p_\mathrm{spu}$, and else to the other one; a family has five shades. At the test out of distribution
the two families are equally likely, whatever the class.

Xue et al. 2024, arXiv:2310.04971. That the images are of MNIST and the spurious attribute is a colour was read; the
task, the families and the shades are reconstructed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.images.descent import permutation
from models.view_encoders import rows_of
from theoremcheck.streams import Streams

__all__ = ["CLASS", "COLORS", "FAMILY", "Drawn", "Examples", "Images", "SpuriousDigits", "draw_examples", "in_blocks"]

CLASS = 5
"""Digits of one class."""

FAMILY = 5
"""Shades of one family, of intensities 0.3 to 1."""

COLORS = 3

Images = Callable[[], tuple[Tensor, Tensor]]
"""Grey values in [0, 1], shape (images, side, side), and digits, shape (images,)."""


@dataclass(frozen=True)
class SpuriousDigits:
    """A data set and a training budget; float fields are tensors of shape (trials,) in a batch."""

    p_spu: float  # probability of a background of the own class's family
    pi_spu: float  # probability that a caption tells the shade
    train_size: int
    test_size: int
    batch_size: int
    epochs: int


@dataclass(frozen=True)
class Examples:
    """Images on their backgrounds, one data set a trial.

    Attributes:
        pixels: Red, green and blue of each pixel, in the order of `in_blocks`, shape (trials, size, pixels, COLORS).
        digits: 0 to 9, int64, shape (trials, size).
        shades: 0 to 4 are blue, 5 to 9 are red, int64, shape (trials, size).
    """

    pixels: Tensor
    digits: Tensor
    shades: Tensor

    @property
    def labels(self) -> Tensor:
        """The class, 0 or 1, int64, shape (trials, size)."""
        return self.digits // CLASS

    @property
    def families(self) -> Tensor:
        """The family of the background, 0 or 1, int64, shape (trials, size)."""
        return self.shades // FAMILY


Drawn = tuple[Examples, Examples, Examples]
"""Training set, test set in distribution, and the same test images out of distribution."""


def in_blocks(grey: Tensor) -> Tensor:
    """Pixels in blocks of 4 x 4, each in blocks of 2 x 2: (images, side, side) -> (images, pixels).

    A side that is no multiple of four gets a black margin, which is then painted as the background.
    """
    margin = -grey.shape[1] % 4
    before, after = margin // 2, margin - margin // 2
    padded = torch.nn.functional.pad(grey, (before, after, before, after))
    blocks = padded.reshape(len(grey), -1, 2, 2, padded.shape[2] // 4, 2, 2)
    return blocks.permute(0, 1, 4, 2, 5, 3, 6).flatten(start_dim=1)


def draw_examples(
    digits: SpuriousDigits, images: Images, probabilities: Sequence[Tensor | float], streams: Streams
) -> list[Drawn]:
    """The three sets of a trial for each $p_{spu}$: the same split, and the same random numbers.

    The test out of distribution knows of no $p_{spu}$, and is one for all.

    Raises:
        ValueError: If there are fewer images than the sizes ask for.
    """
    grey, names = images()
    grey = in_blocks(grey.to(streams.dtype))
    if digits.train_size + digits.test_size > len(names):
        raise ValueError(
            f"train_size={digits.train_size} and test_size={digits.test_size} must not exceed the {len(names)} images"
        )
    order = permutation(streams.child("split"), len(names)).cpu()
    train, test = (
        (rows_of(grey, rows), names[rows])
        for rows in order[:, : digits.train_size + digits.test_size].split([digits.train_size, digits.test_size], dim=1)
    )
    trains = _painted(*train, probabilities, streams.child("train"))
    alike = _painted(*test, probabilities, streams.child("test"))
    (shifted,) = _painted(*test, [0.5], streams.child("shifted"))
    return [(first, second, shifted) for first, second in zip(trains, alike, strict=True)]


def _painted(grey: Tensor, names: Tensor, probabilities: Sequence[Tensor | float], streams: Streams) -> list[Examples]:
    """White digits of grey value v on a background of their own, for each probability: v + (1 - v) times its colour."""
    grey, names, size = grey.to(streams.device), names.to(streams.device), names.shape[1:]
    luck, shade = streams.uniform("own", size), (FAMILY * streams.uniform("shade", size)).long()
    label, colors, dark = names // CLASS, _colors(streams), 1 - grey
    found = []
    for probability in probabilities:
        own = luck < torch.as_tensor(probability, device=streams.device).reshape(-1, 1)
        shades = FAMILY * torch.where(own, label, 1 - label) + shade
        pixels = grey.new_empty(*grey.shape, COLORS)
        pixels[..., 1] = grey  # green is 0 in every shade
        # One of the others is 0 too, and a broadcast over three colors is slower.
        for color in (0, 2):
            torch.addcmul(grey, dark, colors[shades, color, None], out=pixels[..., color])
        found.append(Examples(pixels, names, shades))
    return found


def _colors(streams: Streams) -> Tensor:
    """Red, green and blue of the ten shades."""
    intensity = torch.linspace(0.3, 1, FAMILY, dtype=streams.dtype, device=streams.device)
    nothing = torch.zeros_like(intensity)
    blue, red = ((nothing, nothing, intensity), (intensity, nothing, nothing))
    return torch.cat([torch.stack(family, dim=1) for family in (blue, red)])
