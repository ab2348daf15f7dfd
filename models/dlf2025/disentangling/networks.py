"""The networks of DLF without its transformers: projections, encoders, decoders and heads, one of each trial.

Wang et al. 2025, arXiv:2412.12225, code: a projection and a specific encoder for each modality, one shared encoder,
decoders of both features, and heads on the features of each modality, on the shared ones, and on all. Here encoders and
heads are perceptrons with one hidden layer.

Samples are columns: products of a dozen features and many samples are twice as fast that way round. So are the slopes
by weights whose rows are the longer side, and a layer that makes fewer of more stores (outputs, inputs).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.dlf2025.disentangling.modalities import DIM, MODALITIES
from models.images.descent import uniform_start
from theoremcheck.streams import Streams

__all__ = ["FEATURES", "Features", "Networks", "Perceptron", "start"]

FEATURES = 12
"""Coordinates of a projection, of a specific and of a shared feature; 50 in the code."""
HIDDEN, HIDDEN_OF_PARTS = 32, 16


@dataclass(frozen=True)
class Features:
    """What the encoders make of samples, or slopes by it; shape (trials, MODALITIES, FEATURES, samples) each."""

    specific: Tensor
    shared: Tensor

    @classmethod
    def of(cls, stacked: Tensor) -> "Features":
        """Views of both, one above the other: shape (trials, MODALITIES, 2 FEATURES, samples)."""
        return cls(*stacked.split(FEATURES, dim=2))


@dataclass(frozen=True)
class Perceptron:
    """Weights and biases of both layers, or slopes by them.

    Attributes:
        first: Shape (copies, inputs, hidden).
        bias: Shape (copies, hidden, 1).
        second: Shape (copies * parts, outputs, hidden / parts): each part of the hidden units has outputs of its own.
        offset: Shape (copies * parts, outputs, 1).
    """

    first: Tensor
    bias: Tensor
    second: Tensor
    offset: Tensor

    def outputs(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Hidden units and outputs, each (copies * parts, _, samples), of inputs (copies, inputs, samples)."""
        hidden = torch.baddbmm(self.bias, self.first.mT, inputs).relu_()
        hidden = hidden.view(len(self.second), self.second.shape[2], -1)
        return hidden, torch.baddbmm(self.offset, self.second, hidden)

    def slope_by_hidden(self, inputs: Tensor, hidden: Tensor, by_outputs: Tensor, slopes: "Perceptron") -> Tensor:
        """Write the slopes by weights and biases; the hidden units are used up.

        Returns:
            By the sums that the hidden units are the positive parts of, shape (copies, hidden, samples).
        """
        torch.bmm(by_outputs, hidden.mT, out=slopes.second)
        torch.sum(by_outputs, dim=2, keepdim=True, out=slopes.offset)
        # A hidden unit is positive or 0, and its sign what it passes on.
        by_hidden = torch.bmm(self.second.mT, by_outputs).mul_(hidden.sign_()).view(*self.bias.shape[:2], -1)
        torch.bmm(inputs, by_hidden.mT, out=slopes.first)
        torch.sum(by_hidden, dim=2, keepdim=True, out=slopes.bias)
        return by_hidden


@dataclass(frozen=True)
class Networks:
    """Weights of all parts, or slopes by them; the first axis counts trials, and in each its modalities if any.

    Attributes:
        projections: Shape (trials * MODALITIES, FEATURES, DIM).
        encoders: Specific and shared, side by side, for each modality; the shared one has the same weights in all.
        decoders: Shape (trials * MODALITIES, FEATURES, 2 FEATURES), of specific above shared features.
        parts: Heads on the specific features of each modality.
        together: Head on all features, those of a modality one after the other.
        common: Head on the shared features of all modalities.
    """

    projections: Tensor
    encoders: Perceptron
    decoders: Tensor
    parts: Perceptron
    together: Perceptron
    common: Perceptron

    @property
    def tensors(self) -> list[Tensor]:
        """All weights."""
        values = vars(self).values()
        return [each for part in values for each in ([part] if isinstance(part, Tensor) else vars(part).values())]

    @classmethod
    def of(cls, tensors: Sequence[Tensor]) -> "Networks":
        """From all weights, as `tensors` has them."""
        projections, decoders = tensors[0], tensors[5]
        encoders, *heads = (Perceptron(*tensors[place : place + 4]) for place in (1, 6, 10, 14))
        return cls(projections, encoders, decoders, *heads)

    def each(self, change: Callable[[Tensor], Tensor]) -> "Networks":
        """The same networks with every tensor changed."""
        return Networks.of([change(each) for each in self.tensors])

    @property
    def specific(self) -> Perceptron:
        """Views of the specific encoders."""
        return self._encoder(0)

    @property
    def shared(self) -> Perceptron:
        """Views of the shared encoder, three times in each trial."""
        return self._encoder(1)

    def _encoder(self, which: int) -> Perceptron:
        hidden, encoders = slice(which * HIDDEN, (which + 1) * HIDDEN), self.encoders
        first, bias = encoders.first[:, :, hidden], encoders.bias[:, hidden]
        return Perceptron(first, bias, encoders.second[which::2], encoders.offset[which::2])

    def features(self, views: Tensor) -> Features:
        """Of samples of shape (trials, MODALITIES, samples, DIM)."""
        projected = torch.bmm(self.projections, views.flatten(end_dim=1).mT)
        _, features = self.encoders.outputs(projected)
        return Features.of(features.view(-1, MODALITIES, 2 * FEATURES, features.shape[2]))


def start(streams: Streams) -> Networks:
    """Weights uniform within 1 / sqrt(fan-in) of zero, and no biases."""

    def linear(name: str, inputs: int, outputs: int, copies: int = 1) -> Tensor:
        return uniform_start(name, inputs, copies * inputs, outputs, streams).view(-1, inputs, outputs)

    def head(name: str, inputs: int, hidden: int, copies: int = 1) -> Perceptron:
        first, second = linear(f"{name}/1", inputs, hidden, copies), linear(f"{name}/2", hidden, 1, copies).mT
        return Perceptron(first, torch.zeros_like(first[:, :1].mT), second, torch.zeros_like(second[:, :, :1]))

    return Networks(
        linear("projections", DIM, FEATURES, MODALITIES).mT,
        _encoders(linear),
        linear("decoders", 2 * FEATURES, FEATURES, MODALITIES).mT,
        head("specific heads", FEATURES, HIDDEN_OF_PARTS, MODALITIES),
        head("head", 2 * MODALITIES * FEATURES, HIDDEN),
        head("shared head", MODALITIES * FEATURES, HIDDEN_OF_PARTS),
    )


def _encoders(linear: Callable[[str, int, int, int], Tensor]) -> Perceptron:
    """Of (name, inputs, outputs, copies): a specific one for each modality, the shared one in all."""
    layers = []
    for layer, inputs, outputs in (("1", FEATURES, HIDDEN), ("2", HIDDEN, FEATURES)):
        specific = linear(f"specific/{layer}", inputs, outputs, MODALITIES)
        layers.append((specific, linear(f"shared/{layer}", inputs, outputs, 1).repeat_interleave(MODALITIES, dim=0)))
    first, second = torch.cat(layers[0], dim=2), torch.stack(layers[1], dim=1).flatten(end_dim=1).mT
    return Perceptron(first, torch.zeros_like(first[:, :1].mT), second, torch.zeros_like(second[:, :, :1]))
