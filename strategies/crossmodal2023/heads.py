"""Regimes of trained heads: 24 tasks of 20 classes in 64 dimensions; few values of each field, for the cost alone."""

from typing import Any

from models.crossmodal2023.heads import FewShot
from theoremcheck import Regimes, choice, derived

__all__ = ["at_the_end_for_means", "one_shot", "one_task", "shifted", "text_starts"]

WORTH = choice(1.0, 2.0, 4.0)
"""v as users report it: a class name is worth two to four images, with room below."""


def one_shot(**others: Any) -> Regimes:
    """One image and one text of each class."""
    return Regimes(FewShot, **{"worth": WORTH, **others})


def at_the_end_for_means(**others: Any) -> Regimes:
    """As many shots as half-half is good for where a class is its mean, n* = 3v; at v = 4 24 tasks see no gain."""
    declared: dict[str, Any] = dict(worth=choice(1.0, 2.0), shots=derived(lambda r: (3 * r.worth).astype(int)))
    return Regimes(FewShot, **{**declared, **others})


def text_starts(**others: Any) -> Regimes:
    """Four and eight shots; texts with a common part, as CLIP's class texts have one: cosines of .35 to .80.

    From four shots on: one image lets the head drift from the texts, and something is left to gain.
    """
    declared: dict[str, Any] = dict(worth=WORTH, shots=choice(4, 8), shift=choice(0.0, 0.5, 1.0, 2.0))
    return Regimes(FewShot, **{**declared, **others})


def shifted(**others: Any) -> Regimes:
    """A good text, worth four images, and a common part as long as two to five class means."""
    return Regimes(FewShot, **{"worth": 4.0, "shift": choice(2.0, 3.0, 5.0), **others})


def one_task(**others: Any) -> Regimes:
    """A single task: the statement is of each."""
    return Regimes(FewShot, **{"worth": WORTH, "tasks": 1, **others})
