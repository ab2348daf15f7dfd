"""Bounds and laws of the flows of Yaras et al. 2025, by closed forms and by numbers."""

from dataclasses import replace
from math import exp, log, log10

import numpy as np
import pytest
import torch
from scipy.special import exp1

from models.yaras2025.flows.bounds import (
    gap_lower_bound,
    gap_lower_bound_as_printed,
    late_clock,
    linear_temperature_law,
    neglected_by_the_clock,
)
from models.yaras2025.flows.reduced import follow, least_beta, log_times
from models.yaras2025.flows.schedules import PrescribedTemperature, follow_schedule
from models.yaras2025.flows.temperature import (
    CLIP,
    EXPONENTIAL,
    FIXED,
    LINEAR,
    Dynamics,
    scaled_exponential,
)
from tests.models.yaras2025.reduced_flows import TIGHT, extremal, scalar_model, tensor

# Bounds and laws.


def test_the_corrected_bound_starts_at_the_initial_gap():
    assert gap_lower_bound(extremal(), torch.zeros(1, 1).double()).item() == pytest.approx(0.6)


@pytest.mark.parametrize(("n", "gap"), [(2.0, 0.3), (8.0, 0.05), (8.0, 0.6), (64.0, 0.5)])
def test_the_printed_bound_starts_too_high_exactly_where_c2_is_below_1_19(n, gap):
    c2 = log(4 * (n - 1)) * gap**0.5 * exp(-(gap**2) / 4)
    start = gap_lower_bound_as_printed(extremal(n, 1.0, gap), torch.zeros(1, 1).double()).item()
    assert (start > gap) == (c2 < 0.6 + 0.35**0.5)


def test_the_bound_is_missed_by_a_factor_near_two():
    curve = follow(extremal(64.0, 1.0, 0.5), log_times(1e2, 1e12, 2))
    ratio = curve.gap / gap_lower_bound(extremal(64.0, 1.0, 0.5), curve.time)
    np.testing.assert_allclose(ratio[0].numpy(), [2.33, 1.84], atol=0.01)


def test_a_fixed_temperature_soon_crosses_the_bound():
    early = follow(extremal(), tensor(4.4, 4.8), Dynamics(FIXED))
    crossed = early.gap < gap_lower_bound(extremal(), early.time)
    assert crossed.tolist() == [[False, True]]


def test_the_least_beta_of_eight_simplex_pairs():
    assert least_beta(tensor(8.0), tensor(8 / 7), tensor(0.6)).item() == pytest.approx(log(28) / (8 / 7 * 0.64))


def test_the_ratio_has_the_derived_limit():
    curve = follow(scalar_model(), log_times(1e29, 1e30, 2))
    ratio = -2 * curve.gap / (curve.beta * (1 - curve.gap**2)) * curve.beta**3
    assert ratio[0, -1].item() == pytest.approx(-2 * 0.6 * 9 * exp(-0.18), rel=1e-4)
    assert ratio[0, -1].item() == pytest.approx(-9.0209, abs=1e-3)


def test_the_late_clock_on_measured_values():
    curve = follow(extremal(), tensor(1e4, 1e8, 1e12))
    found = late_clock(extremal(), curve.time, curve.beta)[0]
    np.testing.assert_allclose(found.numpy(), [0.042, 0.009, 0.003], atol=1e-3)
    assert (found.abs() < neglected_by_the_clock(extremal(), curve.beta)[0]).all()


def test_the_linear_temperature_on_measured_values():
    curve = follow(scalar_model(), tensor(1e4, 1e8, 1e12), Dynamics(LINEAR))
    np.testing.assert_allclose(curve.log_gap[0].numpy(), [-76.6, -331, -755], rtol=1e-3)
    law = linear_temperature_law(scalar_model(), curve.time)
    assert (law - curve.log_gap)[0, -1].abs() < 1e-6


def test_late_slopes_depend_on_the_parametrisation():
    """The exponents 2 s^2, and 1 if untied, are approached from above: at t = 1e12 by a factor of 0.85."""
    times = tensor(0.9e12, 1.1e12)
    slopes = []
    for dynamics in (CLIP, Dynamics(scaled_exponential(2.0)), Dynamics(EXPONENTIAL, tied=False)):
        curve = follow(scalar_model(), times, dynamics)
        slopes.append((curve.log_gap.diff() / curve.time.log().log().diff()).item())
    np.testing.assert_allclose(slopes, [-1.70, -7.10, -0.85], atol=0.01)


# Prescribed temperatures.


def prescribed(path, first=0.8, last=4.0, gap=0.01, closing=10.0):
    return PrescribedTemperature(tensor(gap), tensor(first), tensor(TIGHT), tensor(last), tensor(closing), path)


def test_mean_rates_have_closed_forms():
    first, last = 0.8, 4.0
    linear = ((first + 1) * exp(-first) - (last + 1) * exp(-last)) / (last - first)
    cooling = (exp1(last) - exp1(first)) / (1 / last - 1 / first)
    assert prescribed("constant").mean_rate.item() == pytest.approx(first * exp(-first), rel=1e-13)
    assert prescribed("linear in beta").mean_rate.item() == pytest.approx(linear, rel=1e-13)
    assert prescribed("linear in temperature").mean_rate.item() == pytest.approx(cooling, rel=1e-12)


@pytest.mark.parametrize("path", ["constant", "linear in beta", "linear in temperature"])
def test_a_small_gap_closes_by_twice_the_integral(path):
    regime = prescribed(path)
    assert (regime.gap.log() - follow_schedule(regime)).item() == pytest.approx(10.0, abs=1e-3)


def test_a_constant_path_is_a_temperature_that_is_not_learned():
    regime = replace(prescribed("constant"), gap=tensor(0.7))
    learned_by_nobody = follow(regime, regime.horizon[:, None], Dynamics(FIXED)).log_gap[0, 0]
    assert follow_schedule(regime).item() == pytest.approx(learned_by_nobody.item(), rel=1e-9)


def test_log_times_are_geometric():
    times = log_times(0.01, 1e6, 9)
    assert times[0].item() == pytest.approx(0.01)
    np.testing.assert_allclose(times.log10().diff().numpy(), (log10(1e6) + 2) / 8)
