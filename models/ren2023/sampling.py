r"""What a finite batch adds: positives alone under noise of sampling, and a loss that loses its positives.

With encoders that are normalised by their *expected* norm, $N_A = \|P_A\|$, a batch of aligned features without noise
still has a gradient, since its second moments are not those of the population; normalised by the batch's own norm it
has none. Per batch only $U = u_B^\top u_A / n$ and the two second moments matter:
$$ -N_A N_B \frac{\partial L_+}{\partial P_A} = P_B U - \frac{\langle P_A, P_B U \rangle}{N_A^2}\, P_A V_A , $$
with $V_A = I$ for the expected norm and $u_A^\top u_A / n$ for the batch's, and $N_A^2 = \langle P_A, P_A V_A \rangle$.

Source: Ren and Li 2023, arXiv:2304.03717; reconstructed. Which of the two norms the paper has was not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.ren2023.training.descent import Attraction, attraction_of_negatives, attraction_of_positives
from models.ren2023.training.pairs import LinearPairs, Views
from theoremcheck.streams import Streams

__all__ = ["Batches", "SecondMoment", "batch_moment", "descend_positives", "expected_moment", "without_positives_once"]

_BLOCK = 64
"""Batches drawn at a time: drawn one by one, batches of 16 pairs took four fifths of a training."""

SecondMoment = Callable[[Tensor], Tensor]
"""Views of a batch, shape (trials, n, dim), to V, shape (trials, dim, dim)."""


@dataclass(frozen=True)
class Batches:
    """Positives alone on fresh batches; the weakest signal has power 1."""

    rank: int  # r
    dim: int  # d
    batch: int  # n
    strongest: float  # sigma_1^2 / sigma_r^2
    noise: float  # sigma_xi / sigma_r
    clock_step: float = 0.025  # ds: sigma_1^2 ds is 0.2 at most
    steps: int = 1200  # to s = 30

    def powers(self, streams: Streams) -> Tensor:
        r"""$\lambda = (\sigma_1^2, \dots, \sigma_r^2, \sigma_\xi^2, \dots)$, shape (trials, dim)."""
        strongest = torch.as_tensor(self.strongest)[:, None]
        inner = 1 + (strongest - 1) * streams.uniform("inner powers", (self.rank - 2,))
        noise = torch.as_tensor(self.noise).square()[:, None].expand(-1, self.dim - self.rank)
        return torch.cat([strongest, inner, torch.ones_like(strongest), noise], dim=1)


def expected_moment(views: Tensor) -> Tensor:
    """That of the population: the identity."""
    return torch.eye(views.shape[-1], dtype=views.dtype, device=views.device).expand(len(views), -1, -1)


def batch_moment(views: Tensor) -> Tensor:
    """That of the batch."""
    return views.mT @ views / views.shape[1]


def descend_positives(batches: Batches, moment: SecondMoment, streams: Streams) -> tuple[Tensor, Tensor]:
    r"""$\kappa = \sigma_1(F_A) / \sigma_r(F_A)$ halfway and at the end, shape (trials,) each."""
    powers = batches.powers(streams)
    # A rotation of feature space brings Gaussian weights of width 2 d into their triangular factor for good.
    drawn = streams.normal("weights", (2 * batches.dim, 2 * batches.dim)) / (2 * batches.dim) ** 0.5
    weights = (drawn * powers.sqrt().repeat(1, 2)[:, None]).split(batches.dim, dim=2)
    rates = torch.as_tensor(batches.clock_step).reshape(-1, 1, 1) * powers[:, None]
    ratios = []
    for step, views in enumerate(_fresh(batches, streams), start=1):
        weights = _step(weights, views, rates, moment)
        if step in (batches.steps // 2, batches.steps):
            ratios.append(_condition_number(weights[0][:, :, : batches.rank]))
    return ratios[0], ratios[1]


def _step(weights: Views, views: Views, rates: Tensor, moment: SecondMoment) -> Views:
    (first, second), (u_a, u_b) = weights, views
    cross = u_b.mT @ u_a / u_a.shape[1]
    toward = second @ cross, first @ cross.mT
    similarity = (first * toward[0]).sum(dim=(1, 2), keepdim=True)
    scaled = first @ moment(u_a), second @ moment(u_b)
    norms = [(own * other).sum(dim=(1, 2), keepdim=True) for own, other in zip(weights, scaled, strict=True)]
    return (
        first + rates * (toward[0] - similarity / norms[0] * scaled[0]),
        second + rates * (toward[1] - similarity / norms[1] * scaled[1]),
    )


def _condition_number(images: Tensor) -> Tensor:
    """From the Gram matrix in float64: samples turn columns towards each other, so their lengths are not enough."""
    images = images.double()
    values = torch.linalg.eigvalsh(images.mT @ images)
    return (values[:, -1] / values[:, 0].clamp(min=1e-12 * values[:, -1])).sqrt()


def _fresh(batches: Batches, streams: Streams) -> Iterator[Views]:
    """Fresh batches, two views each of shape (trials, batch, dim) that share their signals."""
    for start in range(0, batches.steps, _BLOCK):
        drawn, shape = streams.child("batches", start), (min(_BLOCK, batches.steps - start), batches.batch, batches.dim)
        first, second = drawn.signs("A", shape), drawn.signs("B", shape)
        second[..., : batches.rank] = first[..., : batches.rank]
        yield from zip(first.unbind(dim=1), second.unbind(dim=1), strict=True)


def without_positives_once(aligned: float) -> Attraction:
    """InfoNCE that loses its positives, trial by trial, once a batch's mean similarity of pairs is above a level."""
    lost: list[Tensor] = []

    def attraction(cross: Tensor, views: Tensor, pairs: LinearPairs) -> Tensor:
        n, positives = pairs.batch_size, attraction_of_positives(cross, views, pairs)
        # The mean similarity of pairs is the trace of u_A K u_B'.
        now = (positives * cross).sum(dim=(1, 2)) / n > aligned
        lost[:] = [now | lost[0][: len(now)] if lost else now]
        kept = (~lost[0]).to(cross) * (n / (n - 1))
        return attraction_of_negatives(cross, views, pairs).addcmul_(positives, kept[:, None, None])

    return attraction
