"""Why a point is none that a claim speaks of, in words that name the field."""

from dataclasses import dataclass, replace

import hypothesis.strategies as st
import numpy as np
import pytest

from theoremcheck import GivenRegimes, Regimes, choice, derived, log_uniform
from theoremcheck.evidence import EvidenceError
from theoremcheck.regimes.admitted import admitted_point, why_outside
from theoremcheck.regimes.recorded import recorded_values


@dataclass(frozen=True)
class Beam:
    rows: int
    load: float
    bending: float


BEAMS = Regimes(
    Beam,
    rows=choice(1, 2),
    load=log_uniform(0.1, 10.0),
    bending=derived(lambda beam: np.log(beam.load) / beam.rows),
    where=lambda beam: beam.load > 0.2 * beam.rows,
)
INSIDE = BEAMS.complete({"rows": 2, "load": 0.7})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows": 3}, "rows = 3, where the claim declares choice(1, 2)"),
        ({"load": 11.0}, "load = 11.0, where the claim declares log_uniform(0.1, 10.0)"),
        ({"load": -1.0}, "load = -1.0, where the claim declares log_uniform(0.1, 10.0)"),
        ({"load": 0.3}, "its conditions are not all true there"),
        ({"bending": 0.5}, f"bending = 0.5 is not what its formula gives, {INSIDE.bending}"),
        ({"bending": float("nan")}, "bending = nan is not what its formula gives"),
    ],
)
def test_a_point_outside_is_refused_and_the_reason_said(changes, said):
    point = replace(INSIDE, **changes)
    assert said in why_outside(BEAMS, point)
    with pytest.raises(EvidenceError, match="lies outside the regime that the claim speaks of"):
        admitted_point(BEAMS, recorded_values(point))


def test_a_point_inside_is_admitted():
    assert why_outside(BEAMS, INSIDE) is None
    assert admitted_point(BEAMS, recorded_values(INSIDE)) == INSIDE


def test_the_last_digit_of_a_formula_on_another_machine_is_no_reason():
    assert why_outside(BEAMS, replace(INSIDE, bending=np.nextafter(INSIDE.bending, 0.0))) is None


def test_nobody_knows_what_a_strategy_given_by_hand_can_give():
    given = GivenRegimes(Beam, st.just(INSIDE), lambda streams: {})
    assert why_outside(given, replace(INSIDE, rows=3)) is None
