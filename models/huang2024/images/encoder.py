r"""The image encoder: a perceptron with two hidden layers, and a linear projection.

A convolutional network cost about twice as much here. Every tensor has a leading axis of trials.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.images.descent import uniform_start
from theoremcheck.streams import Streams

__all__ = ["EMBEDDING", "WIDTH", "ImageEncoder", "start_encoder"]

WIDTH, EMBEDDING = 128, 64


@dataclass(frozen=True)
class ImageEncoder:
    """Weights with a leading axis of trials.

    Attributes:
        hidden: Weight (trials, in, out) and bias (trials, 1, out) of each hidden layer.
        projection: Weight of the projection, shape (trials, WIDTH, EMBEDDING).
    """

    hidden: tuple[tuple[Tensor, Tensor], ...]
    projection: Tensor

    @property
    def parameters(self) -> list[Tensor]:
        """All weights."""
        return [*(tensor for layer in self.hidden for tensor in layer), self.projection]

    def features(self, pixels: Tensor) -> Tensor:
        """The representation before the projection: (trials, size, inputs) -> (trials, size, WIDTH)."""
        for weight, bias in self.hidden:
            pixels = torch.baddbmm(bias, pixels, weight).relu_()
        return pixels

    def project(self, features: Tensor) -> Tensor:
        """Unit vectors after the projection: (trials, size, WIDTH) -> (trials, size, EMBEDDING)."""
        return F.normalize(features @ self.projection, dim=2)

    def embed(self, pixels: Tensor) -> Tensor:
        """Both in one: (trials, size, inputs) -> (trials, size, EMBEDDING)."""
        return self.project(self.features(pixels))


def start_encoder(inputs: int, streams: Streams) -> ImageEncoder:
    """Every weight and bias of a layer uniform within 1 / sqrt(fan-in) of zero: torch's own start."""
    sizes = (inputs, WIDTH, WIDTH)
    hidden = tuple(
        (
            uniform_start(f"weight {depth}", fan_in, fan_in, fan_out, streams),
            uniform_start(f"bias {depth}", fan_in, 1, fan_out, streams),
        )
        for depth, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:], strict=False))
    )
    return ImageEncoder(hidden, uniform_start("projection", WIDTH, WIDTH, EMBEDDING, streams))
