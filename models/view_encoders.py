"""Small networks that papers of several modalities train: one MLP a view, to unit vectors, with one learned scale."""

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["ViewEncoders", "start_weights"]


class ViewEncoders:
    """One MLP with one hidden layer for each view and trial, and the logarithm of a scale; the weights are leaves."""

    def __init__(self, weights: Sequence[Tensor]) -> None:
        """Copy the weights: those that are handed in are not trained."""
        self.weights = [each.clone().requires_grad_() for each in weights]

    def embed(self, data: Tensor) -> Tensor:
        """Unit vectors of samples of shape (trials, views, samples, dim); shape (trials, views, samples, embedding)."""
        first, bias, second, offset, _ = self.weights
        return F.normalize((data @ first + bias).relu() @ second + offset, dim=-1)

    @property
    def scale(self) -> Tensor:
        """What multiplies inner products, shape (trials,)."""
        return self.weights[-1].exp()


def start_weights(
    views: int, dim: int, width: int, embedding: int, log_scale: float, streams: Streams, copies: Sequence[int] = ()
) -> list[Tensor]:
    r"""Linear layers as PyTorch starts them, uniform on $\pm k^{-1/2}$ for k inputs, and a logarithm of the scale.

    Args:
        views: How many networks.
        dim: Inputs.
        width: Hidden units.
        embedding: Outputs.
        log_scale: At the start.
        streams: One stream a trial.
        copies: Further leading axes, of independent networks in one trial.

    Returns:
        Weights and biases of both layers, and the logarithm of the scale, each of shape (trials, *copies, ...).
    """
    sizes = ((dim, (dim, width)), (dim, (1, width)), (width, (width, embedding)), (width, (1, embedding)))
    layers = [
        (2 * streams.uniform(f"start/{place}", (*copies, views, *shape)) - 1) / inputs**0.5
        for place, (inputs, shape) in enumerate(sizes)
    ]
    return [*layers, layers[0].new_full((streams.trials, *copies), log_scale)]
