"""One training with either coordinate of the bias, from the same start: what the pages of this topic read."""

from functools import partial
from math import log

from models.bangachev2025.bias import CrowdedPairs, train_both
from theoremcheck import AtMost, Control, Observables, Streams, Study

__all__ = ["INTERCHANGED", "MOSTLY", "STUDY", "experiment", "zero_loss"]

STUDY = Study(name="bangachev2025.trained-bias", package="claims.bangachev2025.bias")

MOSTLY = 0.95
"""Required of what trainings do: they have their exceptions, and the paper reports no share of them."""


def experiment(sizes: CrowdedPairs, streams: Streams, interchanged: bool = False) -> Observables:
    """Where both trainings ended; shape (trials,) each.

    Args:
        sizes: Regimes.
        streams: One stream a trial.
        interchanged: Whether each is taken for the other.
    """
    ended = train_both(sizes, streams)
    found = zip(("plain", "relative"), reversed(ended) if interchanged else ended, strict=True)
    seen = Observables(**{f"{name}_{what}": value for name, end in found for what, value in vars(end).items()})
    return Observables(seen | {"size_of_plain_bias": seen["plain_bias"].abs()})


def zero_loss(name: str) -> AtMost:
    """The sum N L is below log 2: only there a constellation is certain."""
    return AtMost(f"{name}_sum_of_losses", log(2), "nat")


INTERCHANGED = Control(
    breaks="the coordinate of the bias is the one that the statement names (here: the other one)",
    experiment=partial(experiment, interchanged=True),
)
