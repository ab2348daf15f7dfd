"""Trials of a batch do not influence each other: own clock, own step, own grid, own tolerance."""

from typing import Any

import numpy as np
import pytest
import torch
from scipy.integrate import solve_ivp
from torch import Tensor

from theoremcheck.numerics import EIGHTH, FIFTH, FlowError, Pair, flow, integrate

F64 = torch.float64


def predator_and_prey(rate: Tensor) -> Any:
    """Lotka and Volterra, with one rate a trial: some trials need many more steps than others."""

    def velocity(s: Tensor, state: Tensor) -> Tensor:
        prey, predators = state.unbind(dim=1)
        return torch.stack([rate * prey * (1 - predators), predators * (prey - 1)], dim=1)

    return velocity


RATES = torch.logspace(-1, 1, 50, dtype=F64)
STARTS = torch.stack([torch.linspace(0.2, 3, 50, dtype=F64), torch.linspace(2, 0.5, 50, dtype=F64)], dim=1)
GRID = torch.linspace(0, 10, 21, dtype=F64)


def solved(rows: Any, grid: Tensor = GRID, relative: float | Tensor = 1e-10) -> Tensor:
    """Some of the fifty trials."""
    return integrate(predator_and_prey(RATES[rows]), STARTS[rows], grid, relative=relative, absolute=1e-12)


WHOLE = solved(slice(None))


@pytest.mark.parametrize("row", [0, 7, 25, 49])
def test_a_trial_alone_gives_the_same_curve(row: int) -> None:
    """To round-off: the sums over a row may be taken in another order."""
    torch.testing.assert_close(solved([row])[0], WHOLE[row], rtol=1e-12, atol=1e-12)


def test_looking_rarely_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a device that would be waited for: trials at the end of their grid stay there, bit for bit."""
    often = flow._looks
    monkeypatch.setattr(flow, "_looks", lambda least, most, device: often(least, most, torch.device("cuda")))
    assert torch.equal(solved(slice(None)), WHOLE)


@pytest.mark.parametrize("pair", [FIFTH, EIGHTH])
def test_trials_that_have_arrived_may_leave(pair: Pair) -> None:
    """To round-off, whoever stays; and the batch does get smaller."""
    sizes = []

    def among(rows: Tensor) -> Any:
        sizes.append(len(rows))
        return predator_and_prey(RATES[rows])

    options = {"relative": 1e-10, "absolute": 1e-12, "pair": pair}
    whole = integrate(predator_and_prey(RATES), STARTS, GRID, **options)
    left = integrate(predator_and_prey(RATES), STARTS, GRID, **options, among=among)
    torch.testing.assert_close(left, whole, rtol=1e-12, atol=1e-12)
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] < len(RATES) / 8


def test_a_trial_that_is_stuck_keeps_its_name_when_others_have_left() -> None:
    """Its index among all."""
    start = torch.tensor([[0.1], [0.1], [1.0], [0.2]], dtype=F64)
    grid = torch.tensor([[0.0, 0.1], [0.0, 0.1], [0.0, 2.0], [0.0, 0.1]], dtype=F64)
    with pytest.raises(FlowError, match=r"trial rows \[2\] needs a step below round-off"):
        integrate(square, start, grid, relative=1e-8, absolute=1e-10, among=lambda rows: square)


def test_a_device_is_waited_for_five_times_in_three_hundred_steps() -> None:
    """And at once where nothing has to be integrated."""
    looks = list(flow._looks(40, 20_000, torch.device("cuda")))
    assert sum(look < 300 for look in looks) <= 4 and looks[0] == 64
    assert next(flow._looks(0, 20_000, torch.device("cuda"))) == 0


def test_the_order_of_trials_does_not_matter() -> None:
    """Backwards is the same, backwards."""
    torch.testing.assert_close(solved(list(range(49, -1, -1))).flip(0), WHOLE, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("pair", [FIFTH, EIGHTH])
@pytest.mark.parametrize("row", [0, 25, 49])
def test_an_independent_solver_agrees(row: int, pair: Pair) -> None:
    """LSODA at its tightest; both err by at most a hundred times the tolerance of a step."""
    rate = float(RATES[row])
    ours = integrate(predator_and_prey(RATES[[row]]), STARTS[[row]], GRID, relative=1e-10, absolute=1e-12, pair=pair)

    def velocity(s: float, state: Any) -> list[float]:
        return [rate * state[0] * (1 - state[1]), state[1] * (state[0] - 1)]

    theirs = solve_ivp(
        velocity, (0, 10), STARTS[row].numpy(), method="LSODA", t_eval=GRID.numpy(), rtol=1e-10, atol=1e-12
    )
    np.testing.assert_allclose(ours[0].numpy(), theirs.y.T, rtol=1e-7)


def test_each_trial_may_have_its_own_grid() -> None:
    """Halved times: the states at every second one are those of the shared grid."""
    grids = torch.stack([GRID, GRID / 2])
    states = solved([10, 10], grids)
    torch.testing.assert_close(states[1, ::2], states[0, :11], rtol=1e-8, atol=1e-10)


def test_each_trial_may_have_its_own_tolerance() -> None:
    """And errs as it would alone with that tolerance."""
    tolerances = torch.tensor([1e-4, 1e-7], dtype=F64)
    both = solved([30, 30], relative=tolerances)
    for row, tolerance in enumerate(tolerances.tolist()):
        torch.testing.assert_close(both[row], solved([30], relative=tolerance)[0], rtol=1e-12, atol=1e-12)
    errors = (both - WHOLE[30]).abs().amax(dim=(1, 2))
    assert errors[1] < errors[0] / 100


def square(s: Tensor, state: Tensor) -> Tensor:
    """y' = y^2: a pole at s = 1 / y(0)."""
    return state.square()


def run_to(end: float, starts: list[float], **options: Any) -> Tensor:
    """y' = y^2 from some starts."""
    start = torch.tensor(starts, dtype=F64)[:, None]
    return integrate(square, start, torch.tensor([0.0, end], dtype=F64), relative=1e-8, absolute=1e-10, **options)


def test_a_flow_that_blows_up_is_named() -> None:
    """The trial's row, and the pole at s = 1 as far as it was reached."""
    with pytest.raises(
        FlowError, match=r"trial rows \[1\] needs a step below round-off .* times reached: \[(1\.0|0\.9999)"
    ):
        run_to(2.0, [0.1, 1.0, 0.2])


def test_before_its_pole_the_flow_is_followed() -> None:
    """y = 1 / (1 / y0 - s), where an error grows like y^2: a hundredfold at s = 0.9."""
    assert run_to(0.9, [1.0, 0.5])[:, 1, 0].tolist() == pytest.approx([10, 1 / 1.1], rel=1e-8 * 1e3)


def test_too_many_steps_are_named() -> None:
    """The trials that were not through, how many steps they had, and how far they came."""
    with pytest.raises(
        FlowError, match=r"trial rows \[1\] did not reach the end of its grid in 20 steps; times reached"
    ):
        run_to(0.99, [1e-3, 1.0], max_steps=20)


@pytest.mark.parametrize("start", [float("nan"), float("inf")])
def test_a_start_that_is_no_number_is_refused_at_once(start: float) -> None:
    """Not after all the steps that are allowed: no step is small enough for it."""
    evaluations = []

    def velocity(s: Tensor, state: Tensor) -> Tensor:
        evaluations.append(s)
        return -state

    with pytest.raises(FlowError, match=r"trial rows \[1\]"):
        integrate(
            velocity,
            torch.tensor([[1.0], [start]]),
            torch.tensor([0.0, 1.0]),
            relative=1e-4,
            absolute=1e-5,
            max_steps=500,
        )
    assert len(evaluations) < 500
