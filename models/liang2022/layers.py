r"""One random layer, and what it does to the cosine of two vectors.

A unit has the pre-activations $(\langle w, u\rangle + b, \langle w, v\rangle + b)$, Gaussian with the covariance
$\begin{pmatrix} |u|^2 + 1 & \langle u, v\rangle + 1 \\ \cdot & |v|^2 + 1 \end{pmatrix} / d_{out}$ for the weights and
biases of the theorem. So a layer is drawn exactly from two numbers a unit, whatever $d_{in}$ is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["RandomLayer", "cosine_after", "limit_cosine", "linear", "relu"]


Activation = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class RandomLayer:
    """Two vectors of the layer's input, by lengths and angle, and the layer's width."""

    width: int  # d_out
    ratio: float  # r = |u| / |v|
    length: float  # |v|
    share: float  # of the largest cosine that the theorem's condition allows

    @property
    def cosine(self) -> Tensor:
        r"""$\cos(u, v)$, shape (trials,)."""
        ratio = torch.as_tensor(self.ratio)
        return torch.as_tensor(self.share) * 2 / (ratio + 1 / ratio)

    def moments(self, bias: float) -> tuple[Tensor, Tensor, Tensor]:
        """Second moments of the pre-activations, times the width, with biases of the given variance; (trials,) each."""
        square = torch.as_tensor(self.length).square()
        ratio = torch.as_tensor(self.ratio)
        return ratio.square() * square + bias, square + bias, ratio * square * self.cosine + bias


def relu(activations: Tensor) -> Tensor:
    """The larger of 0 and the number."""
    return activations.clamp(min=0)


def linear(activations: Tensor) -> Tensor:
    """The number itself."""
    return activations


def cosine_after(layer: RandomLayer, streams: Streams, activation: Activation = relu, bias: float = 1.0) -> Tensor:
    """Cosine of the two outputs of one random layer, shape (trials,).

    Args:
        layer: Vectors and width.
        streams: One stream a trial.
        activation: Of a unit.
        bias: Variance of the biases over that of the weights.
    """
    first, second, joint = layer.moments(bias)
    along = joint / first.sqrt()
    across = (second - along.square()).clamp(min=0).sqrt()
    normal = streams.normal("units", (2, layer.width))
    one = first.sqrt()[:, None] * normal[:, 0]
    other = along[:, None] * normal[:, 0] + across[:, None] * normal[:, 1]
    return torch.nn.functional.cosine_similarity(activation(one), activation(other), dim=-1)


def limit_cosine(layer: RandomLayer) -> Tensor:
    r"""The cosine of a ReLU layer with biases as $d_{out} \to \infty$, shape (trials,).

    $\kappa_1(\rho) = (\sqrt{1-\rho^2} + \rho(\pi - \arccos\rho)) / \pi$ at the correlation $\rho$ of the
    pre-activations (the arc-cosine kernel of Cho and Saul 2009).
    """
    first, second, joint = layer.moments(1.0)
    correlation = (joint / (first * second).sqrt()).clamp(-1, 1)
    sine = (1 - correlation.square()).sqrt()
    return (sine + correlation * (torch.pi - correlation.acos())) / torch.pi
