r"""Captions that tell digit and shade, or only class and family: the masks of Section 5.

A caption keeps the digit with probability $\pi_\mathrm{core}$ and the shade with probability $\pi_\mathrm{spu}$. What
it does not keep is drawn anew, among the digits of the class and among the shades of the family: it then tells the
class and the family alone. (A caption that is masked by the class *mean* would take four values in all at
$\pi_\mathrm{core} = \pi_\mathrm{spu} = 0$, and the rare combinations could be told by it.)

Xue et al. 2024, arXiv:2310.04971: the masks' probabilities were read, their form is reconstructed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.xue2024.images.painting import CLASS, FAMILY, Examples
from theoremcheck.streams import Streams

__all__ = ["DIM", "Captions", "Details", "background_alone", "captioned", "details_of_another", "own_details"]

DIM = 50
"""Dimensions of a text, in which the 20 of its meaning lie at random."""

_NOISE = 0.1
_NAMES, _SHADES = 2 * CLASS, 2 * FAMILY

Details = Callable[[Examples, Streams], tuple[Tensor, Tensor]]
"""(images, streams) -> which digit and which shade the caption of each image is about, both of shape (trials, size)."""


def own_details(examples: Examples, streams: Streams) -> tuple[Tensor, Tensor]:
    """A caption is about its own image."""
    return examples.digits, examples.shades


def details_of_another(examples: Examples, streams: Streams) -> tuple[Tensor, Tensor]:
    """Captions exchanged at random among the images of one class and family: what is told beside these two is lost."""
    group = 2 * examples.labels + examples.families
    given, taken = (
        (group + streams.uniform(name, group.shape[1:]).double()).argsort(dim=1) for name in ("given", "taken")
    )
    partner = torch.empty_like(given).scatter_(1, given, taken)
    return examples.digits.gather(1, partner), examples.shades.gather(1, partner)


def background_alone(examples: Examples, streams: Streams) -> tuple[Tensor, Tensor]:
    """A caption tells the shade of its own image and any digit, so nothing of the class."""
    digits = (_NAMES * streams.uniform("digit", examples.digits.shape[1:])).long()
    return digits, examples.shades


@dataclass(frozen=True)
class Captions:
    """Texts to train on, and those to classify by.

    Attributes:
        texts: One text an image, centred, shape (trials, size, DIM).
        prompts: The noiseless texts of all 100 pairs of digit and shade, digit by digit, in the same coordinates, shape
            (trials, 100, DIM).
    """

    texts: Tensor
    prompts: Tensor


def captioned(
    examples: Examples, pi_core: Tensor | float, pi_spu: Tensor | float, details: Details, streams: Streams
) -> Captions:
    r"""Captions $x_T = D_T z + \xi$, less their mean.

    $z \in \{0, 1\}^{20}$ names a digit and a shade, $D_T$ has orthonormal columns (Haar), and $\xi$ is Gaussian, of
    norm 0.1.
    """
    digits, shades = details(examples, streams)
    digits = _kept(digits, CLASS, pi_core, streams.child("digit"))
    shades = _kept(shades, FAMILY, pi_spu, streams.child("shade"))
    columns, triangle = torch.linalg.qr(streams.normal("dictionary", (DIM, _NAMES + _SHADES)))
    dictionary = (columns * triangle.diagonal(dim1=1, dim2=2).sign()[:, None]).mT
    texts = _meaning(digits, shades, dictionary)
    texts = texts + _NOISE / DIM**0.5 * streams.normal("noise", texts.shape[1:])
    mean = texts.mean(dim=1, keepdim=True)
    every = torch.arange(_NAMES * _SHADES, device=digits.device).expand(len(digits), -1)
    return Captions(texts - mean, _meaning(every // _SHADES, every % _SHADES, dictionary) - mean)


def _kept(values: Tensor, group: int, probability: Tensor | float, streams: Streams) -> Tensor:
    """The value with the probability, else another draw of its group."""
    kept = streams.uniform("kept", values.shape[1:]) < torch.as_tensor(probability, device=values.device).reshape(-1, 1)
    anew = values // group * group + (group * streams.uniform("anew", values.shape[1:])).long()
    return torch.where(kept, values, anew)


def _meaning(digits: Tensor, shades: Tensor, dictionary: Tensor) -> Tensor:
    return torch.cat([F.one_hot(digits, _NAMES), F.one_hot(shades, _SHADES)], dim=2).to(dictionary) @ dictionary
