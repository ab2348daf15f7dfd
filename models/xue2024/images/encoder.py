r"""The network that both trainings share: two convolutions of 2 x 2 with stride 2, and a linear layer.

A kernel as wide as its stride sees blocks that do not overlap, so a convolution is one matrix product with the blocks
as rows, and the gradients, which are written down here, are products of the same size: nothing is copied in between.
Cost alone set the size: a training takes about a quarter of what it takes with kernels of 3 x 3 and strides 1 and 2.
Sixteen channels each fill a vector register; eight cost as much. Every tensor has a leading axis of trials.
"""

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from models.images.descent import uniform_start
from models.xue2024.images.painting import COLORS
from theoremcheck.streams import Streams

__all__ = ["BlockEncoder", "start_encoder"]

CHANNELS = (16, 16)
_BLOCK = 4
"""Pixels of a block of 2 x 2, or what a convolution makes of them."""


class BlockEncoder:
    """Weights of the three layers, and room for their gradient.

    Attributes:
        layers: Weight (trials, inputs, outputs) and bias (trials, 1, outputs) of each layer in turn.
        slopes: The gradient, in the same shapes.
    """

    def __init__(self, layers: Sequence[Tensor], slopes: Sequence[Tensor]) -> None:
        """Take weights as they are, and tensors of their shapes for the gradient."""
        self.layers, self.slopes = layers, slopes

    def outputs(self, pixels: Tensor) -> Tensor:
        """What the last layer makes of them: (trials, size, pixels, COLORS) -> (trials, size, outputs)."""
        return self._forward(pixels)[-1]

    def embed(self, pixels: Tensor) -> Tensor:
        """The same as unit vectors."""
        return F.normalize(self.outputs(pixels), dim=2)

    def differentiate(self, pixels: Tensor) -> tuple[Tensor, Callable[[Tensor], None]]:
        """The outputs, and a function that writes the gradient of a loss whose slopes by the outputs are given."""
        *seen, outputs = self._forward(pixels)

        def backward(slope: Tensor) -> None:
            for layer in (2, 1, 0):
                rows = seen[layer].view(len(slope), -1, self.layers[2 * layer].shape[1])
                torch.bmm(rows.mT, slope, out=self.slopes[2 * layer])
                torch.sum(slope, dim=1, keepdim=True, out=self.slopes[2 * layer + 1])
                if layer:
                    # A unit is positive or 0, and its sign what it passes on.
                    slope = torch.bmm(slope, self.layers[2 * layer].mT).view_as(seen[layer]).mul_(seen[layer].sign_())

        return outputs, backward

    def _forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Pixels, the units of both convolutions, and outputs; an axis of blocks, but for the last."""
        trials, size = pixels.shape[:2]
        weight, bias, second, offset, linear, shift = self.layers
        first = torch.baddbmm(bias, pixels.reshape(trials, -1, weight.shape[1]), weight).relu_()
        units = torch.baddbmm(offset, first.view(trials, -1, second.shape[1]), second).relu_()
        return pixels, first, units, torch.baddbmm(shift, units.view(trials, size, -1), linear)


def start_encoder(pixels: int, outputs: int, streams: Streams) -> list[Tensor]:
    """Weights and biases, uniform within 1 / sqrt(fan-in) of zero: torch's own start.

    Args:
        pixels: Of an image.
        outputs: Of the last layer.
        streams: One stream a trial.
    """
    first, second = CHANNELS
    fans = (_BLOCK * COLORS, _BLOCK * first, pixels // _BLOCK**2 * second)
    found = []
    for name, fan_in, columns in zip(("first", "second", "linear"), fans, (*CHANNELS, outputs), strict=True):
        found.append(uniform_start(f"{name} weight", fan_in, fan_in, columns, streams))
        found.append(uniform_start(f"{name} bias", fan_in, 1, columns, streams))
    return found
