"""What the pages of Huang et al. 2024 share: the source, half steps, and the thresholds of more than one topic."""

from dataclasses import replace

import torch

from models.huang2024.heads import POINTS
from models.huang2024.patches import TwoPatches
from models.huang2024.stage_one import RECORDS
from theoremcheck import Baseline, Scale, Source, Trust

__all__ = [
    "DIVERGED",
    "GROWTH",
    "HALF_OF_CHANCE",
    "LADDER_TRUST",
    "LEAST_ERROR",
    "PRECISION",
    "TOLERANCE",
    "TRUST",
    "UNTRAINED",
    "UNTRAINED_WITH_GRADIENTS",
    "source",
    "with_half_steps",
]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper."""
    return Source("Huang et al. 2024", arxiv="2411.02837", item=item, exactness=exactness)


def with_half_steps(patches: TwoPatches) -> TwoPatches:
    """Twice as many steps of half the length, up to the same time."""
    return replace(patches, steps=2 * patches.steps)


TRUST = Trust(refine=with_half_steps)


def _at_rest(patches: TwoPatches) -> TwoPatches:
    """As many steps as stage 1 has records, all of length 0: the networks stay as they start."""
    return replace(patches, steps=RECORDS, horizon=0 * torch.as_tensor(patches.horizon))


def _hardly_moved(patches: TwoPatches) -> TwoPatches:
    """Steps so short that no number read off the networks moves, where gradients are read off what a step moves."""
    return replace(patches, steps=RECORDS, horizon=1e-6 * torch.as_tensor(patches.horizon))


UNTRAINED = Baseline(when="before training", change=_at_rest)

UNTRAINED_WITH_GRADIENTS = Baseline(when="before training", change=_hardly_moved)

# A draw trains on three rungs, or five times: fewer of the draws are run again.
LADDER_TRUST = Trust(fraction=0.05, at_least=4, refine=with_half_steps)


def _more_samples(patches: TwoPatches, factor: int) -> TwoPatches:
    """More samples; d grows like n^2 and |mu| with it."""
    return replace(patches, samples=patches.samples * factor)


GROWTH = Scale("samples", factors=(2, 4), grow=_more_samples)
"""The theorems are about n to infinity: what fails at 50 or 100 samples is asked again of up to four times as many."""

TOLERANCE = 0.03
"""On an error: 1,000 answers to 250 noises know 0.05 to 0.01 and less (one standard deviation, noises counted); 3 of
these."""

LEAST_ERROR = 0.5 / (4 * POINTS)
"""Half an answer: an error of which none was seen is not 0."""

HALF_OF_CHANCE = 0.25
"""Error that parts a stalled arm, at 1/2, from one that has learned: an error of order one is read as a quarter."""

PRECISION = 0.01
r"""$\epsilon$ of stage 2: the loss, about 0.05 at its beginning, passes it before the end."""

DIVERGED = 1e30
"""Recorded where a number has left the floating range: finite, and no bound admits it."""
