"""The trainings that both pages read: InfoNCE of raw and of normalised features, on the same pairs."""

from functools import partial

from claims.xue2024.paper import source
from models.xue2024.infonce import (
    Schedule,
    info_nce_slopes,
    linear_slopes,
    normalised_info_nce_slopes,
    train,
    weight_ratio,
)
from models.xue2024.intra_class.explicit import draw_pairs
from models.xue2024.intra_class.model import IntraClass
from strategies.xue2024.infonce import many_pairs
from theoremcheck import Baseline, Control, Observables, Streams, Study

__all__ = ["BEFORE", "LINEAR", "REGIMES", "SOURCE", "TRAININGS", "observe"]

REGIMES = many_pairs()

SOURCE = source("what the rule of Theorem 4.4 becomes under InfoNCE (ours; not in the paper)", "reconstructed")

TRAININGS = Study(name="xue2024.info-nce", package="claims.xue2024.infonce")

SCHEDULE = Schedule(steps=100)
"""Settled: 600 steps show the same."""


def observe(model: IntraClass, streams: Streams, schedule: Schedule = SCHEDULE) -> Observables:
    """$f_1 / f_0$ after training with InfoNCE at temperature 1, and on the sphere at 0.5; shape (trials,) each."""
    pairs = draw_pairs(model, streams.child("data"))
    raw = train(pairs, streams, info_nce_slopes, schedule)
    normalised = train(pairs, streams.common, normalised_info_nce_slopes, schedule)  # the same start and order
    return Observables(ratio=weight_ratio(raw), normalised_ratio=weight_ratio(normalised))


def observe_linear(model: IntraClass, streams: Streams) -> Observables:
    """The same after training with the paper's loss, which knows of no temperature and of no sphere."""
    ratio = weight_ratio(train(draw_pairs(model, streams.child("data")), streams, linear_slopes, SCHEDULE, penalty=1.0))
    return Observables(ratio=ratio, normalised_ratio=ratio)


LINEAR = Control(breaks="the loss is InfoNCE (here: the linear contrastive loss)", experiment=observe_linear)

BEFORE = Baseline(when="before training", experiment=partial(observe, schedule=Schedule(steps=0)))
