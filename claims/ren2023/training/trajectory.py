"""One training by in-batch InfoNCE, and what all five claims read off theirs."""

from collections.abc import Sequence

import torch
from torch import Tensor

from claims.ren2023.paper import ALIGNED, BALANCED
from models.ren2023.training.descent import Attraction, Sample, Trajectory, attraction_of_infonce, train
from models.ren2023.training.geometry import (
    alignment,
    condition_number,
    cosines,
    first_time,
    start_of,
    tanh_law,
)
from models.ren2023.training.pairs import LinearPairs, positive_pairs, start
from strategies.ren2023.training import linear_pairs
from theoremcheck import Observables, Streams, Study

__all__ = ["PAIRS", "TRAINING", "observe", "read", "trained"]

TRAINING = Study(name="ren2023.training", package="claims.ren2023.training")

PAIRS = linear_pairs()


def observe(
    pairs: LinearPairs,
    streams: Streams,
    sample: Sample = positive_pairs,
    attraction: Attraction = attraction_of_infonce,
) -> Observables:
    r"""Train once: alignment c, condition number $\kappa$ of $F_A$, and when each of them settles."""
    powers, (learned,) = trained(pairs, streams, (attraction,), sample)
    return read(pairs, powers, learned)


def trained(
    pairs: LinearPairs, streams: Streams, attractions: Sequence[Attraction], sample: Sample = positive_pairs
) -> tuple[Tensor, list[Trajectory]]:
    r"""$\sigma_k^2$, and a training by each loss from one start on the same batches."""
    powers = pairs.powers(streams)
    column_powers = pairs.column_powers(powers)
    weights = start(pairs, column_powers, streams)
    return powers, train(pairs, weights, column_powers, sample, attractions, streams)


def read(pairs: LinearPairs, powers: Tensor, learned: Trajectory) -> Observables:
    """What all five claims read; times that are never reached are recorded as the end of training."""
    similarity, cosine, kappa = alignment(learned), cosines(learned), condition_number(learned)
    time = learned.time
    return Observables(
        time=time[:, ::2],
        alignment=similarity[:, ::2],
        condition_number=kappa[:, ::2],
        alignment_end=similarity[:, -1],
        cosine_end=cosine[:, -1].amin(dim=1),
        tanh_deviation=(cosine - tanh_law(time, powers, start_of(learned))).abs().amax(dim=(1, 2)),
        tanh_scatter=torch.full_like(time[:, 0], 2 / pairs.width**0.5),
        condition_number_start=kappa[:, 0],
        condition_number_peak=kappa.amax(dim=1),
        condition_number_end=kappa[:, -1],
        time_aligned=first_time(time, similarity > ALIGNED),
        time_balanced=first_time(time, _after_peak(kappa) & (kappa < BALANCED)),
    )


def _after_peak(curve: Tensor) -> Tensor:
    """Whether a recorded point comes after the highest one, shape (trials, points)."""
    return torch.arange(curve.shape[1], device=curve.device) > curve.argmax(dim=1, keepdim=True)
