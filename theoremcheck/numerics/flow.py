"""Ordinary differential equations, batched over trials, each with its own step size.

Explicit Runge-Kutta pairs. Every trial keeps its own clock and step, so the trials of a batch do not influence each
other: a trial gives the same curve alone as among a thousand, up to the round-off of the kernels in the flow.

A step costs few operations besides those of the flow: states are small, so that on a CPU the number of operations
counts. There trials at the end of their grid leave the batch, which would else cost its whole size until its slowest is
through. On another device nobody waits for each step: such trials take steps of length 0, and whether all have arrived
is asked more and more rarely.

In memory trials lie next to each other: a sum over the few numbers of a state is slow along them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from math import ceil

import torch
from torch import Tensor

from theoremcheck.numerics.pairs import FIFTH, Pair

__all__ = ["FlowError", "Velocity", "integrate"]

Velocity = Callable[[Tensor, Tensor], Tensor]
"""Times (trials,) and states (trials, dim) to velocities (trials, dim), row by row; in memory a state is a column."""

_SAFETY, _SHRINK, _GROW = 0.9, 0.2, 5.0
"""The usual step control (Hairer, Norsett and Wanner 1993, section II.4): aim a little below the tolerance."""

_FIRST_LOOK, _NEXT_LOOK = 64, 1.5
"""Steps before the first look, and those at the next over those at this one, where a look waits for a device: five
looks see 300 steps through, of which a third may be idle."""

_IDLE = 1 / 8
"""Share of a batch that has arrived and makes the others go on alone; a cut costs less than a step."""


class FlowError(RuntimeError):
    """A flow could not be followed to the end of its grid; the message names the trials and the time reached."""


def integrate(
    velocity: Velocity,
    state: Tensor,
    grid: Tensor,
    *,
    relative: float | Tensor,
    absolute: float,
    max_steps: int = 20_000,
    pair: Pair = FIFTH,
    among: Callable[[Tensor], Velocity] | None = None,
) -> Tensor:
    r"""Solve $dy/ds = v(s, y)$ for a batch of trials.

    Args:
        velocity: The flow of all trials.
        state: Initial states at the first time of the grid, shape (trials, dim).
        grid: Increasing output times, shape (times,), or (trials, times) where they differ; each ends a step.
        relative: Relative tolerance of one step, a number or one for each trial.
        absolute: Absolute tolerance of one step.
        max_steps: Bound on the number of attempted steps of the slowest trial.
        pair: The formulae of a step.
        among: The flow of some trials alone, by their increasing indices; without it all stay in the batch.

    Returns:
        States on the grid, shape (trials, times, dim).

    Raises:
        FlowError: If a trial needs more than `max_steps` steps or a step smaller than round-off.
    """
    trials, dim = state.shape
    times = grid.expand(trials, -1).contiguous()
    last = times.shape[1] - 1
    tolerance = torch.as_tensor(relative, dtype=state.dtype, device=state.device).expand(trials)
    output = state.new_empty(trials, last + 1, dim)
    output[:, 0] = state
    batch = _start(velocity, state.mT.contiguous(), times, tolerance, absolute)
    step = _Step(velocity, batch.state, pair, absolute)
    looks = _looks(last, max_steps, state.device)
    look = next(looks)
    for steps in range(max_steps + 1):
        if steps == look:
            arrived, count = _arrived(batch, last), len(batch.rows)
            if arrived == count:
                return output
            look = next(looks, max_steps)
            if among and state.device.type == "cpu" and arrived >= _IDLE * count:
                batch = batch.of((batch.goal <= last).nonzero()[:, 0])
                step = _Step(among(batch.rows), batch.state, pair, absolute)
        _advance(batch, step)
        # Where a trial has not arrived yet, this is written over when it does.
        output[batch.rows, batch.goal.clamp(max=last)] = batch.state.mT
        batch.goal = batch.goal + batch.landed
    message = f"in {max_steps} steps"
    raise FlowError(_stuck("did not reach the end of its grid", batch, batch.goal <= last, message))


@dataclass
class _Batch:
    """Trials on their way, last axis of each field but for the times, which have it first.

    Attributes:
        rows: Which they are.
        times: Their grids, shape (trials, times).
        relative: Tolerances.
        clock: Where they are.
        goal: The place on the grid that each goes to.
        state: Shape (dim, trials).
        slope: Its velocity.
        step: The length to try next.
        stuck: Whether that is below round-off.
        landed: Whether the last step ended at the goal.
    """

    rows: Tensor
    times: Tensor
    relative: Tensor
    clock: Tensor
    goal: Tensor
    state: Tensor
    slope: Tensor
    step: Tensor
    stuck: Tensor
    landed: Tensor

    def of(self, kept: Tensor) -> _Batch:
        """Some of them, by place."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return _Batch(**{name: part[kept] if name == "times" else part[..., kept] for name, part in parts.items()})


def _start(velocity: Velocity, state: Tensor, times: Tensor, relative: Tensor, absolute: float) -> _Batch:
    """All trials at the first time of their grid."""
    clock, rows = times[:, 0].clone(), torch.arange(len(times), device=state.device)
    slope, still = velocity(clock, state.mT).mT, torch.zeros_like(rows, dtype=torch.bool)
    step = _first_step(state, slope, relative, absolute, times)
    return _Batch(rows, times, relative, clock, torch.ones_like(rows), state, slope, step, still, still)


def _advance(batch: _Batch, step: _Step) -> None:
    """One attempted step of each trial."""
    last = batch.times.shape[1] - 1
    target = batch.times.gather(1, batch.goal.clamp(max=last)[:, None])[:, 0]
    left = target - batch.clock
    lands = batch.step * (1 + 1e-12) >= left  # at the end of the grid nothing is left, and the step has length 0
    taken = torch.where(lands, left, batch.step)
    proposal, last_slope, ratio = step.take(batch, taken)
    accepted = ratio <= 1
    batch.landed = accepted & lands
    batch.clock = torch.where(accepted, torch.where(lands, target, batch.clock + taken), batch.clock)
    batch.state = torch.where(accepted, proposal, batch.state)
    batch.slope = torch.where(accepted, last_slope, batch.slope)
    proposed = taken * ratio.clamp_(min=1e-10).pow_(-1 / step.order).mul_(_SAFETY).clamp_(_SHRINK, _GROW)
    # A step cut short to land on the grid says nothing against the longer step proposed before it.
    batch.step = torch.where(batch.landed, torch.maximum(batch.step, proposed), proposed)
    under_way = batch.goal + batch.landed <= last
    batch.stuck = batch.stuck | under_way & ~(batch.step >= _smallest(batch.clock))  # NaN included


def _looks(least: int, most: int, device: torch.device) -> Iterator[int]:
    """Numbers of steps after which it is asked whether all trials have arrived, from the least number it takes."""
    here = device.type == "cpu"
    look = min(most, least if here or least == 0 else max(least, _FIRST_LOOK))
    while look <= most:
        yield look
        look = look + 1 if here else ceil(_NEXT_LOOK * look)


def _arrived(batch: _Batch, last: int) -> int:
    """How many trials are at the end of their grid, in one read; one that can go no further is an error."""
    arrived, any_stuck = torch.stack([(batch.goal > last).sum(), batch.stuck.any().long()]).tolist()
    if any_stuck:
        raise FlowError(_stuck("needs a step below round-off", batch, batch.stuck, "(is the flow finite there?)"))
    return int(arrived)


class _Step:
    """A step of a pair with the memory for its slopes, each times the step, shape (stages, dim, trials)."""

    def __init__(self, velocity: Velocity, state: Tensor, pair: Pair, absolute: float) -> None:
        self.order = pair.order
        self._velocity, self._absolute = velocity, absolute
        count = len(pair.nodes) + 1
        self._moves = state.new_empty(count, *state.shape)
        self._columns = self._moves.view(count, -1).mT
        padded = [(*weights, *[0.0] * (count - len(weights))) for weights in (*pair.errors, pair.nodes, *pair.stages)]
        table = state.new_tensor(padded)  # one copy to the device
        self._errors, (nodes, *stages) = table[: len(pair.errors)], table[len(pair.errors) :].unbind(0)
        self._nodes = nodes[:-1, None]
        self._weights = [row[: len(weights)] for row, weights in zip(stages, pair.stages, strict=True)]

    def take(self, batch: _Batch, length: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The next state, the velocity there, and the error in units of the tolerance, shape (trials,)."""
        state, point = batch.state, batch.state
        flat, slope = state.view(-1), batch.slope
        torch.mul(slope, length, out=self._moves[0])
        for stage, (weights, now) in enumerate(zip(self._weights, batch.clock + self._nodes * length, strict=True), 1):
            point = torch.addmv(flat, self._columns[:, :stage], weights).view_as(state)
            slope = self._velocity(now, point.mT).mT
            torch.mul(slope, length, out=self._moves[stage])
        scale = torch.maximum(state.abs(), point.abs()).mul_(batch.relative).add_(self._absolute)
        errors = torch.mm(self._errors, self._columns.mT).view(-1, *state.shape).div_(scale).square_().mean(1)
        ratio = errors[0].sqrt()
        if len(errors) > 1:  # of orders 5 and 3 one of order 7
            ratio = errors[0] / (errors[0] + 0.01 * errors[1]).clamp_(min=torch.finfo(state.dtype).tiny).sqrt()
        return point, slope, ratio.nan_to_num_(nan=1e9, posinf=1e9)


def _first_step(state: Tensor, slope: Tensor, relative: Tensor, absolute: float, times: Tensor) -> Tensor:
    """A careful first step: the state may change by a hundredth of its scale (Hairer et al., II.4)."""
    scale = absolute + relative * state.abs()
    change = (slope / scale).square().mean(dim=0).sqrt()
    size = (state / scale).square().mean(dim=0).sqrt().clamp(min=1e-5)
    span = times[:, -1] - times[:, 0]
    return torch.minimum(0.01 * size / change.clamp(min=1e-30), span)


def _smallest(clock: Tensor) -> Tensor:
    """The smallest step that still moves the clock, with a margin."""
    return 16 * torch.finfo(clock.dtype).eps * clock.abs().clamp(min=1e-6)


def _stuck(what: str, batch: _Batch, which: Tensor, why: str) -> str:
    places = which.nonzero()[:4, 0]
    rows, reached = batch.rows[places].tolist(), batch.clock[places].tolist()
    return f"flow of trial rows {rows} {what} {why}; times reached: {reached}"
