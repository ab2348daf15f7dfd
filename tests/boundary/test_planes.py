"""Maps over two fields: power laws are recognised with their constant, other sets are not."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from tests.planted_boundaries import BEYOND, Load, holding_with
from theoremcheck import Regimes, log_uniform, uniform
from theoremcheck.boundary import axis_of, plane_plan
from theoremcheck.boundary.surface import level_lines

SQUARE = Regimes(Load, load=log_uniform(0.2, 5.0), depth=log_uniform(0.2, 5.0), noise=uniform(0.0, 1.0))


def plane(mapped, probability, budget="quick", seed=0):
    claim = holding_with(probability, regimes=SQUARE, beyond=BEYOND, name=f"planted.plane-{seed}")
    return mapped(claim).draw(74).map(("load", 0.2, 5.0), "depth", budget=budget)


def hyperbola(p):
    return torch.where(p.load * p.depth < 1.5, 1.0, 0.3)


def test_a_product_with_its_constant(mapped):
    laws = [plane(mapped, hyperbola, seed=seed).law for seed in range(4)]
    assert all(law.exponents == (1.0, 1.0) and law.falling for law in laws)
    assert all(law.least < 1 < law.largest for law in laws)
    assert all(law.low <= 1.5 <= law.high for law in laws)


def test_its_band_is_five_percent_wide_at_standard(mapped):
    found = plane(mapped, hyperbola, budget="standard")
    assert (found.law.high - found.law.low) / 1.5 <= 0.05
    assert found.sentence.startswith("planted.plane-0 holds while load * depth < 1.")


def test_a_ratio_with_a_root(mapped):
    law = plane(mapped, lambda p: torch.where(p.load > 1.5 * p.depth**0.5, 1.0, 0.3)).law
    assert law.least < -0.5 < law.largest and not law.falling
    assert law.name == "load * depth^-0.5" and law.low <= 1.5 <= law.high


def test_a_field_that_plays_no_part_has_exponent_zero(mapped):
    law = plane(mapped, lambda p: torch.where(p.load < 1.5, 1.0, 0.3)).law
    assert law.name == "load" and law.low <= 1.5 <= law.high


def test_a_disc_is_no_power_law_and_its_rim_is_drawn(mapped):
    found = plane(mapped, lambda p: torch.where(p.load.log() ** 2 + p.depth.log() ** 2 < 1, 0.2, 1.0))
    assert found.law is None and "no power law" in found.sentence
    rim = np.log(np.array(max(found.lines, key=len)))
    assert np.abs(np.hypot(rim[:, 0], rim[:, 1]) - 1).max() < 0.35
    assert np.abs(np.hypot(rim[:, 0], rim[:, 1]) - 1).mean() < 0.12


def test_a_claim_that_holds_everywhere(mapped):
    found = plane(mapped, lambda p: 1.0 + 0 * p.load)
    assert found.law is None and not found.lines and "no crossing is decided" in found.sentence


def test_a_map_that_tries_no_place_of_the_regime_says_so(mapped):
    regimes = Regimes(Load, load=1.5, depth=1.7, noise=uniform(0.0, 1.0))
    claim = holding_with(lambda p: 0.2 + 0 * p.load, regimes=regimes, beyond=BEYOND)
    found = mapped(claim).map(("load", 0.2, 5.0), ("depth", 0.2, 5.0), budget="quick")
    assert "places tried over load from" in found.sentence
    assert ", none of them in the claim's regime: no crossing is seen (" in found.sentence
    assert found.notes[:2] == ("The claim speaks of load = 1.5 alone.", "The claim speaks of depth = 1.7 alone.")


def test_no_decided_place_is_wrong(mapped):
    found = plane(mapped, hyperbola)
    assert {place.weight.decided for place in found.places} == {"holds", "fails", "undecided"}
    for place in found.places:
        assert place.weight.decided != ("fails" if place.values[0] * place.values[1] < 1.5 else "holds")


def test_a_second_map_trains_nothing(mapped):
    claim = holding_with(hyperbola, regimes=SQUARE, beyond=BEYOND)
    run = mapped(claim)
    found = run.map(("load", 0.2, 5.0), "depth", budget="quick")
    trained = sum(run.batches)
    again = run.map(("load", 0.2, 5.0), "depth", budget="quick")
    assert sum(run.batches) == trained
    assert again.sentence == found.sentence == run.again(("load", 0.2, 5.0), "depth", budget="quick").sentence


@pytest.mark.parametrize("angle", [0.0, 0.4, 1.3])
def test_level_lines_of_a_plane_are_straight(angle):
    xs, ys = np.linspace(-1, 1, 12), np.linspace(-1, 1, 15)
    heights = xs[:, None] * np.cos(angle) + ys * np.sin(angle) - 0.1
    (line,) = level_lines(xs, ys, heights)
    assert np.allclose([x * np.cos(angle) + y * np.sin(angle) for x, y in line], 0.1)


def test_level_lines_of_a_circle_close():
    xs = np.linspace(-1.5, 1.5, 60)
    (line,) = level_lines(xs, xs, 1 - np.hypot(xs[:, None], xs))
    assert line[0] == line[-1] and np.allclose(np.hypot(*np.array(line).T), 1, atol=2e-3)


def test_the_round_off_of_a_machine_decides_no_place(monkeypatch):
    """Else `verify` would ask another machine's map for other replicates, where two places are equally doubtful."""
    claim = holding_with(hyperbola, regimes=SQUARE)
    axes, known = (axis_of(claim, "load"), axis_of(claim, "depth")), [SimpleNamespace(values=(0.2, 0.2))]

    def explored(seed):
        noise = 1e-14 * np.random.default_rng(seed).normal(size=40 * 40)
        surface = SimpleNamespace(at=lambda places: (1 + noise[: len(places)], np.ones(len(places))))
        monkeypatch.setattr(plane_plan, "surface_of", lambda *_: surface)
        return plane_plan._explore(axes, known, [])

    assert explored(1) == explored(2) and len(explored(1)) == 12
