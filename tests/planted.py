"""Claims whose truth is known: coins that hold with probability exactly p, and experiments that go wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

import numpy as np
import torch

from theoremcheck import (
    AtLeast,
    Claim,
    Control,
    Flaw,
    Observables,
    PositiveControl,
    Regimes,
    Source,
    Trust,
    Verdict,
    choice,
    uniform,
)


@dataclass(frozen=True)
class Coin:
    size: int
    weight: float  # holding probability
    tilt: float = 0.0


def flip(coin, streams):
    """Holds with probability exactly `weight`, whatever else is drawn."""
    return Observables(reserve=coin.weight - streams.uniform("flip"))


@dataclass(frozen=True)
class Reserve:
    """A prediction of one's own: what a function makes of the reserves of all trials that it is handed."""

    of: Callable[[np.ndarray], np.ndarray]
    size: Callable[[np.ndarray], np.ndarray] = np.abs

    observables: ClassVar = ("reserve",)
    sentence: ClassVar = "the coin shows heads"

    def margin(self, observed):
        return self.of(observed["reserve"])

    def magnitude(self, observed):
        return self.size(observed["reserve"])


def coin_claim(truth=1.0, required=0.95, name="planted.coin", experiment=flip, control_truth=0.1, **changes):
    regimes = Regimes(Coin, size=choice(1, 2), weight=truth, tilt=uniform(0.0, 1.0))
    control = Control(
        breaks="the coin is good",
        regimes=Regimes(Coin, size=choice(1, 2), weight=control_truth),
        experiment=flip,
    )
    declared = dict(
        name=name,
        statement="The coin shows heads.",
        source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
        regimes=regimes,
        experiment=experiment,
        prediction=AtLeast("reserve", 0.0),
        required=required,
        controls=(control,),
        dtype=torch.float64,
    )
    return Claim(**(declared | changes))


def better(truth, experiment=flip):
    """The positive control of a coin that fails: another coin, which should hold."""
    return PositiveControl(
        adds="the coin is better",
        regimes=Regimes(Coin, size=choice(1, 2), weight=truth, tilt=uniform(0.0, 1.0)),
        experiment=experiment,
    )


KNOWN = {
    "known": Verdict.REFUTED,
    "reason": "the coin is bent",
    "flaw": Flaw.RATE,
    "positive_controls": (better(1.0),),
}


def raising(coin, streams, below=2.0):
    """Raises for the whole batch if one trial's tilt is below the bound, as a real experiment would."""
    if (coin.tilt < below).any():
        raise ArithmeticError("the matrix is singular")
    return flip(coin, streams)


def not_a_number(coin, streams, below=2.0):
    reserve = flip(coin, streams)["reserve"]
    return Observables(reserve=torch.where(coin.tilt < below, torch.nan, reserve))


def wrong_shape(coin, streams):
    return Observables(reserve=streams.uniform("flip", (2, 3)))


def misses_observable(coin, streams):
    return Observables(something=coin.weight)


def returns_list(coin, streams):
    return [coin.weight]


@dataclass(frozen=True)
class Map:
    start: float
    step: float


def chaotic(point, streams, steps=80):
    """Euler steps of dx/ds = x (1 - x) with a step at which the logistic map is chaotic: the sign is arbitrary."""
    x = point.start
    for _ in range(steps):
        x = x + point.step * x * (1 - x)
    return Observables(reserve=x - 1)


def chaotic_claim(step=3.0, **changes):
    return coin_claim(
        name="planted.chaotic",
        regimes=Regimes(Map, start=uniform(0.1, 0.9), step=step),
        experiment=chaotic,
        required=0.3,
        controls=(Control(breaks="nothing that matters", regimes=Regimes(Map, start=uniform(0.1, 0.9), step=0.01)),),
        dtype=torch.float32,
        trust=Trust(refine=lambda point: replace(point, step=point.step / 2)),
        **changes,
    )


PLANTED = {
    "supported": coin_claim(1.0),
    "refuted": coin_claim(0.5),
    "undecided": coin_claim(0.95),
    "powerless": coin_claim(1.0, control_truth=1.0),
    "unstable": chaotic_claim(),
}

BROKEN = {
    "the matrix is singular": raising,
    "the margin is NaN": not_a_number,
    "shape": wrong_shape,
    "needs ['reserve']": misses_observable,
    "returned a list": returns_list,
}

SOMETIMES = {
    "the matrix is singular": partial(raising, below=0.3),
    "the margin is NaN": partial(not_a_number, below=0.3),
}
