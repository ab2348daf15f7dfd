"""What the pages on the critical temperature observe of trained rows, and what they predict."""

import torch

from models.cai2026.tables.pairs import FreePairs
from models.pair_tables import population_loss
from models.unit_vectors import centroid_distance, random_rows
from theoremcheck import AllOf, AtMost, Observables, Streams

__all__ = ["NO_GAP", "at_the_start", "trained"]

NO_GAP = AllOf(
    (
        AtMost("loss", "least_loss", slack=2e-3, because="the descent ends; measured before, 9.4e-4 at the worst"),
        AtMost("centroid_distance", 0.03),
    )
)


def trained(pairs: FreePairs, streams: Streams) -> Observables:
    """Loss and centroid distance of trained rows, and the least loss; shape (trials,) each."""
    return _seen(pairs, *pairs.train(streams))


def at_the_start(pairs: FreePairs, streams: Streams) -> Observables:
    """The same of the random start."""
    return _seen(pairs, *(random_rows(streams, side, pairs.states, pairs.dimension) for side in ("x", "y")))


def _seen(pairs: FreePairs, first: torch.Tensor, second: torch.Tensor) -> Observables:
    beta = torch.as_tensor(pairs.inverse_temperature)[:, None, None]
    return Observables(
        loss=population_loss(pairs.joint, beta * first @ second.mT),
        least_loss=pairs.least_loss,
        centroid_distance=centroid_distance(first, second),
    )
