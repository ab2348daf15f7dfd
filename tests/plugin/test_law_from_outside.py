"""A law that a stranger writes: the engine draws, searches, shrinks, maps and prints it by three members."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from tests.boundary.conftest import Mapped
from tests.falsifier.conftest import Searched
from tests.planted_boundaries import Load, holding_with, step
from theoremcheck import Law, RegimeError, Regimes, Streams, Support, interval, log_uniform, uniform
from theoremcheck.boundary import axis_of
from theoremcheck.command_line.wording import laws_of
from theoremcheck.regimes import point_of
from theoremcheck.running import BUDGETS
from theoremcheck.series.specification import series_of


@dataclass(frozen=True)
class Triangular:
    """Density rising from `low` to `mode` and falling to `high`."""

    low: float
    mode: float
    high: float

    @property
    def support(self) -> Support:
        return interval(self.low, self.high)

    def problem(self) -> str | None:
        return None if self.low <= self.mode <= self.high else f"mode={self.mode!r} must lie in the range"

    def quantile(self, uniforms):
        width, left = self.high - self.low, self.mode - self.low
        rising = self.low + np.sqrt(uniforms * width * left)
        falling = self.high - np.sqrt((1 - uniforms) * width * (width - left))
        return np.where(uniforms * width < left, rising, falling)


def loads(law: Law) -> Regimes:
    return Regimes(Load, load=law, depth=log_uniform(0.2, 5.0), noise=uniform(0.0, 1.0))


LAW = Triangular(low=0.0, mode=1.5, high=1.9)
REGIMES = loads(LAW)
CLAIM = holding_with(step(1.1371, above=0.0), regimes=REGIMES, name="planted.triangular")


def test_it_is_drawn():
    drawn = REGIMES.sample(Streams(3, torch.arange(20_000)))["load"]
    variance = (1.5**2 + 1.9**2 - 1.5 * 1.9) / 18
    assert abs(drawn.mean() - 3.4 / 3) < 4 * np.sqrt(variance / len(drawn))


@pytest.mark.parametrize(
    ("law", "message"),
    [
        (Triangular(0.0, 3.0, 2.0), r"Load\.load: mode=3\.0 must lie in the range"),
        (Triangular(0.0, 1.0, float("inf")), r"Load\.load: max_value=inf must be finite"),
    ],
)
def test_its_problems_are_named_with_the_field(law, message):
    with pytest.raises(RegimeError, match=message):
        loads(law)


def test_a_law_without_support_is_refused_by_name():
    class Bare:
        def quantile(self, uniforms):
            return uniforms

    with pytest.raises(RegimeError, match=r"Load\.load: the law .* has no support"):
        loads(Bare())


def test_its_ends_are_corners():
    assert {point.load for point in REGIMES.corners(8)} == {0.0, 1.9}


def test_an_even_cover_follows_the_law():
    levels = np.sort([point.load for point in REGIMES.spread(64, 0)])
    assert np.allclose(levels, LAW.quantile((np.arange(64) + 0.5) / 64), atol=0.15)
    assert np.mean(levels < 1.5) == pytest.approx(1.5 / 1.9, abs=0.03)


def test_its_points_have_children():
    found = REGIMES.children([Load(load=1.0, depth=1.0, noise=0.5)], 8, 0)
    assert len(found) == 8 and all(REGIMES.admits(other) for other in found)


def test_the_search_finds_and_shrinks_it():
    found = Searched(CLAIM, BUDGETS["standard"]).run(74).found.counterexample
    assert found.point == Load(load=1.2, depth=1.0, noise=0.0) and found.minimal


def test_the_boundary_is_mapped_over_it():
    axis = axis_of(CLAIM, "load")
    assert (axis.low, axis.high, axis.declared, axis.log) == (0.0, 8.0, (0.0, 1.9), False)
    (crossing,) = Mapped(CLAIM).draw(74).map(("load", 0.0, 1.9), budget="quick").crossings
    assert crossing.low <= 1.1371 <= crossing.high and crossing.inside


def test_a_control_may_draw_from_it():
    claim = holding_with(step(1.0), beyond=loads(Triangular(4.0, 5.0, 6.0)))
    assert axis_of(claim, "load").high == 6.0


def test_show_prints_it_as_the_code_that_makes_it():
    line = next(laws_of(REGIMES))
    assert line == "load  ~ Triangular(low=0.0, mode=1.5, high=1.9)"
    assert eval(line.partition("~ ")[2]) == LAW


def test_another_law_is_another_specification():
    other = replace(CLAIM, regimes=loads(replace(LAW, mode=1.0)))
    assert series_of(other)[0].specification != series_of(CLAIM)[0].specification


def test_a_changed_declaration_takes_it():
    changed = REGIMES.with_(noise=Triangular(0.0, 0.1, 1.0))
    columns = changed.sample(Streams(3, torch.arange(5)))
    assert changed.admits(point_of(Load, columns, 0))
