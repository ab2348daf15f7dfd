"""The deviation from the limit along the number of negatives: what the pages of this topic read."""

from dataclasses import replace
from functools import partial

from models.wang2020.limits import Bank, Negatives, deviation, from_a_bank, independent
from theoremcheck import Control, Observables, Scale, Streams, Study

__all__ = ["FROM_A_BANK", "LADDER", "STUDY", "observe"]

STUDY = Study(name="wang2020.limit-of-many-negatives", package="claims.wang2020.limits")


def grow(negatives: Negatives, factor: int) -> Negatives:
    """More negatives."""
    return replace(negatives, multiple=negatives.multiple * factor)


LADDER = Scale("multiple", factors=(1, 4, 16), grow=grow)


def observe(negatives: Negatives, streams: Streams, bank: Bank = independent, positive: bool = True) -> Observables:
    """Size of the deviation, M, M times the deviation, and c; shape (trials,) each."""
    count, found = negatives.count(), deviation(negatives, bank(negatives, streams), positive)
    return Observables(
        deviation=found.abs(), negatives=count, scaled_deviation=count * found, constant=negatives.expansion().first
    )


FROM_A_BANK = Control(
    breaks="negatives are independent draws (here: from a bank of sixteen points)",
    experiment=partial(observe, bank=from_a_bank),
)
