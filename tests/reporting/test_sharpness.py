"""What a theorem could have said, of laws whose sharpest constant is known."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from theoremcheck import (
    AllOf,
    AtLeast,
    AtMost,
    Between,
    Claim,
    Conserved,
    Control,
    DecaysAtLeastAsFastAs,
    Equals,
    FallsByFactor,
    LessThan,
    NeverAbove,
    NeverBelow,
    Observables,
    Regimes,
    RisesThenFalls,
    SlopeBetween,
    Source,
    StaysAbove,
    Vanishes,
    uniform,
)
from theoremcheck.predictions.holding import EQUAL, read
from theoremcheck.reporting.pictures.sharp_constants import SharpConstants, SharpReading
from theoremcheck.reporting.sharpness import gauges_of, sharpness_of, values_at
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.series.dossier import Dossier
from theoremcheck.statistics import quantile_bounds
from theoremcheck.weighing import outcomes_of

CURVE = np.array([[8.0, 4.0, 2.0]])
SEEN = {
    "v": np.array([3.0]),
    "w": np.array([6.0]),
    "curve": CURVE,
    "twice": 2 * CURVE,
    "x": np.array([[1.0, 2.0, 4.0]]),
    "law": CURVE / 8,
}


@pytest.mark.parametrize(
    ("prediction", "value", "declared"),
    [
        (AtMost("v", "w"), 0.5, 1.0),
        (AtMost("v", 4.0, unit="nat"), 3.0, 4.0),
        (AtMost("v", 4.0, slack=0.5, because="noise"), 3.0, 4.5),
        (AtMost("w", "v", slack=0.6, because="noise"), 1.8, 1.0),
        (AtLeast("w", "v"), 2.0, 1.0),
        (AtLeast("v", "w", slack=0.6, because="noise"), 0.6, 1.0),
        (AtLeast("v", 1.0), 3.0, 1.0),
        (Between("v", 0.0, 4.0), 0.5, 1.0),
        (LessThan("v", "w"), 0.5, 1.0),
        (LessThan("v", "w", factor=1.5), 0.5, 1 / 1.5),
        (Equals("v", "w", tolerance=1.0), 0.5, 1.0),
        (Equals("v", "w", tolerance=6.0, relative=False), 0.5, 1.0),
        (Conserved("curve", 12.0), 0.5, 1.0),
        (StaysAbove("curve", 1.0), 2.0, 1.0),
        (NeverBelow("twice", "curve", slack=0.1, because="noise"), 2.0 * np.exp(0.1), 1.0),
        (NeverAbove("curve", "twice", slack=0.1, because="noise"), 0.5 * np.exp(-0.1), 1.0),
        (FallsByFactor("curve", 2.0, resolution=1e-9), 4.0, 2.0),
        (SlopeBetween("curve", "x", rate=-1.0, high=-0.5), -1.0, -0.5),
        (SlopeBetween("curve", "x", rate=-1.5, low=-2.0, high=-0.5), 0.25, 0.75),
        (Vanishes("curve", "x", "law", slope_band=0.2, log_spread=0.5), 0.0, 1.0),
        (DecaysAtLeastAsFastAs("curve", "x", "law", slope_band=0.2), 0.0, 0.2),
        (RisesThenFalls("curve", rise=0.5, fall=2.0), np.log(2), 0.0),
    ],
)
def test_each_prediction_is_read_in_the_units_of_its_constant(prediction, value, declared):
    (gauge,) = gauges_of(prediction)
    assert gauge.read(SEEN) == pytest.approx([value], abs=1e-12) and gauge.declared == pytest.approx(declared)


def seen_at_random(seed, trials=2_000):
    """Positive and negative numbers, and noisy powers on ladders; each prediction below holds in some draws."""
    random = np.random.default_rng(seed)
    x = np.tile([1.0, 2.0, 4.0, 8.0], (trials, 1))
    exponent = random.uniform(-1.5, 0.0, (trials, 1))
    curve = random.lognormal(0, 0.3, (trials, 1)) * x**exponent * random.lognormal(0, 0.1, x.shape)
    curve[::50, -1] = 0.0
    return {
        "v": np.where(random.random(trials) < 0.1, -1.0, 1.0) * random.lognormal(0, 1, trials),
        "w": np.where(random.random(trials) < 0.1, -1.0, 1.0) * random.lognormal(0, 1, trials),
        "flat": curve[:, :1] + 0.2 * random.normal(size=x.shape),
        "curve": curve,
        "law": 0.8 * x**-0.7,
        "x": x,
    }


@pytest.mark.parametrize(
    "prediction",
    [
        AtMost("v", "w"),
        AtMost("v", "w", slack=0.5, because="noise"),
        AtMost("v", 1.0, slack=0.5, because="noise"),
        AtLeast("v", "w"),
        AtLeast("v", "w", slack=0.5, because="noise"),
        AtLeast("v", 1.0, slack=0.5, because="noise"),
        Between("v", 0.2, 1.5),
        LessThan("v", "w", factor=1.5),
        Equals("v", "w", tolerance=0.5),
        Equals("curve", "law", tolerance=0.5, relative=False),
        Conserved("flat", 0.5),
        StaysAbove("curve", 0.2),
        NeverBelow("curve", "law", slack=0.2, because="noise"),
        NeverAbove("curve", "law", slack=0.2, because="noise"),
        FallsByFactor("curve", 4.0, resolution=1e-9),
        SlopeBetween("curve", "x", rate=-0.7, high=-0.6),
        SlopeBetween("curve", "x", rate=-1.0, low=-1.05, high=-0.5),
        SlopeBetween("curve", "x", rate=-1.0, low=-1.0, high=-0.5),
        Vanishes("curve", "x", "law", slope_band=0.5, log_spread=0.2),
        DecaysAtLeastAsFastAs("curve", "x", "law", slope_band=0.1),
        RisesThenFalls("flat", rise=1.1, fall=1.1),
    ],
    ids=repr,
)
def test_what_a_gauge_says_agrees_with_what_holds(prediction):
    """A draw that holds has a value within the declared one, and one that fails has not; some have no value."""
    (gauge,), seen = gauges_of(prediction), seen_at_random(0)
    with np.errstate(all="ignore"):
        found, values = read(prediction, seen, np.full(len(seen["v"]), EQUAL)), gauge.read(seen)
    told = ~np.isnan(values) & ~found.near
    within = values < gauge.declared if gauge.smaller_is_sharper else values > gauge.declared
    np.testing.assert_array_equal(within[told], found.holds[told])
    assert 50 < found.holds[told].sum() < told.sum() - 50


def equal_but_for_round_off(height, streams):
    return Observables(height=3 * (height.bound / 3) * (1 + 4e-16), bound=height.bound)


def test_a_draw_that_equals_its_bound_says_no_more_than_that(tmp_path):
    """Rounded up, 1.0000000000000004 of the bound would be 1.01 of it, at which alone a supported claim would hold."""
    (found,) = sharp(claim(experiment=equal_but_for_round_off), tmp_path, more=100)
    assert found.estimate == found.upper == 1


def test_a_draw_just_holds_at_its_own_value():
    """The prediction with that constant in place of its own has a margin of 0."""
    (gauge,) = gauges_of(AtMost("v", 4.0))
    assert AtMost("v", float(gauge.read(SEEN)[0])).margin(SEEN) == 0


def test_several_predictions_are_read_one_by_one():
    gauges = gauges_of(AllOf((AtMost("v", 4.0), AllOf((LessThan("v", "w"), StaysAbove("curve", 1.0))))))
    assert [gauge.declared for gauge in gauges] == [4.0, 1.0, 1.0]


@dataclass(frozen=True)
class Height:
    """A height of which a bound is known."""

    bound: float
    lenient: float = 0.0


def measured(height, streams):
    """Half of the bound at most, uniformly, shape (trials,)."""
    return Observables(height=height.bound * streams.uniform("height") / 2, bound=height.bound)


def too_high(height, streams):
    return Observables(height=2 * height.bound, bound=height.bound)


def claim(**changes):
    declared = dict(
        name="planted.height",
        statement="A height is below its bound.",
        source=Source("Nobody 2026", item="Lemma 1", exactness="reconstructed"),
        regimes=Regimes(Height, bound=uniform(1.0, 3.0)),
        experiment=measured,
        prediction=AtMost("height", "bound"),
        required=0.9,
        controls=(Control(breaks="the height is below", experiment=too_high),),
        dtype=torch.float64,
    )
    return Claim(**{**declared, **changes})


ALPHA = 1e-4
"""Every change of the engine draws these laws anew: at 0.05 an end in a hundred of such tests would miss."""


def sharp(claim, folder, more=1_000):
    run_claim(claim, BUDGETS["quick"], folder, device=torch.device("cpu"), more=more)
    dossier = Dossier.read(claim, folder)
    return sharpness_of(claim, dossier.draws(dossier.own), ALPHA)


def test_the_sharpest_multiple_of_a_bound_is_found(tmp_path):
    (found,) = sharp(claim(), tmp_path)
    assert found.lower < 0.45 < found.upper and found.width < 0.15  # nine draws in ten lie below 0.45 of their bound
    assert found.estimate == pytest.approx(0.45, abs=0.03)


def test_a_lower_bound_is_read_the_other_way_round(tmp_path):
    (found,) = sharp(claim(prediction=AtLeast("bound", "height")), tmp_path)
    assert found.lower < 1 / 0.45 < found.upper


def test_more_draws_make_it_narrower(tmp_path):
    (few,), (many,) = sharp(claim(), tmp_path, more=100), sharp(claim(), tmp_path, more=2_000)
    assert many.draws > few.draws and many.width < few.width


def sometimes_nothing(height, streams):
    """A draw in twenty has no outcome."""
    lost = streams.uniform("lost") < 0.05
    seen = measured(height, streams)
    return Observables({**seen, "height": torch.where(lost, torch.nan, seen["height"])})


def test_a_draw_without_outcome_counts_as_one_at_which_no_constant_would_do(tmp_path):
    (found,) = sharp(claim(experiment=sometimes_nothing, required=0.8), tmp_path)
    assert found.lower < 0.5 * 0.8 / 0.95 < found.upper  # 0.95 of the draws have to hold 0.8 of all


def below_zero(height, streams):
    return Observables(height=-height.bound - streams.uniform("height"), bound=-height.bound)


def test_a_bound_that_is_not_positive_has_no_multiple_and_the_margin_is_read(tmp_path):
    (found,) = sharp(claim(experiment=below_zero, required=0.9), tmp_path)
    assert found.gauge.of == "as its margin" and found.lower < 0.1 < found.upper


def by_regime(height):
    return torch.where(height.lenient > 0.5, 0.6, 0.9).to(torch.float64)


def looser_where_lenient(height, streams):
    """Where less is required heights are twice as large."""
    factor = torch.where(height.lenient > 0.5, 2.0, 1.0)
    seen = measured(height, streams)
    return Observables({**seen, "height": factor * seen["height"]})


@pytest.fixture(scope="module")
def by_stratum(tmp_path_factory):
    """A claim that needs 0.45 of its bound where 0.9 is required, and 0.6 where 0.6 is, and its draws."""
    varied = claim(
        required=by_regime,
        experiment=looser_where_lenient,
        regimes=Regimes(Height, bound=uniform(1.0, 3.0), lenient=uniform(0.0, 1.0)),
    )
    folder = tmp_path_factory.mktemp("by-stratum")
    run_claim(varied, BUDGETS["quick"], folder, device=torch.device("cpu"), more=1_000)
    dossier = Dossier.read(varied, folder)
    return varied, dossier.draws(dossier.own)


def test_where_the_requirement_depends_on_the_regime_the_constant_suffices_for_each(by_stratum):
    (found,) = sharpness_of(*by_stratum, ALPHA)
    assert found.required == pytest.approx((0.6, 0.9)) and found.lower < 0.6 < found.upper


def test_it_is_said_to_suffice_in_every_stratum_and_at_no_share_of_all_draws(by_stratum):
    """Eight draws in ten lie below it: nine is what the strict half needs, and the lenient one has six."""
    varied, draws = by_stratum
    (found,) = sharpness_of(varied, draws, ALPHA)
    (gauge,) = gauges_of(varied.prediction)
    assert np.mean(values_at(gauge, varied, draws) <= found.estimate) == pytest.approx(0.8, abs=0.05)
    reading = SharpReading.of_measured(found)
    each = "in every stratum that was drawn it would hold at the share of draws required there (60\u00a0% to 90\u00a0%"
    assert each in reading.sentence and "at 90" not in reading.sentence
    assert "60\u00a0% to 90\u00a0%, by stratum" in SharpConstants((reading,)).body("s")


def test_of_a_requirement_that_may_depend_on_the_regime_a_lower_end_pays_for_all_strata_from_the_first(by_stratum):
    """Draws of one stratum alone do not say that there will be no other; and they speak of that one alone."""
    varied, draws = by_stratum
    strict = outcomes_of(varied, draws).required > 0.75
    (found,) = sharpness_of(varied, draws[strict], ALPHA)
    (gauge,) = gauges_of(varied.prediction)
    values = values_at(gauge, varied, draws[strict])
    assert found.lower == quantile_bounds(values, 0.9, ALPHA / 8).lower < quantile_bounds(values, 0.9, ALPHA).lower
    assert found.upper == quantile_bounds(values, 0.9, ALPHA).upper
    assert "in every stratum that was drawn it would hold" in SharpReading.of_measured(found).sentence


def test_a_stratum_that_was_drawn_once_takes_the_upper_end_away(by_stratum):
    varied, draws = by_stratum
    strict = outcomes_of(varied, draws).required > 0.75
    strict[np.flatnonzero(~strict)[0]] = True
    (found,) = sharpness_of(varied, draws[strict], ALPHA)
    assert found.upper == np.inf and SharpReading.of_measured(found).upper is None


def test_a_claim_without_draws_has_no_reading():
    from theoremcheck.evidence import Ledger

    dossier = Dossier.of(claim(), Ledger())
    assert sharpness_of(claim(), dossier.draws(dossier.own), 0.05) == ()


def test_the_width_of_an_exponent_is_measured_by_what_is_declared():
    (gauge,) = gauges_of(DecaysAtLeastAsFastAs("curve", "x", "law", slope_band=0.2))
    from theoremcheck.reporting.sharpness import Sharpness

    about_zero = Sharpness(gauge, (0.9,), False, 100, -0.01, 0.0, 0.01, 0.05)
    assert about_zero.width == pytest.approx(0.1)
    assert replace(about_zero, upper=np.inf).width == np.inf
