"""The integrator against solutions known in closed form."""

from collections.abc import Callable
from itertools import product
from math import log2

import pytest
import torch
from torch import Tensor

from theoremcheck.numerics import EIGHTH, FIFTH, Pair, integrate

STARTS = torch.tensor([[0.1], [0.5], [2.0]], dtype=torch.float64)
GRID = torch.linspace(0, 3, 13, dtype=torch.float64)
STEP_TOLERANCE = 1e-10
GLOBAL_ERROR = 100 * STEP_TOLERANCE
"""Tolerances bound the error of one step; some tens of steps are taken, and these flows at most triple an error."""

FLOWS: dict[str, tuple[Callable[[Tensor, Tensor], Tensor], Callable[[Tensor], Tensor]]] = {
    "decay": (lambda s, y: -y, lambda s: STARTS * torch.exp(-s)),
    "growth": (lambda s, y: y / 3, lambda s: STARTS * torch.exp(s / 3)),
    "logistic": (lambda s, y: y * (1 - y), lambda s: 1 / (1 + (1 / STARTS - 1) * torch.exp(-s))),
    "power": (lambda s, y: -(y**3), lambda s: STARTS / torch.sqrt(1 + 2 * STARTS**2 * s)),
    "driven": (lambda s, y: torch.cos(s)[:, None] + 0 * y, lambda s: STARTS + torch.sin(s)),
    "forgetting": (lambda s, y: -200 * (y - torch.cos(s)[:, None]), lambda s: forgetting(s)),
    "still": (lambda s, y: 0 * y, lambda s: STARTS + 0 * s),
}


def forgetting(s: Tensor) -> Tensor:
    """y' = -k (y - cos s), k = 200, by variation of constants; stiff where the start is forgotten."""
    k = 200.0
    slow = (k**2 * torch.cos(s) + k * torch.sin(s)) / (1 + k**2)
    return slow + (STARTS - k**2 / (1 + k**2)) * torch.exp(-k * s)


@pytest.mark.parametrize("pair", [FIFTH, EIGHTH])
@pytest.mark.parametrize(("velocity", "solution"), FLOWS.values(), ids=FLOWS)
def test_closed_forms(
    velocity: Callable[[Tensor, Tensor], Tensor], solution: Callable[[Tensor], Tensor], pair: Pair
) -> None:
    """On the whole grid, for three starts at once."""
    states = integrate(velocity, STARTS, GRID, relative=STEP_TOLERANCE, absolute=STEP_TOLERANCE, pair=pair)
    torch.testing.assert_close(states[:, :, 0], solution(GRID), rtol=GLOBAL_ERROR, atol=GLOBAL_ERROR)


def oscillator(s: Tensor, state: Tensor) -> Tensor:
    """Position and momentum, frequency one."""
    return torch.stack([state[:, 1], -state[:, 0]], dim=1)


def test_ten_turns_of_an_oscillator() -> None:
    """Back where it was; the error of a step is neither damped nor amplified, so some hundred of them add up."""
    start = torch.tensor([[1.0, 0.0], [0.6, -0.8]], dtype=torch.float64)
    turns = 2 * torch.pi * torch.arange(11, dtype=torch.float64)
    states = integrate(oscillator, start, turns, relative=1e-11, absolute=1e-11)
    torch.testing.assert_close(states, start[:, None].expand_as(states), rtol=0, atol=1000 * 1e-11)


def error_at(tolerance: float, pair: Pair) -> float:
    """Largest error of the logistic flow."""
    velocity, solution = FLOWS["logistic"]
    states = integrate(velocity, STARTS, GRID[[0, -1]], relative=tolerance, absolute=tolerance, pair=pair)
    return float((states[:, -1] - solution(GRID)[:, -1:]).abs().max())


@pytest.mark.parametrize(
    ("pair", "tolerance"), [*product([FIFTH], [1e-3, 1e-5, 1e-7, 1e-9]), *product([EIGHTH], [1e-5, 1e-7, 1e-9])]
)
def test_a_tighter_tolerance_is_a_smaller_error(tolerance: float, pair: Pair) -> None:
    """A hundredth of the tolerance, at most a tenth of the error: it follows about in proportion.

    At 1e-3 a pair of order 8 takes as many steps as at 1e-5: those that the first one grows by.
    """
    assert error_at(tolerance / 100, pair) < error_at(tolerance, pair) / 10


def error_after(steps: int, pair: Pair) -> float:
    """The logistic flow to s = 3 with every step accepted: a step is then a step of the grid."""
    velocity, solution = FLOWS["logistic"]
    grid = torch.linspace(0, 3, steps + 1, dtype=torch.float64)
    states = integrate(velocity, STARTS[:1], grid, relative=1e6, absolute=1e6, pair=pair)
    return float((states[0, -1, 0] - solution(grid)[0, -1]).abs())


@pytest.mark.parametrize(("pair", "steps"), [(FIFTH, 8), (FIFTH, 16), (FIFTH, 32), (EIGHTH, 4), (EIGHTH, 8)])
def test_the_order_is_the_stated_one(pair: Pair, steps: int) -> None:
    """Half the step h = 3 / steps, 2^-order of the error; the next term of the error is of relative size h.

    With more than 16 steps of order 8 the error is round-off.
    """
    halvings = log2(error_after(steps, pair) / error_after(2 * steps, pair))
    assert halvings == pytest.approx(pair.order, abs=2 * 3 / steps)


def test_time_may_run_from_anywhere() -> None:
    """An autonomous flow does not know what time it is."""
    velocity, _ = FLOWS["logistic"]
    early = integrate(velocity, STARTS, GRID, relative=1e-10, absolute=1e-12)
    late = integrate(velocity, STARTS, GRID + 7, relative=1e-10, absolute=1e-12)
    torch.testing.assert_close(late, early, rtol=GLOBAL_ERROR, atol=0)


def test_the_first_state_is_the_start_and_shapes_are_those_of_the_grid() -> None:
    """Exactly: nothing was integrated yet."""
    states = integrate(oscillator, torch.ones(4, 2), torch.tensor([0.0, 0.5, 0.5, 1.0]), relative=1e-4, absolute=1e-5)
    assert states.shape == (4, 4, 2) and states.dtype == torch.float32
    assert torch.equal(states[:, 0], torch.ones(4, 2)) and torch.equal(states[:, 1], states[:, 2])


def test_a_grid_of_one_time_needs_no_step() -> None:
    """Only the start is asked for."""
    states = integrate(oscillator, torch.ones(4, 2), torch.tensor([0.0]), relative=1e-4, absolute=1e-5)
    assert torch.equal(states, torch.ones(4, 1, 2))
