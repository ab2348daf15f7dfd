"""Small networks that papers of several modalities train: one MLP a view, to unit vectors, with one learned scale.

Gradients are in closed form: networks are so small that autograd costs more than what they compute.
"""

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["Slope", "ViewEncoders", "clip_slope", "rows_of", "start_weights"]

_REGISTERS = 64
"""Weights are a multiple of it: no register of a processor holds more numbers."""

Slope = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""(embeddings of shape (networks, views, n, embedding), scale of shape (networks,)) -> slopes of each network's loss by
the embeddings, and by the logarithm of the scale."""


class ViewEncoders:
    """One MLP with one hidden layer for each view and network, and the logarithm of a scale.

    Attributes:
        weights: All of them in one tensor, for an optimiser; the gradient beside it is written in place.
    """

    def __init__(self, start: Sequence[Tensor]) -> None:
        """Copy weights and biases of both layers and the logarithm of the scale, each of shape (networks, ...)."""
        flat = [each.flatten() for each in start]
        # A kernel takes whole registers first, and what is left over in another order: the last weight of a batch of
        # one would part from itself in a batch of many.
        left_over = -sum(each.numel() for each in flat) % _REGISTERS
        self.weights = torch.cat([*flat, flat[0].new_zeros(left_over)])
        self.weights.grad = torch.zeros_like(self.weights)
        self._parts, self._slopes = _parts(self.weights, start), _parts(self.weights.grad, start)
        self._views = start[0].shape[1]

    def embed(self, data: Tensor, views: slice = slice(None)) -> Tensor:
        """Unit vectors of samples, shape (networks, views, n, embedding).

        Args:
            data: Samples, shape (networks, views, n, dim).
            views: Which views they are of.
        """
        layers = [each.unflatten(0, (-1, self._views))[:, views].flatten(end_dim=1) for each in self._parts[:-1]]
        return F.normalize(_outputs(data.flatten(end_dim=1), layers)[1], dim=-1).unflatten(0, (-1, data.shape[1]))

    def differentiate(self, data: Tensor, slope: Slope) -> None:
        """Write the gradient of the losses whose slopes are given, on samples of all views as for `embed`."""
        rows, (_, _, second, _, log_scale) = data.flatten(end_dim=1), self._parts
        hidden, raw = _outputs(rows, self._parts)
        norms = raw.norm(dim=-1, keepdim=True)
        units = raw.div_(norms)
        by_unit, by_log_scale = slope(units.unflatten(0, (-1, self._views)), log_scale.exp())
        by_unit = by_unit.flatten(end_dim=1)
        along = (by_unit * units).sum(dim=-1, keepdim=True)
        by_raw = by_unit.addcmul(units, along, value=-1).div_(norms)
        self._write(1, hidden, by_raw)
        # A hidden unit is positive or 0, and its sign what it passes on.
        self._write(0, rows, (by_raw @ second.mT).mul_(hidden.sign_()))
        self._slopes[-1].copy_(by_log_scale)

    def _write(self, layer: int, inputs: Tensor, by_output: Tensor) -> None:
        torch.bmm(inputs.mT, by_output, out=self._slopes[2 * layer])
        torch.sum(by_output, dim=1, keepdim=True, out=self._slopes[2 * layer + 1])


def clip_slope(first: Tensor, second: Tensor, scale: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    r"""Slopes of `theoremcheck.numerics.clip`, whose scores are scaled cosines.

    $\partial / \partial s_{ij} = e^{s_{ij}} \bigl( 1 / \sum_k e^{s_{ik}} + 1 / \sum_k e^{s_{kj}} \bigr) / 2n
    - \frac1n [i = j]$.

    Args:
        first: Unit vectors, shape (*, n, d).
        second: Of the other view, shape (*, n, d).
        scale: Of a shape that broadcasts to (*, 1, 1).

    Returns:
        By the first, by the second, and by the logarithm of the scale, the last of shape (*).
    """
    count = first.shape[-2]
    scaled = first * scale
    weights = scaled @ second.mT
    # One exponential for both directions. Less its row's maximum no row vanishes, and a column does only where all of
    # it lies below the range of floats beside the largest score.
    largest = weights.amax(dim=-1, keepdim=True)
    weights.sub_(largest).exp_()
    lifted = (largest - largest.amax(dim=-2, keepdim=True)).exp_()
    rows, columns = weights.sum(dim=-1, keepdim=True), lifted.mT @ weights
    weights.mul_(torch.addcmul(rows.reciprocal_(), lifted, columns.reciprocal_())).div_(2 * count)
    weights.diagonal(dim1=-2, dim2=-1).sub_(1 / count)
    by_first = (second.mT @ weights.mT).mT * scale
    return by_first, (scaled.mT @ weights).mT, (by_first * first).sum(dim=(-2, -1))


def rows_of(vectors: Tensor, places: Tensor) -> Tensor:
    """Vectors of shape (*, dim) by their number among all of them, whole rows at a time; shape (*places, dim)."""
    chosen = vectors.reshape(-1, vectors.shape[-1]).index_select(0, places.flatten())
    return chosen.view(*places.shape, vectors.shape[-1])


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


def _outputs(rows: Tensor, layers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Hidden units and outputs of every network, from its own rows."""
    first, bias, second, offset = layers[:4]
    hidden = torch.baddbmm(bias, rows, first).relu_()
    return hidden, torch.baddbmm(offset, hidden, second)


def _parts(flat: Tensor, start: Sequence[Tensor]) -> list[Tensor]:
    """Views of one tensor: layers of shape (networks * views, ...), and the scales' logarithms."""
    sizes = [each.numel() for each in start]
    pieces = flat[: sum(sizes)].split(sizes)
    layers = zip(pieces, start[:-1], strict=False)
    return [*(piece.view(-1, *each.shape[2:]) for piece, each in layers), pieces[-1]]
