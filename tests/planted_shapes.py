"""Claims that fail on thin sets of known shape, which a search has to be led to, and two that only even looks find.

Fixed before the search that has to find them. With u and v the levels of load and noise, and a and b those of rows and
columns, each of the four fails where

    distance of (u, v) from the shape + (a + b) / 10 < 0.01,

so at the smallest sizes alone, and there in a strip of a hundredth: a share of 3e-6 to 6e-5 of the regime, which no
even cover of some hundred points hits. Theorems about large n fail like this: the catalogue's own counterexamples lie
at the smallest n, at ends, and on curved boundaries of conditions.

The margin is that distance less 0.01, as smooth as an error is in the regime, and a trial's own noise of 0.01 on top:
the noise is as large as the set is deep, as with an error of which 1,000 answers know 0.01 where the slack is 0.03.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from tests.planted_sets import failing_on
from theoremcheck import Claim, Observables, Regimes, choice, integers, log_uniform, uniform

DEPTH = 0.01


@dataclass(frozen=True)
class Shaped:
    rows: float
    columns: float
    load: float
    noise: float
    kind: int


def _u(point):
    return point.load


def _v(point):
    """The level of the noise; numpy's logarithm in a condition, torch's in an experiment."""
    log10 = torch.log10 if isinstance(point.noise, Tensor) else np.log10
    return log10(point.noise) / 6 + 0.5


def _a(point):
    return (point.rows - 1) / 99


def _b(point):
    return (point.columns - 1) / 99


def shaped(**declared) -> Regimes:
    """Independent fields; 100 kinds, which do not matter where a set does not say so."""
    laws = dict(
        rows=integers(1, 100),
        columns=integers(1, 100),
        load=uniform(0.0, 1.0),
        noise=log_uniform(1e-3, 1e3),
        kind=choice(*range(100)),
    )
    return Regimes(Shaped, **{**laws, **declared})


def near_the(shape: Callable[[Shaped], Tensor], regimes: Regimes, name: str) -> Claim:
    """A claim that fails near a shape and at the smallest sizes."""

    def experiment(point, streams):
        distance = shape(point) + (_a(point) + _b(point)) / 10
        return Observables(reserve=distance - DEPTH + DEPTH * streams.normal("noise"))

    claim = failing_on(lambda point: point.load < 0, regimes=regimes, name=f"planted.{name}")
    return replace(claim, experiment=experiment)


def _coin(inside: Callable[[Shaped], Tensor], rate: float, name: str) -> Claim:
    """A claim that fails at a rate on a set; how large a margin is tells nothing."""

    def experiment(point, streams):
        fails = inside(point) & (streams.uniform("coin") < rate)
        return Observables(reserve=torch.where(fails, -1.0, 1.0) * streams.uniform("size"))

    claim = failing_on(lambda point: point.load < 0, regimes=shaped(), name=f"planted.{name}")
    return replace(claim, experiment=experiment)


# A hyperbola bounds the regime, as conditions on products do, and the set lies along it on the inside.
CURVED = near_the(lambda p: 0.25 - _u(p) * _v(p), shaped(where=lambda p: _u(p) * _v(p) <= 0.25), "curved")

# The trouble is at large load and noise together, and a condition leaves out the corner where both are at their ends.
CUT_CORNER = near_the(lambda p: 1.8 - _u(p) - _v(p), shaped(where=lambda p: _u(p) + _v(p) <= 1.8), "cut-corner")

# Around the middle, at no end and at no condition of load and noise.
RING = near_the(lambda p: (torch.hypot(_u(p) - 0.5, _v(p) - 0.5) - 0.3).abs(), shaped(), "ring")

# What two fields do together, beyond a hyperbola: u v > 0.94 at the smallest sizes.
PRODUCT = near_the(lambda p: 0.95 - _u(p) * _v(p), shaped(), "product")

# A hundredth of the regime, as the slab of the other planted sets.
ONE_KIND = _coin(lambda p: p.kind == 37, 1.0, "one-kind")

# 2 % of the regime: a tenth of one range and a fifth of another, at the end of neither.
RATE = _coin(lambda p: (_u(p) > 0.7) & (_u(p) < 0.8) & (_v(p) > 0.4) & (_v(p) < 0.6), 0.3, "rate")

SHAPES = {claim.name: claim for claim in (CURVED, CUT_CORNER, RING, PRODUCT, ONE_KIND, RATE)}
