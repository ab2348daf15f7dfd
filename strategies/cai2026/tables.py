"""Where discrete pairs come from: mismatched ones of few states, and any joint law."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.cai2026.tables.any_joint import RandomJoint
from models.cai2026.tables.pairs import FreePairs, OffsetPairs, ScaledPairs
from models.pair_tables import critical_inverse_temperature
from theoremcheck import Regimes, choice, integers, log_uniform, uniform

__all__ = ["above_the_line", "below_the_line", "joints", "narrow", "offsets", "roomy", "scaled"]

_STATES = 8
"""One number of states, so that the critical line is one line on a map; `offsets` goes through others."""


def below_the_line(dimensions: tuple[int, ...] = (_STATES + 1, 2 * _STATES)) -> Regimes:
    r"""Mismatched pairs at inverse temperatures up to $0.95\, a^*$.

    From 2 % of pairs at random to 60 %, where $a^*$ falls from 5.2 to 1.6. At a hundredth below the line the descent
    slows down, as at every bifurcation. Half is the least inverse temperature: below, the loss hardly depends on where
    the rows are. Dimensions have room for a simplex, K - 1, and for a gap beside it. After 300 steps at $0.94\, a^*$
    the excess was below 1e-9.
    """
    return _free_pairs(dimensions, where=lambda r: _critical_share(r) <= 0.95)


def above_the_line() -> Regimes:
    r"""The same from $1.1\, a^*$ on, where the offset of a minimiser may be 0.3 and more."""
    return _free_pairs((_STATES + 1, 2 * _STATES), where=lambda r: _critical_share(r) >= 1.1)


def narrow(**others: Any) -> Regimes:
    r"""Fewer dimensions than states, at one inverse temperature: so a map over mismatch and dimension has one line.

    $a^* = 4$ at a mismatch of 8 %; both sides of it.
    """
    declared: dict[str, Any] = dict(dimension=integers(4, 7), mismatch=log_uniform(0.02, 0.6))
    return Regimes(FreePairs, states=_STATES, inverse_temperature=4.0, steps=300, **{**declared, **others})


def roomy() -> Regimes:
    """As many dimensions as states and more, where mismatch leaves the gap free: from 10 % on, where $a^* = 3.75$."""
    return narrow(dimension=integers(_STATES, 2 * _STATES), mismatch=log_uniform(0.1, 0.6))


def scaled(least: float = 0.3, largest: float = 0.95) -> Regimes:
    r"""Few states and more, at inverse temperatures in units of $a^*$."""
    return Regimes(
        ScaledPairs,
        states=choice(4, 6, 12),
        dimension=13,
        mismatch=log_uniform(0.02, 0.6),
        critical_multiple=log_uniform(least, largest),
        steps=300,
    )


def offsets() -> Regimes:
    """Closed forms from 5 % above the line to seven times it, for few states and many, at every angle of offsets."""
    return Regimes(
        OffsetPairs,
        states=choice(3, 6, 12, 24),
        mismatch=log_uniform(0.01, 0.8),
        critical_multiple=log_uniform(1.05, 7.0),
        angle=uniform(0.0, np.pi),
    )


def joints(
    least_mass: float = 0.1, largest_mass: float = 0.4, least_range: float = 1.0, largest_range: float = 3.0
) -> Regimes:
    """Random tables of few states, in dimensions for two factors of the mutual information and private parts of each.

    At an inverse temperature of the range of the pointwise mutual information the scores can tell its values apart.
    """
    states = 5
    return Regimes(
        RandomJoint,
        states=states,
        dimension=2 * states + 2,
        heavy_mass=uniform(least_mass, largest_mass),
        range_multiple=log_uniform(least_range, largest_range),
        steps=500,
    )


def _free_pairs(dimensions: tuple[int, ...], where: Any) -> Regimes:
    return Regimes(
        FreePairs,
        states=_STATES,
        dimension=choice(*dimensions),
        mismatch=log_uniform(0.02, 0.6),
        inverse_temperature=log_uniform(0.5, 25.0),
        steps=300,
        where=where,
    )


def _critical_share(r: Any) -> NDArray[np.float64]:
    r"""$\beta / a^*$ of many draws."""
    return r.inverse_temperature / critical_inverse_temperature(_STATES, torch.as_tensor(r.mismatch)).numpy()
