"""The networks of DLF without its transformers: projections, encoders, decoders and heads, one of each trial.

Wang et al. 2025, arXiv:2412.12225, code: a projection and a specific encoder for each modality, one shared encoder,
decoders of both features, and heads on the features of each modality, on the shared ones, and on all. Here encoders and
heads are perceptrons with one hidden layer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.dlf2025.disentangling.modalities import DIM, MODALITIES
from models.images.descent import uniform_start
from theoremcheck.streams import Streams

__all__ = ["FEATURES", "Features", "Networks", "start"]

FEATURES = 12
"""Coordinates of a projection, of a specific and of a shared feature; 50 in the code."""
HIDDEN, HIDDEN_OF_PARTS = 32, 16

Perceptron = Sequence[Tensor]
"""Two weights and two biases, with leading axes of trials and perhaps of modalities."""


@dataclass(frozen=True)
class Features:
    """What the encoders make of samples, each of shape (trials, MODALITIES, samples, FEATURES)."""

    projected: Tensor
    specific: Tensor
    shared: Tensor

    def split(self, parts: int) -> list["Features"]:
        """In so many parts of as many trials."""
        return [Features(*each) for each in zip(*(value.chunk(parts) for value in vars(self).values()), strict=True)]


@dataclass(frozen=True)
class Networks:
    """Weights of all parts; each axis of modalities is the second one."""

    projections: Tensor
    specific: Perceptron
    shared: Perceptron
    decoders: Tensor
    specific_heads: Perceptron
    shared_head: Perceptron
    head: Perceptron

    @property
    def parameters(self) -> list[Tensor]:
        """All that is trained."""
        parts = (self.specific, self.shared, self.specific_heads, self.shared_head, self.head)
        return [self.projections, self.decoders, *(weight for part in parts for weight in part)]

    def each(self, change: Callable[[Tensor], Tensor]) -> "Networks":
        """The same networks with every weight changed."""
        parts = vars(self).values()
        return Networks(*(change(each) if isinstance(each, Tensor) else tuple(map(change, each)) for each in parts))

    def features(self, views: Tensor) -> Features:
        """Of samples of shape (trials, MODALITIES, samples, DIM)."""
        projected = views @ self.projections
        shared = _outputs(self.shared, projected.flatten(start_dim=1, end_dim=2)).unflatten(1, (MODALITIES, -1))
        return Features(projected, self.encoded(projected), shared)

    def encoded(self, projected: Tensor) -> Tensor:
        """Specific features of projections, both of shape (trials, MODALITIES, samples, FEATURES)."""
        return _outputs(self.specific, projected)

    def decoded(self, features: Features) -> Tensor:
        """Projections as the decoders see them, shape (trials, MODALITIES, samples, FEATURES)."""
        return torch.cat([features.specific, features.shared], dim=3) @ self.decoders

    def predictions(self, features: Features) -> tuple[Tensor, Tensor, Tensor]:
        """Of all features, of the shared ones, each (trials, samples), and of the specific ones of each modality."""
        shared = torch.cat(features.shared.unbind(dim=1), dim=2)
        every = torch.cat([*features.specific.unbind(dim=1), shared], dim=2)
        parts = _outputs(self.specific_heads, features.specific)
        return _outputs(self.head, every)[..., 0], _outputs(self.shared_head, shared)[..., 0], parts[..., 0]


def start(streams: Streams) -> Networks:
    """Weights uniform within 1 / sqrt(fan-in) of zero, and no biases."""

    def linear(name: str, inputs: int, outputs: int, copies: int = MODALITIES) -> Tensor:
        drawn = uniform_start(name, inputs, copies * inputs, outputs, streams)
        return drawn.unflatten(1, (copies, inputs)) if copies > 1 else drawn

    def perceptron(name: str, inputs: int, hidden: int, outputs: int, copies: int = 1) -> Perceptron:
        first = linear(f"{name}/1", inputs, hidden, copies)
        second = linear(f"{name}/2", hidden, outputs, copies)
        return first, torch.zeros_like(first[..., :1, :]), second, torch.zeros_like(second[..., :1, :])

    return Networks(
        linear("projections", DIM, FEATURES),
        perceptron("specific", FEATURES, HIDDEN, FEATURES, MODALITIES),
        perceptron("shared", FEATURES, HIDDEN, FEATURES),
        linear("decoders", 2 * FEATURES, FEATURES),
        perceptron("specific heads", FEATURES, HIDDEN_OF_PARTS, 1, MODALITIES),
        perceptron("shared head", MODALITIES * FEATURES, HIDDEN_OF_PARTS, 1),
        perceptron("head", 2 * MODALITIES * FEATURES, HIDDEN, 1),
    )


def _outputs(perceptron: Perceptron, inputs: Tensor) -> Tensor:
    first, bias, second, offset = perceptron
    return (inputs @ first + bias).relu() @ second + offset
