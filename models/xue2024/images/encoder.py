r"""The network that both trainings share: two convolutions of 3 x 3, the second with stride 2, and a linear layer.

8 and 16 channels. With twice as many, as in the measurements that the settings are from, a training takes more than
twice as long and shows the same. Every tensor has a leading axis of trials; to the convolution they are groups.
"""

from dataclasses import dataclass
from itertools import chain

import torch.nn.functional as F
from torch import Tensor

from models.images.descent import uniform_start
from theoremcheck.streams import Streams

__all__ = ["ConvolutionalEncoder", "start_encoder"]

CHANNELS = (8, 16)
_KERNEL = 3


@dataclass(frozen=True)
class ConvolutionalEncoder:
    """Weights with a leading axis of trials.

    Attributes:
        convolutions: Weight (trials, channels, before * 9) and bias (trials, 1, channels) of each convolution.
        linear: Weight (trials, features, outputs) and bias (trials, 1, outputs) of the last layer.
    """

    convolutions: tuple[tuple[Tensor, Tensor], ...]
    linear: tuple[Tensor, Tensor]

    @property
    def parameters(self) -> list[Tensor]:
        """All weights."""
        return list(chain(*self.convolutions, self.linear))

    def features(self, pixels: Tensor) -> Tensor:
        """What comes before the last layer: (trials, size, side, side, 3) -> (trials, size, features)."""
        # The library sums a single group in another order than each of several, and 270 steps make whole images of it:
        # one trial goes with a copy of itself, so that it comes out as it does among others.
        copies = 2 if len(pixels) == 1 else 1
        pixels = pixels.expand(copies * len(pixels), *pixels.shape[1:])
        trials, size = pixels.shape[:2]
        maps = pixels.permute(1, 2, 3, 0, 4).flatten(3).permute(0, 3, 1, 2)  # channels last in memory: twice as fast
        (first, second) = self.convolutions
        maps = _convolved(_convolved(maps, *first, trials, stride=1).relu_(), *second, trials, stride=2)
        # The last rectifier acts on what has its final order: backwards it is five times as fast there.
        features = maps.unflatten(1, (trials, -1)).permute(1, 0, 3, 4, 2).reshape(trials, size, -1).relu_()
        return features[: trials // copies]

    def outputs(self, pixels: Tensor) -> Tensor:
        """What the last layer makes of them: (trials, size, side, side, 3) -> (trials, size, outputs)."""
        weight, bias = self.linear
        return self.features(pixels) @ weight + bias

    def embed(self, pixels: Tensor) -> Tensor:
        """The same as unit vectors."""
        return F.normalize(self.outputs(pixels), dim=2)


def _convolved(maps: Tensor, weight: Tensor, bias: Tensor, trials: int, stride: int) -> Tensor:
    """(size, trials * channels, side, side) -> the same of the next layer; one trial's weights serve all copies."""
    kernels = weight.expand(trials, -1, -1).reshape(-1, maps.shape[1] // trials, _KERNEL, _KERNEL)
    return F.conv2d(maps, kernels, bias.expand(trials, -1, -1).flatten(), stride=stride, padding=1, groups=trials)


def start_encoder(side: int, outputs: int, streams: Streams) -> ConvolutionalEncoder:
    """Every weight and bias of a layer uniform within 1 / sqrt(fan-in) of zero: torch's own start."""
    convolutions, before = [], 3
    for depth, channels in enumerate(CHANNELS):
        fan_in = before * _KERNEL**2
        convolutions.append(
            (
                uniform_start(f"weight {depth}", fan_in, channels, fan_in, streams),
                uniform_start(f"bias {depth}", fan_in, 1, channels, streams),
            )
        )
        before = channels
    features = before * ((side + 1) // 2) ** 2
    linear = (
        uniform_start("linear", features, features, outputs, streams),
        uniform_start("linear bias", features, 1, outputs, streams),
    )
    return ConvolutionalEncoder(tuple(convolutions), linear)
