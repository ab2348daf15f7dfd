"""What the pages of Xue et al. 2024 share: the source, and the thresholds of more than one topic."""

from dataclasses import replace

from models.xue2024.intra_class.model import IntraClass
from theoremcheck import SlopeBetween, Source, Trust

__all__ = [
    "ANOTHER_IMAGE",
    "LEARNED",
    "LEAST_FALL",
    "REQUIRED",
    "TIED",
    "TWO_QUESTIONS",
    "falls_like_root_n",
    "more_of_both",
    "source",
]


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper; data model 1's mathematics is recalled and derived, data model 2's reconstructed."""
    return Source("Xue et al. 2024", arxiv="2310.04971", item=item, exactness=exactness)


REQUIRED = 0.95
"""The paper's "with high probability", where no delta was read."""

LEAST_FALL = -0.4
r"""Slope between the derived one, -1/2, and what is to be told from it: a curve that falls like $n^{-1/2}$ and stays at
its last value has -0.36 on four rungs of factor 4 and -0.33 on three, and half of the rate is -0.25."""

LEARNED = 0.95
"""Least accuracy on the majority: an upper bound on an accuracy is also kept by whoever learns nothing."""

ANOTHER_IMAGE = "a caption describes its own image (here: another image of the same class)"
"""The law of every latent stays, and so does the printed value; the pairing inside a class goes."""

TIED = "other classes' core and spurious details are independent (here: of one sign)"

TWO_QUESTIONS = Trust(round_off=0.004)
"""Two of the thousand questions of a test, beside an accuracy of one half: in float32 an image near a boundary may
change sides with the order of a sum. The reruns are in float64."""


def falls_like_root_n(observable: str) -> SlopeBetween:
    r"""$o(1)$, read as a trend: on a ladder of samples the observable falls like $n^{-1/2}$, or faster."""
    return SlopeBetween(observable, "samples", rate=-0.5, high=LEAST_FALL)


def more_of_both(model: IntraClass, factor: int) -> IntraClass:
    """More pairs, and as many times more dimensions: the o(1) of the bounds of Theorems 4.4 and 5.2."""
    return replace(model, samples=model.samples * factor, dim=model.dim * factor)
