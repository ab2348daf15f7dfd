r"""DLF's training with or without its geometric losses, and what its features tell of each other.

The loss of the released code of Wang et al. 2025, arXiv:2412.12225, is
$$ L_{task} + 0.1\, (L_r + L_s + 0.1\, (L_m + L_o)), $$
$L_{task}$ the absolute errors of all heads, three times that of the language's, $L_r$ how far the decoders are from the
projections, and $L_s$ how far the specific features of what they decode are from the specific ones.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import torch
from torch import Tensor

from models.dlf2025.disentangling.losses import Geometry
from models.dlf2025.disentangling.modalities import MODALITIES, Samples, ThreeModalities
from models.dlf2025.disentangling.networks import Features, Networks, start
from models.images.descent import minimise
from models.ridge import explained, ridge, with_ones
from theoremcheck.streams import Streams

__all__ = ["alignment", "redundancy", "train"]

RECONSTRUCTION, GEOMETRY, LEARNING_RATE = 0.1, 0.01, 3e-3


def train(
    modalities: ThreeModalities, samples: Samples, geometries: Sequence[Geometry], streams: Streams
) -> list[Networks]:
    """Networks for every geometry, trained by Adam from one start on the same batches.

    All are trained at once, stacked on the axis of trials: a step of a few small networks is mostly overhead.
    """
    arms = len(geometries)
    networks = start(streams).each(lambda weight: torch.cat([weight] * arms))
    head_weights = samples.target.new_tensor([3.0, 1.0, 1.0])
    data, count = samples.views.flatten(end_dim=2), samples.views.shape[2]
    firsts = count * torch.arange(len(data) // count, device=data.device).reshape(-1, MODALITIES, 1)
    strength = GEOMETRY * torch.as_tensor(modalities.strength).repeat(arms)

    def loss(rows: Tensor, step: Streams) -> Tensor:
        places = firsts + rows[:, None]
        views = data.index_select(0, places.flatten()).reshape(*places.shape, -1)
        labels = samples.target.gather(1, rows)
        target = labels.repeat(arms, 1)
        features = networks.features(views.repeat(arms, 1, 1, 1))
        every, shared, parts = networks.predictions(features)
        task = (every - target).abs().mean(dim=1) + (shared - target).abs().mean(dim=1)
        task = task + (parts - target[:, None]).abs().mean(dim=2) @ head_weights
        decoded = networks.decoded(features)
        missed = (decoded - features.projected).square() + (networks.encoded(decoded) - features.specific).square()
        kept = missed.mean(dim=(2, 3)).sum(dim=1)
        geometry = torch.cat([each(part, labels) for each, part in zip(geometries, features.split(arms), strict=True)])
        return task + RECONSTRUCTION * kept + strength * geometry

    minimise(networks.parameters, loss, _steps(modalities, streams), LEARNING_RATE)
    trials = streams.trials
    return [networks.each(partial(torch.narrow, dim=0, start=arm * trials, length=trials)) for arm in range(arms)]


def redundancy(features: Features) -> Tensor:
    r"""Mean over the modalities of the held-out $R^2$ of $s_m$ from $c_m$ and of $c_m$ from $s_m$; shape (trials,)."""
    return (_told(features.shared, features.specific) + _told(features.specific, features.shared)).mean(dim=1) / 2


def alignment(features: Features) -> Tensor:
    r"""Mean held-out $R^2$ of the shared feature of a modality from that of another before it; shape (trials,)."""
    shared = features.shared
    return torch.cat([_told(shared[:, :1], shared[:, 1:]), _told(shared[:, 1:2], shared[:, 2:])], dim=1).mean(dim=1)


def _told(inputs: Tensor, targets: Tensor) -> Tensor:
    """R^2 of ridge regression, fitted on the first half of the samples and read on the second."""
    half = inputs.shape[2] // 2
    inputs = with_ones(inputs)
    weights = ridge(inputs[:, :, :half], targets[:, :, :half], penalty=1e-4 * half)
    return explained(inputs[:, :, half:] @ weights, targets[:, :, half:])


def _steps(modalities: ThreeModalities, streams: Streams) -> Iterator[tuple[Tensor, Streams]]:
    """Batches with replacement."""
    rows = streams.child("batches").uniform("rows", (modalities.steps, modalities.batch_size)) * modalities.samples
    yield from ((each, streams) for each in rows.long().unbind(dim=1))
