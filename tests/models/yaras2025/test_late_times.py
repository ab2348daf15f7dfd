"""Late times of the flows of Yaras et al. 2025: beside LSODA to 1e200, closed forms, and what is conserved."""

from math import log

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp

from models.yaras2025.flows.reduced import ExponentialLoss, follow, log_times
from models.yaras2025.late_times import ScaledFlow, follow_scalar, local_exponent, local_exponent_law
from tests.models.yaras2025.reduced_flows import TIGHT, extremal, tensor


def scaled(scale=1.5, ratio=0.5, trials=2):
    fields = (8.0, 0.9, 0.4, 1.0, TIGHT, scale, ratio)
    return ScaledFlow(*(torch.full((trials,), value, dtype=torch.float64) for value in fields))


def test_the_scalar_flow_has_its_clock_in_units_of_n_minus_1():
    regime, times = extremal(), log_times(1.0, 1e6, 3)
    fast, slow = follow_scalar(regime, times, (1.0, 0.8)).log_gap.chunk(2)
    alone = ExponentialLoss(regime.gap, regime.margin * regime.beta, regime.tolerance)
    torch.testing.assert_close(fast, follow(alone, 7 * times).log_gap)
    torch.testing.assert_close(slow, follow(alone, 5.6 * times).log_gap)


@pytest.mark.parametrize("method", ["LSODA", "Radau"])
def test_a_flow_to_1e200_agrees_with_scipy(method):
    regime = scaled(trials=1)
    beta, rate = regime.beta.item(), 0.5 / 1.5**2

    def velocity(s, state):
        narrowing = 1 - np.exp(2 * state[1])
        # 0.9 (n - 1) e^s / (n - 1 + e^{0.9 a}), in logarithms: e^s alone is near the largest float
        force = 0.9 * np.exp(s + log(7) - np.logaddexp(log(7), 0.9 * state[0] * narrowing))
        return [rate * state[0] ** 2 * narrowing * force, -2 * state[0] * force]

    end = 200 * log(10)
    found = solve_ivp(velocity, (0, end), [beta, log(0.4)], method=method, rtol=1e-10, atol=1e-11)
    curve = follow(regime, tensor(1e200), regime.dynamics(tied=True))
    assert curve.beta.item() == pytest.approx(found.y[0, -1], rel=1e-7)
    assert curve.log_gap.item() == pytest.approx(found.y[1, -1], rel=1e-7)


def test_the_invariant_is_kept_to_1e200():
    regime = scaled()
    dynamics = regime.dynamics(tied=True)
    curve = follow(regime, log_times(1.0, 1e200, 9), dynamics)
    start = dynamics.invariant(regime.beta, regime.gap.log())
    kept = dynamics.invariant(curve.beta.mT, curve.log_gap.mT).mT
    torch.testing.assert_close(kept, start[:, None].expand_as(kept), rtol=1e-7, atol=0)


def test_the_local_exponent_is_a_slope():
    regime = scaled()
    curve = follow(regime, tensor(1e16, 1.001e16), regime.dynamics(tied=True))
    slope = -curve.log_gap.diff() / curve.time.log().log().diff()
    torch.testing.assert_close(local_exponent(regime, curve, tied=True)[:, :1], slope, rtol=1e-4, atol=0)


def test_what_is_missing_of_the_exponent_is_known():
    """Measured before: 1.0010 to 1.0014 of it at 1e16, 1.0001 at 1e64."""
    regime = scaled()
    curve = follow(regime, tensor(1e16, 1e64), regime.dynamics(tied=True))
    ratio = local_exponent(regime, curve, tied=True) / local_exponent_law(regime, curve)
    np.testing.assert_allclose(ratio[0].numpy(), [1.0012, 1.0001], atol=3e-4)
    assert regime.exponent[0].item() == pytest.approx(2 * 1.5**2 / 0.5)
