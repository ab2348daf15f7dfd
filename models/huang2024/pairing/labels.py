r"""Who belongs together: labels of either modality, and which samples are negatives.

`recursion` is made for what the theorems assume: balanced labels that both modalities share, and all samples of the
other label as negatives. Here each of the three is an argument, so that a control can break it alone.

Source: Huang et al. 2024, arXiv:2411.02837.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches
from theoremcheck.streams import Streams

__all__ = [
    "Pair",
    "Pairing",
    "anything_goes",
    "balanced_pairs",
    "fair_pairs",
    "same_label_negatives",
    "shuffled_labels",
]


@dataclass(frozen=True)
class Pairing:
    """Who belongs together.

    Attributes:
        first: Labels of the first modality, -1 or 1, shape (trials, samples).
        second: Labels of the second modality, likewise.
        negatives: Whether j is a negative of i, shape (trials, samples, samples); never a sample of itself.
    """

    first: Tensor
    second: Tensor
    negatives: Tensor

    def class_share(self, signs: Tensor) -> Tensor:
        r"""$\frac{n_y}{n} \frac{M_y}{M_y + 1}$, $M_y = n - n_y$: drive of the signal per $\kappa c$ from class y.

        Args:
            signs: y, shape (trials, neurons).

        Returns:
            Shape (trials, neurons).
        """
        samples = self.first.shape[1]
        own = (samples + signs * self.first.sum(dim=1, keepdim=True)) / 2
        return own / samples * (samples - own) / (samples - own + 1)


Pair = Callable[[TwoPatches, Streams], Pairing]
"""How labels and negatives are chosen."""


def balanced_pairs(patches: TwoPatches, streams: Streams) -> Pairing:
    """As many samples of either label; modalities share it, negatives have the other one. What `recursion` assumes."""
    y = torch.ones(streams.trials, patches.samples, dtype=streams.dtype, device=streams.device)
    y[:, patches.samples // 2 :] = -1
    return _of_other_label(y)


def fair_pairs(patches: TwoPatches, streams: Streams) -> Pairing:
    """Independent fair labels, as in the paper; modalities share them, negatives have the other one."""
    return _of_other_label(streams.signs("labels", (patches.samples,)))


def shuffled_labels(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Pairing:
    """The second modality's samples are handed out in random order: a pair shares its label by chance alone."""
    pairing = pair(patches, streams)
    order = streams.uniform("order", (patches.samples,)).argsort(dim=1)
    return replace(pairing, second=pairing.first.gather(1, order))


def same_label_negatives(patches: TwoPatches, streams: Streams, pair: Pair = fair_pairs) -> Pairing:
    """All other samples are negatives, whatever their label."""
    pairing = pair(patches, streams)
    others = ~torch.eye(patches.samples, dtype=torch.bool, device=streams.device)
    return replace(pairing, negatives=others.expand_as(pairing.negatives))


def anything_goes(patches: TwoPatches, streams: Streams) -> Pairing:
    """Labels of either modality and negatives without any relation; for the recursion, which needs none."""
    n = patches.samples
    chosen = streams.signs("negatives", (n, n)) > 0
    own = torch.eye(n, dtype=torch.bool, device=streams.device)
    return Pairing(streams.signs("labels", (n,)), streams.signs("second labels", (n,)), chosen & ~own)


def _of_other_label(y: Tensor) -> Pairing:
    return Pairing(y, y, y[:, :, None] != y[:, None, :])
