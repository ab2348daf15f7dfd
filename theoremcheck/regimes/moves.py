"""The random numbers of children: from whom each field comes, which go to an end, and how far some step.

They are drawn child by child, as recorded searches have drawn them, and name no value: so what is drawn from one state
of a generator, for as many fields and ends, serves every walk that comes by that state again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from theoremcheck.regimes.flocks import Floats

__all__ = ["Moves", "Pushes", "by_field", "drawn", "pushed"]

_STEPS = (0.1, 0.01)
"""Standard deviations of a step in a field's level: one to look around, one to settle."""

_REMEMBERED = 2048
"""Rounds of moves, of a few kilobytes each: the walks on quadratics begin with six seeds again and again."""

Whole = NDArray[np.intp]
Pushes = tuple[tuple[int, Whole, Whole], ...]
"""Of each field that some children push to an end: which field, which children, and to which of its ends."""


class Moves(NamedTuple):
    """How children come to differ from their parents.

    Attributes:
        firsts: The parent from whom each starts, shape (children,).
        sources: The parent from whom each field comes, shape (fields, children).
        pushes: What goes to an end, before any steps.
        steps: Of each field in which some children step: which field, which children, and how far, in levels.
    """

    firsts: Whole
    sources: Whole
    pushes: Pushes
    steps: tuple[tuple[int, Whole, Floats], ...]


def drawn(rng: np.random.Generator, parents: int, count: int, ends: tuple[int, ...]) -> Moves:
    """The moves of so many children.

    Half of them have one field or more pushed to an end, and half take a step: in one field, or in all.

    Args:
        rng: Generator of a search; it goes on as if it had drawn them, also where they are remembered.
        parents: How many parents there are.
        count: How many children.
        ends: How many ends each declared field has.
    """
    moves, after = _from(_state_of(rng), parents, count, ends)
    _set(rng, after)
    return moves


_State = tuple[int, int, int, int]


def _state_of(rng: np.random.Generator) -> _State:
    state = rng.bit_generator.state
    return state["state"]["state"], state["state"]["inc"], state["has_uint32"], state["uinteger"]


def _set(rng: np.random.Generator, state: _State) -> None:
    inner, increment, has_half, half = state
    rng.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": inner, "inc": increment},
        "has_uint32": has_half,
        "uinteger": half,
    }


@lru_cache(_REMEMBERED)
def _from(begun: _State, parents: int, count: int, ends: tuple[int, ...]) -> tuple[Moves, _State]:
    """The moves that follow a state of the generator, and its state after them."""
    rng = np.random.default_rng(0)
    _set(rng, begun)
    moves = _drawn(rng, parents, count, ends)
    return moves, _state_of(rng)


def _drawn(rng: np.random.Generator, parents: int, count: int, ends: tuple[int, ...]) -> Moves:
    pairs, fields = rng.integers(parents, size=(count, 2)), len(ends)
    sides = np.empty((count, fields), dtype=np.intp)
    pushes, steps = list[tuple[int, int, int]](), list[tuple[int, int, float]]()
    for row in range(count):
        sides[row] = rng.integers(2, size=fields)
        if rng.random() < 0.5:
            pushes += [(field, row, end) for field, end in pushed(rng, rng.geometric(0.5), ends)]
        if rng.random() < 0.5:
            moved = range(fields) if rng.random() < 0.5 else [int(rng.integers(fields))]
            width = _STEPS[rng.integers(len(_STEPS))]
            steps += [(field, row, width * rng.standard_normal()) for field in moved]
    sources = np.ascontiguousarray(np.take_along_axis(pairs, sides, axis=1).T)
    return Moves(pairs[:, 0], sources, by_field(pushes, np.intp), by_field(steps, np.float64))


def pushed(rng: np.random.Generator, count: int, ends: tuple[int, ...]) -> list[tuple[int, int]]:
    """So many fields, or all of them, with the end to which each goes."""
    return [(field, rng.integers(ends[field])) for field in rng.permutation(len(ends))[:count].tolist()]


def by_field(moves: Iterable[tuple[int, int, float]], kind: type[Any]) -> tuple[tuple[int, Whole, NDArray[Any]], ...]:
    """Moves (field, child, how), in columns of the children and of how, one pair for each field that has some."""
    columns = defaultdict[int, tuple[list[int], list[float]]](lambda: ([], []))
    for field, row, how in moves:
        rows, hows = columns[field]
        rows.append(row)
        hows.append(how)
    return tuple(
        (field, np.array(rows, dtype=np.intp), np.array(hows, dtype=kind)) for field, (rows, hows) in columns.items()
    )
