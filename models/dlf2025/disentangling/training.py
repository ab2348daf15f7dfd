"""DLF's training with or without its geometric losses, and what its features tell of each other."""

from collections.abc import Sequence

import torch
from torch import Tensor

from models.adam import Adam
from models.dlf2025.disentangling.descent import Descent
from models.dlf2025.disentangling.losses import Slope
from models.dlf2025.disentangling.modalities import MODALITIES, Samples, ThreeModalities
from models.dlf2025.disentangling.networks import Features, Networks, start
from models.ridge import explained, ridge, with_ones
from theoremcheck.streams import Streams

__all__ = ["LEARNING_RATE", "alignment", "batches_of_rows", "redundancy", "train"]

LEARNING_RATE = 3e-3

_TRIALS_AT_ONCE = 8
"""Trained side by side: more of them leave the cache, fewer are mostly overhead."""


def train(
    modalities: ThreeModalities, samples: Samples, common: Sequence[Slope], added: Sequence[Slope], streams: Streams
) -> tuple[Networks, Networks]:
    """Networks without and with some geometric losses, trained by Adam from one start on the same batches.

    Both are trained at once, stacked on the axis of trials: a step of a few small networks is mostly overhead.

    Args:
        modalities: Regimes.
        samples: Training set.
        common: Geometric losses of both.
        added: Those of the second alone.
        streams: One stream a trial.
    """
    rows = batches_of_rows(modalities, streams)
    beginning = [each.unflatten(0, (streams.trials, -1)) for each in start(streams).tensors]
    strength = torch.as_tensor(modalities.strength).to(samples.target).expand(streams.trials)
    found = []
    for first in range(0, streams.trials, _TRIALS_AT_ONCE):
        piece = slice(first, first + _TRIALS_AT_ONCE)
        networks = Networks.of(
            [each[piece].repeat(2, *[1] * (each.dim() - 1)).flatten(end_dim=1) for each in beginning]
        )
        descent = Descent(networks, strength[piece].repeat(2))
        _descend(descent, Samples(samples.views[piece], samples.target[piece]), rows[piece], common, added)
        found.append([each.chunk(2) for each in descent.networks.tensors])
    without, trained = (
        Networks.of([torch.cat([halves[arm] for halves in each]) for each in zip(*found, strict=True)])
        for arm in range(2)
    )
    return without, trained


def _descend(descent: Descent, samples: Samples, rows: Tensor, common: Sequence[Slope], added: Sequence[Slope]) -> None:
    """Adam on the batches of rows of samples, shape (trials, steps, batch_size)."""
    trials, count = samples.target.shape
    terms = [*((slice(None), slope) for slope in common), *((slice(trials, None), slope) for slope in added)]
    labels = samples.target.gather(1, rows.flatten(start_dim=1)).view_as(rows).repeat(2, 1, 1)
    data = samples.views.flatten(end_dim=2)
    firsts = count * torch.arange(MODALITIES * trials, device=data.device).view(-1, MODALITIES, 1)
    firsts, rows = firsts.repeat(2, 1, 1), rows.repeat(2, 1, 1)
    optimiser = Adam(descent.weights)
    for step in range(rows.shape[1]):
        places = firsts + rows[:, step, None]
        views = data.index_select(0, places.flatten()).view(*places.shape, -1)
        descent.differentiate(views, labels[:, step], terms)
        optimiser.step(LEARNING_RATE)


def batches_of_rows(modalities: ThreeModalities, streams: Streams) -> Tensor:
    """Batches with replacement, shape (trials, steps, batch_size)."""
    drawn = streams.child("batches").uniform("rows", (modalities.steps, modalities.batch_size))
    return (drawn * modalities.samples).long()


def redundancy(features: Features) -> Tensor:
    r"""Mean over the modalities of the held-out $R^2$ of $s_m$ from $c_m$ and of $c_m$ from $s_m$; shape (trials,)."""
    return (_told(features.shared, features.specific) + _told(features.specific, features.shared)).mean(dim=1) / 2


def alignment(features: Features) -> Tensor:
    r"""Mean held-out $R^2$ of the shared feature of a modality from that of another before it; shape (trials,)."""
    shared = features.shared
    return torch.cat([_told(shared[:, :1], shared[:, 1:]), _told(shared[:, 1:2], shared[:, 2:])], dim=1).mean(dim=1)


def _told(inputs: Tensor, targets: Tensor) -> Tensor:
    """R^2 of ridge regression, fitted on the first half of the samples and read on the second."""
    half = inputs.shape[3] // 2
    inputs, targets = with_ones(inputs.mT), targets.mT
    weights = ridge(inputs[:, :, :half], targets[:, :, :half], penalty=1e-4 * half)
    return explained(inputs[:, :, half:] @ weights, targets[:, :, half:])
