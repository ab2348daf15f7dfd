r"""Inner products of weights, noises and signal before the first step.

Vectors are drawn as coordinates in the span of $\mu$ and of themselves: the same law for every d. Units are those of
`bounds`.

Source: Huang, Han, Chen, Cao, Xu and Suzuki 2024, arXiv:2411.02837.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from models.huang2024.start.bounds import Start
from models.huang2024.start.vectors import Vectors, independent
from theoremcheck.numerics import gaussian_coordinates
from theoremcheck.streams import Streams

__all__ = ["FirstProducts", "NoiseGeometry", "first_products", "noise_geometry"]


@dataclass(frozen=True)
class FirstProducts:
    """What the neurons see of the data before the first step."""

    signal: Tensor  # <w_r, mu>, shape (trials, m)
    noise: Tensor  # <w_r, xi_i>, shape (trials, m, n)

    def class_sums(self, labels: Tensor) -> Tensor:
        r"""$\sum_{i : y_i = 1} \mathrm{relu}\langle w_r, \xi_i \rangle$ of each neuron, shape (trials, m)."""
        return (self.noise.relu() * (labels > 0)[:, None, :]).sum(dim=2)

    def active_counts(self, labels: Tensor) -> Tensor:
        r"""Active samples $\langle w_r, \xi_i \rangle > 0$ of each neuron and class, shape (trials, m, 2)."""
        active = self.noise > 0
        counts = [(active & (labels == sign)[:, None, :]).sum(dim=2) for sign in (1, -1)]
        return torch.stack(counts, dim=2).to(self.noise.dtype)


def first_products(
    start: Start, streams: Streams, weights: Vectors = independent, noises: Vectors = independent
) -> FirstProducts:
    """Draw the inner products of the weights with the signal and with the noises.

    The weights get coordinates in the span of the signal and of themselves; a noise's coordinates there are
    independent standard normals, and its part outside is seen by no neuron.
    """
    coordinates = gaussian_coordinates(start.neurons + 1, start.dim, streams, "weights", fixed=1)
    w = weights(coordinates, streams.child("weights"))
    xi = noises(streams.normal("noises", (start.samples + 1, coordinates.shape[2])), streams.child("noises"))
    return FirstProducts(w[..., 0], w @ xi.mT / start.dim.sqrt()[:, None, None])


@dataclass(frozen=True)
class NoiseGeometry:
    """Inner products of the noises with each other and with the signal."""

    squared_norms: Tensor  # |xi_i|^2, shape (trials, n)
    overlaps: Tensor  # <xi_i, xi_j> for i /= j, zero on the diagonal; shape (trials, n, n)
    signal: Tensor  # <xi_i, mu>, shape (trials, n)


def noise_geometry(start: Start, streams: Streams, noises: Vectors = independent) -> NoiseGeometry:
    """Draw the noises in the span of the signal and of themselves, and take their inner products."""
    coordinates = gaussian_coordinates(start.samples + 1, start.dim, streams, "noises", fixed=1)
    xi = noises(coordinates, streams.child("noises"))
    gram = xi @ xi.mT
    squared_norms = gram.diagonal(dim1=1, dim2=2)
    return NoiseGeometry(squared_norms, gram - torch.diag_embed(squared_norms), xi[..., 0])
