"""Which replicates a map over two fields needs next.

First a grid; then batches of places at which the fitted surface may lie on either side of the level; then replicates
that decide the places near the level set; and where a power law parts them, pairs of places across it that narrow the
band of its constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import ceil, isqrt, log

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.draws import Draw
from theoremcheck.boundary.line_plan import FIRST, affordable, half_width, lacking, perfect_replicates
from theoremcheck.boundary.map_effort import PLANNED, MapEffort
from theoremcheck.boundary.places import Place
from theoremcheck.boundary.planes import on_unit, surface_of
from theoremcheck.boundary.powers import PowerLaw, power_law_of
from theoremcheck.boundary.surrogate import replicates_to_decide

__all__ = ["next_on_plane"]

_BATCH, _LATTICE = 12, 40
_APART = 0.04
"""Least distance of two places, on the unit square."""
_DECIDING = 0.5
"""Share of the effort that decides places, before the rest narrows the band of a power law."""
_DEAR = 4
"""The map leaves a place undecided that would take so many times the replicates of one that always holds."""
_POSITIONS = 3
"""Places along a power law at each value of its product."""
_GOLDEN = 0.618
_DIGITS = 9
"""Digits of a surface behind the point that are told apart: its last six or so are round-off."""

Wanted = dict[tuple[float, ...], int]


def next_on_plane(
    axes: tuple[Axis, Axis], places: Sequence[Place], draws: Sequence[Draw], effort: MapEffort, alpha: float
) -> Wanted:
    """How many replicates each place is to have next; nothing once the map is finished.

    Args:
        axes: The fields, over the ranges that the map covers.
        places: The places so far.
        draws: The claim's own draws along the fields.
        effort: Upper limits.
        alpha: Error probability of all decisions together.
    """
    known = {place.values: place for place in places}
    side = isqrt(effort.plane_places // 2)
    grid = product(*(axis.grid(side) for axis in axes))
    wanted = lacking(dict.fromkeys(grid, FIRST), known)
    if not wanted and len(places) < effort.plane_places:
        wanted = _explore(axes, places, draws)
    law = None if wanted else power_law_of(axes, places)
    share = 1.0 if law is None else _DECIDING
    if not wanted and sum(place.weight.trials for place in places) < share * effort.plane_trials:
        wanted = lacking(_decide(axes, places, draws, effort, alpha), known)
    if not wanted and law is not None:
        wanted = lacking(_narrow(axes, law, places, effort, alpha), known)
    return affordable(wanted, known, effort.plane_trials, PLANNED[2])


def _explore(axes: tuple[Axis, Axis], places: Sequence[Place], draws: Sequence[Draw]) -> Wanted:
    """New places, the most doubtful first, none close to another."""
    surface = surface_of(axes, places, draws)
    candidates = list(dict.fromkeys(product(*(axis.grid(_LATTICE) for axis in axes))))
    at = on_unit(axes, candidates)
    mean, spread = surface.at(at)
    taken = on_unit(axes, [place.values for place in places])
    chosen: Wanted = {}
    for row in _order(np.abs(mean) / spread):
        apart = _APART * (1 if len(chosen) < _BATCH // 2 else 2)
        if np.abs(taken - at[row]).max(axis=1).min() > apart:
            chosen[candidates[row]] = FIRST
            taken = np.concatenate([taken, at[row : row + 1]])
        if len(chosen) == _BATCH:
            break
    return chosen


def _order(doubts: NDArray[np.float64]) -> NDArray[np.intp]:
    """From the least to the largest; of two that differ by round-off, which no two machines share, the first."""
    return np.argsort(np.round(doubts, _DIGITS), kind="stable")


def _decide(
    axes: tuple[Axis, Axis], places: Sequence[Place], draws: Sequence[Draw], effort: MapEffort, alpha: float
) -> Wanted:
    """Replicates for the undecided places nearest to the level set, as many as the surface says will decide them."""
    undecided = [place for place in places if place.weight.decided == "undecided"]
    if not undecided:
        return {}
    mean, _ = surface_of(axes, places, draws).at(on_unit(axes, [place.values for place in undecided]))
    threshold = log(PLANNED[2] / alpha)
    wanted: Wanted = {}
    for row in _order(np.abs(mean)):
        place = undecided[row]
        perfect = perfect_replicates(place.weight.required, place.weight.alpha)
        most = min(effort.most, _DEAR * perfect)
        truth = float(expit(logit(place.weight.required) + mean[row]))
        if place.weight.trials < most and replicates_to_decide(truth, place.weight.required, threshold) <= most:
            wanted[place.values] = perfect if place.weight.trials < perfect else most
        if len(wanted) == _BATCH:
            break
    return wanted


def _narrow(axes: tuple[Axis, Axis], law: PowerLaw, places: Sequence[Place], effort: MapEffort, alpha: float) -> Wanted:
    """Places on both sides of a power law, as a map over one field would choose values of its product."""
    if 2 * (law.high - law.low) / (law.high + law.low) <= effort.width:
        return {}
    fit, aimed, threshold = law.fit, 0.9 * effort.width, log(PLANNED[2] / alpha)
    perfect = perfect_replicates(fit.level, alpha / PLANNED[2])
    low, high = log(law.low), log(law.high)
    if fit.quantile(0.75) - fit.quantile(0.25) > aimed:
        probes = {fit.quantile(share): perfect for share in (0.25, 0.5, 0.75)}
    else:
        half = half_width(fit, threshold, aimed / 2, effort.most // _POSITIONS)
        probes = {}
        for probe in (fit.estimate - half, fit.estimate + half):
            cost = replicates_to_decide(float(fit.probability(probe)), fit.level, threshold)
            probes[probe] = min(effort.most // _POSITIONS, max(perfect, ceil(1.3 * cost)))
    wanted: Wanted = {}
    for probe, count in probes.items():
        for position in range(_POSITIONS):
            share = (_GOLDEN * len(places) + position / _POSITIONS) % 1.0
            values = _on_law(axes, law, probe, share)
            if values is not None and low < law.along(values) < high:
                wanted[values] = count
    return wanted


def _on_law(axes: tuple[Axis, Axis], law: PowerLaw, along: float, share: float) -> tuple[float, ...] | None:
    """The values at a share of the stretch of {product = constant} that lies within the axes."""
    free = 0 if abs(law.exponents[1]) == 1 else 1
    bound = 1 - free
    stretch = []
    for place in np.linspace(np.log(axes[free].low), np.log(axes[free].high), 400):
        other = (along - law.exponents[free] * place) / law.exponents[bound]
        if np.log(axes[bound].low) <= other <= np.log(axes[bound].high):
            stretch.append((float(np.exp(place)), float(np.exp(other))))
    if not stretch:
        return None
    pair = stretch[int(share * (len(stretch) - 1))]
    values = [0.0, 0.0]
    for axis, number, raw in ((axes[free], free, pair[0]), (axes[bound], bound, pair[1])):
        values[number] = axis.value(axis.place(raw))
    return tuple(values)
