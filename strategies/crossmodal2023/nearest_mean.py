r"""Regimes of the nearest class mean, away from the ceiling of accuracy.

At the ceiling no head gains or loses, and the sign of a gain is noise. At D = 64 and $s_i$ from 1.5 to 2.5 the mean of
one image has an accuracy of 0.11 to 0.64, where chance is 0.05, and that of 18, the most that are asked, of 0.34 to
0.99. A trial has a hundred tasks. A few values of each field in place of ranges, for the cost of the search alone.
"""

from typing import Any

from models.crossmodal2023.nearest_mean import Modalities
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["beyond_the_end", "equal_shots", "few_shots", "one_text", "worth_of_a_text"]


def one_text(**others: Any) -> Regimes:
    """A text worth one to four images, as users of the method report; below one it stops paying before two shots."""
    declared: dict[str, Any] = dict(
        worth=choice(1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0), image_noise=choice(1.5, 2.0, 2.5), loud=choice(0, 4)
    )
    return Regimes(Modalities, **{**declared, **others})


def few_shots(**others: Any) -> Regimes:
    r"""One to 2v shots at most, whatever v, and texts with little in common: ranges, so that a map goes on beyond them.

    A common vector of length L moves the scores of classes apart by about $L |p| / 2 \sqrt D$, which is 0.05 at L = 0.5
    where class means are about 1 apart. A trial has half of the tasks, for the cost of a map.
    """
    declared: dict[str, Any] = dict(
        worth=log_uniform(1.0, 4.0), image_noise=2.0, shots=log_uniform(1.0, 2.0), shift=uniform(0.0, 0.5), tasks=50
    )
    return Regimes(Modalities, **{**declared, **others})


def beyond_the_end() -> Regimes:
    """Half as many shots again as n* = 3v."""
    return few_shots(shots=derived(lambda r: 4.5 * r.worth))


def worth_of_a_text(**others: Any) -> Regimes:
    """Few images beside the text: with eight, n + v of them are at the ceiling."""
    declared: dict[str, Any] = dict(worth=choice(1.0, 2.0, 4.0), image_noise=2.0, shots=choice(1.0, 2.0, 4.0))
    return Regimes(Modalities, **{**declared, **others})


def equal_shots(**others: Any) -> Regimes:
    """As many shots of either modality, noises alike within a factor of two."""
    declared: dict[str, Any] = dict(
        worth=choice(0.5, 0.7, 1.0, 1.4, 2.0), image_noise=2.0, shots=choice(1.0, 2.0, 4.0, 8.0)
    )
    return Regimes(Modalities, **{**declared, **others})
