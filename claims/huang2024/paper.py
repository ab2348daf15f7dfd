"""What the pages of Huang et al. 2024 share: the source, half steps, and the thresholds of more than one topic."""

from dataclasses import replace

from models.huang2024.heads import POINTS
from models.huang2024.patches import TwoPatches
from theoremcheck import Scale, Source, Trust

__all__ = [
    "DIVERGED",
    "GROWTH",
    "HALF_OF_CHANCE",
    "LADDER_TRUST",
    "LEAST_ERROR",
    "PRECISION",
    "TOLERANCE",
    "TRUST",
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
