"""Embedded pairs of explicit Runge-Kutta formulae, as tables of numbers.

Each is a formula for the next state and one or two for its error, on the same stages; the last stage is the first of
the next step, so that a step of s stages takes s - 1 evaluations.
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.integrate import DOP853

__all__ = ["EIGHTH", "FIFTH", "Pair"]

Weights = tuple[float, ...]


@dataclass(frozen=True)
class Pair:
    """A pair of formulae.

    Attributes:
        order: Of the formula that is taken, and of the step in the error estimate.
        nodes: Times of the stages after the first, in steps.
        stages: For each of them the weights of the slopes before it; the last one is the next state.
        errors: Weights of the error estimate of order - 1; or of those of orders 5 and 3, from which Hairer, Norsett
            and Wanner 1993, section II.10, make one of order 7.
    """

    order: int
    nodes: Weights
    stages: tuple[Weights, ...]
    errors: tuple[Weights, ...]


FIFTH = Pair(
    order=5,
    nodes=(1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0),
    stages=(
        (1 / 5,),
        (3 / 40, 9 / 40),
        (44 / 45, -56 / 15, 32 / 9),
        (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
        (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
        (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
    ),
    errors=((71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40),),
)
"""RK5(4)7M of Dormand and Prince 1980, "A family of embedded Runge-Kutta formulae"."""


def _rows(matrix: list[list[float]]) -> tuple[Weights, ...]:
    """What stands below the diagonal."""
    return tuple(tuple(row[:stage]) for stage, row in enumerate(matrix) if stage)


EIGHTH = Pair(
    order=8,
    nodes=(*DOP853.C[1:].tolist(), 1.0),
    stages=(*_rows(DOP853.A.tolist()), tuple(DOP853.B.tolist())),
    errors=(tuple(DOP853.E5.tolist()), tuple(DOP853.E3.tolist())),
)
"""Prince and Dormand's formula of order 8 as in Hairer's DOP853: cheaper where the tolerance is tight and few times are
asked for, since each takes a step that ends there."""
