"""Ordinary differential equations, batched over trials, each with its own step size.

Dormand and Prince 1980, "A family of embedded Runge-Kutta formulae": order 5 with an embedded order 4, the pair
RK5(4)7M. Every trial keeps its own clock and step, so the trials of a batch do not influence each other: a trial gives
the same curve alone as among a thousand, up to the round-off of the matrix kernels in the right-hand side.

A step costs few operations besides those of the flow: states are small, so that on a CPU the number of operations
counts, not their size. On another device nobody waits for each step: trials at the end of their grid take steps of
length 0, and whether all have arrived is asked more and more rarely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, sqrt

import torch
from torch import Tensor

__all__ = ["FlowError", "integrate"]

_NODES = (1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0)
_STAGES = (
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_ERROR = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)
_ORDER = 5
_SAFETY, _SHRINK, _GROW = 0.9, 0.2, 5.0
"""The usual step control (Hairer, Norsett and Wanner 1993, section II.4): aim a little below the tolerance."""

_FIRST_LOOK, _NEXT_LOOK = 64, 1.5
"""Steps before the first look, and those at the next over those at this one, where a look waits for a device: five
looks see 300 steps through, of which a third may be idle."""


class FlowError(RuntimeError):
    """A flow could not be followed to the end of its grid; the message names the trials and the time reached."""


def integrate(
    velocity: Callable[[Tensor, Tensor], Tensor],
    state: Tensor,
    grid: Tensor,
    *,
    relative: float | Tensor,
    absolute: float,
    max_steps: int = 20_000,
) -> Tensor:
    r"""Solve $dy/ds = v(s, y)$ for a batch of trials.

    Args:
        velocity: Maps times (trials,) and states (trials, dim) to velocities (trials, dim), row by row.
        state: Initial states at the first time of the grid, shape (trials, dim).
        grid: Increasing output times, shape (times,), or (trials, times) where they differ.
        relative: Relative tolerance of one step, a number or one for each trial.
        absolute: Absolute tolerance of one step.
        max_steps: Bound on the number of attempted steps of the slowest trial.

    Returns:
        States on the grid, shape (trials, times, dim).

    Raises:
        FlowError: If a trial needs more than `max_steps` steps or a step smaller than round-off.
    """
    trials, dim = state.shape
    times = grid.expand(trials, -1).contiguous()
    last = times.shape[1] - 1
    relative = torch.as_tensor(relative, dtype=state.dtype, device=state.device).expand(trials)[:, None]
    clock, goal = times[:, 0].clone(), torch.ones(trials, dtype=torch.long, device=state.device)
    output = state.new_empty(trials, last + 1, dim)
    output[:, 0] = state
    slope = velocity(clock, state)
    step = _first_step(state, slope, relative, absolute, times)
    stuck = torch.zeros_like(goal, dtype=torch.bool)
    rows = torch.arange(trials, device=state.device)
    pair = _Pair(velocity, state)
    looks = _looks(last, max_steps, state.device)
    look = next(looks)
    for steps in range(max_steps + 1):
        if steps == look:
            if _arrived(goal > last, stuck, clock):
                return output
            look = next(looks, max_steps)
        target = times[rows, goal.clamp(max=last)]
        left = target - clock
        lands = step * (1 + 1e-12) >= left  # at the end of the grid nothing is left, and the step has length 0
        taken = torch.where(lands, left, step)
        proposal, last_slope, error = pair.step(clock, state, slope, taken)
        scale = torch.maximum(state.abs(), proposal.abs()).mul_(relative).add_(absolute)
        ratio = (torch.linalg.vector_norm(error / scale, dim=1) / sqrt(dim)).nan_to_num_(nan=1e9, posinf=1e9)
        accepted = ratio <= 1
        arrived = accepted & lands
        clock = torch.where(accepted, torch.where(lands, target, clock + taken), clock)
        state = torch.where(accepted[:, None], proposal, state)
        slope = torch.where(accepted[:, None], last_slope, slope)
        # Where a trial has not arrived yet, this is written over when it does.
        output[rows, goal.clamp(max=last)] = state
        goal = goal + arrived
        proposed = taken * ratio.clamp_(min=1e-10).pow_(-1 / _ORDER).mul_(_SAFETY).clamp_(_SHRINK, _GROW)
        # A step cut short to land on the grid says nothing against the longer step proposed before it.
        step = torch.where(arrived, torch.maximum(step, proposed), proposed)
        stuck = stuck | (goal <= last) & ~(step >= _smallest(clock))  # NaN included
    raise FlowError(_stuck("did not reach the end of its grid", goal <= last, clock, f"in {max_steps} steps"))


def _looks(least: int, most: int, device: torch.device) -> Iterator[int]:
    """Numbers of steps after which it is asked whether all trials have arrived, from the least number it takes."""
    here = device.type == "cpu"
    look = min(most, least if here or least == 0 else max(least, _FIRST_LOOK))
    while look <= most:
        yield look
        look = look + 1 if here else ceil(_NEXT_LOOK * look)


def _arrived(arrived: Tensor, stuck: Tensor, clock: Tensor) -> bool:
    """Whether all trials are at the end of their grid, in one read; one that can go no further is an error."""
    at_end, any_stuck = torch.stack([arrived.all(), stuck.any()]).tolist()
    if any_stuck:
        raise FlowError(_stuck("needs a step below round-off", stuck, clock, "(is the flow finite there?)"))
    return bool(at_end)


class _Pair:
    """The pair of Dormand and Prince with the memory for its slopes, each times the step, shape (7, trials, dim)."""

    def __init__(self, velocity: Callable[[Tensor, Tensor], Tensor], state: Tensor) -> None:
        self._velocity = velocity
        self._moves = state.new_empty(len(_ERROR), *state.shape)
        self._columns = self._moves.view(len(_ERROR), -1).mT
        padded = [(*weights, *[0.0] * (len(_ERROR) - len(weights))) for weights in (*_STAGES, _NODES, _ERROR)]
        *table, nodes, self._error = state.new_tensor(padded).unbind(0)  # one copy to the device
        self._nodes = nodes[: len(_NODES), None]
        self._weights = [row[: len(weights)] for row, weights in zip(table, _STAGES, strict=True)]

    def step(self, clock: Tensor, state: Tensor, slope: Tensor, step: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One step: the state of order 5, the velocity there (first same as last), and the error estimate."""
        column, flat = step[:, None], state.reshape(-1)
        point = state
        torch.mul(slope, column, out=self._moves[0])
        for stage, (weights, now) in enumerate(zip(self._weights, clock + self._nodes * step, strict=True), start=1):
            point = torch.addmv(flat, self._columns[:, :stage], weights).view_as(state)
            slope = self._velocity(now, point)
            torch.mul(slope, column, out=self._moves[stage])
        return point, slope, torch.mv(self._columns, self._error).view_as(state)


def _first_step(state: Tensor, slope: Tensor, relative: Tensor, absolute: float, times: Tensor) -> Tensor:
    """A careful first step: the state may change by a hundredth of its scale (Hairer et al., II.4)."""
    scale = absolute + relative * state.abs()
    change = (slope / scale).square().mean(dim=1).sqrt()
    size = (state / scale).square().mean(dim=1).sqrt().clamp(min=1e-5)
    span = times[:, -1] - times[:, 0]
    return torch.minimum(0.01 * size / change.clamp(min=1e-30), span)


def _smallest(clock: Tensor) -> Tensor:
    """The smallest step that still moves the clock, with a margin."""
    return 16 * torch.finfo(clock.dtype).eps * clock.abs().clamp(min=1e-6)


def _stuck(what: str, stuck: Tensor, clock: Tensor, why: str) -> str:
    rows = stuck.nonzero().flatten()[:4].tolist()
    return f"flow of trial rows {rows} {what} {why}; times reached: {[float(clock[row]) for row in rows]}"
