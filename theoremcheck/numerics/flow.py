"""Ordinary differential equations, batched over trials, each with its own step size.

Dormand and Prince 1980, "A family of embedded Runge-Kutta formulae": order 5 with an embedded order 4, the pair
RK5(4)7M. Every trial keeps its own clock and step, so the trials of a batch do not influence each other: a trial gives
the same curve alone as among a thousand, up to the round-off of the matrix kernels in the right-hand side.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

__all__ = ["FlowError", "integrate"]

_NODES = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0)
_STAGES = (
    (),
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
    trials, _ = state.shape
    times = grid.expand(trials, -1).contiguous()
    relative = torch.as_tensor(relative, dtype=state.dtype, device=state.device).expand(trials)[:, None]
    clock, goal = times[:, 0].clone(), torch.ones(trials, dtype=torch.long, device=state.device)
    output = state.new_empty(trials, times.shape[1], state.shape[1])
    output[:, 0] = state
    slope = velocity(clock, state)
    step = _first_step(state, slope, relative, absolute, times)
    rows = torch.arange(trials, device=state.device)
    for _ in range(max_steps):
        running = goal < times.shape[1]
        if not running.any():
            return output
        target = times[rows, goal.clamp(max=times.shape[1] - 1)]
        lands = clock + step * (1 + 1e-12) >= target
        taken = torch.where(running, torch.where(lands, target - clock, step), torch.zeros_like(step))
        proposal, last_slope, error = _dormand_prince(velocity, clock, state, slope, taken)
        scale = absolute + relative * torch.maximum(state.abs(), proposal.abs())
        ratio = (error / scale).square().mean(dim=1).sqrt()
        ratio = torch.where(ratio.isfinite(), ratio, torch.full_like(ratio, 1e9))
        accepted = running & (ratio <= 1)
        arrived = accepted & lands
        clock = torch.where(accepted, torch.where(lands, target, clock + taken), clock)
        state = torch.where(accepted[:, None], proposal, state)
        slope = torch.where(accepted[:, None], last_slope, slope)
        output[rows[arrived], goal[arrived]] = state[arrived]
        goal = goal + arrived
        factor = (_SAFETY * ratio.clamp(min=1e-10) ** (-1 / _ORDER)).clamp(_SHRINK, _GROW)
        # A step cut short to land on the grid says nothing against the longer step proposed before it.
        proposed = torch.where(accepted & lands, torch.maximum(step, taken * factor), taken * factor)
        step = torch.where(running, proposed, step)
        _refuse_vanishing(step, clock, running)
    raise FlowError(_stuck("did not reach the end of its grid", goal < times.shape[1], clock, f"in {max_steps} steps"))


def _dormand_prince(
    velocity: Callable[[Tensor, Tensor], Tensor], clock: Tensor, state: Tensor, slope: Tensor, step: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """One step: the state of order 5, the velocity there (first same as last), and the error estimate."""
    column = step[:, None]
    slopes = [slope]
    point = state
    for node, weights in zip(_NODES[1:], _STAGES[1:], strict=True):
        point = state + column * sum(
            (weight * k for weight, k in zip(weights, slopes, strict=True) if weight), torch.zeros_like(state)
        )
        slopes.append(velocity(clock + node * step, point))
    error = column * sum((e * k for e, k in zip(_ERROR, slopes, strict=True) if e), torch.zeros_like(state))
    return point, slopes[-1], error


def _first_step(state: Tensor, slope: Tensor, relative: Tensor, absolute: float, times: Tensor) -> Tensor:
    """A careful first step: the state may change by a hundredth of its scale (Hairer et al., II.4)."""
    scale = absolute + relative * state.abs()
    change = (slope / scale).square().mean(dim=1).sqrt()
    size = (state / scale).square().mean(dim=1).sqrt().clamp(min=1e-5)
    span = times[:, -1] - times[:, 0]
    return torch.minimum(0.01 * size / change.clamp(min=1e-30), span)


def _refuse_vanishing(step: Tensor, clock: Tensor, running: Tensor) -> None:
    smallest = 16 * torch.finfo(step.dtype).eps * clock.abs().clamp(min=1e-6)
    stuck = running & ~(step >= smallest)  # NaN included
    if stuck.any():
        raise FlowError(_stuck("needs a step below round-off", stuck, clock, "(is the flow finite there?)"))


def _stuck(what: str, stuck: Tensor, clock: Tensor, why: str) -> str:
    rows = stuck.nonzero().flatten()[:4].tolist()
    return f"flow of trial rows {rows} {what} {why}; times reached: {[float(clock[row]) for row in rows]}"
