"""Which replicates a map over one field needs next.

First an even grid. Then, between neighbours with different decisions, the quartiles of the fitted crossing, until its
standard error is below the wanted band; and then the two values about it that are just far enough for the effort to
decide them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.lines import Bracket, brackets_of, fit_of
from theoremcheck.boundary.map_effort import PLANNED, MapEffort
from theoremcheck.boundary.places import Place
from theoremcheck.boundary.surrogate import Fit, Outcomes, replicates_to_decide
from theoremcheck.statistics import draws_to_support

__all__ = ["FIRST", "affordable", "half_width", "lacking", "next_on_line", "perfect_replicates"]

FIRST = 16
"""Replicates that every place gets: where the prediction always fails, they decide."""
_QUARTILES = (0.25, 0.5, 0.75)
_NEAR = 0.25
"""A place that lies within this share of the wanted distance stands for a new one."""
_SPARE = 1.3
_STAGE = 3

Wanted = dict[tuple[float, ...], int]


def next_on_line(axis: Axis, places: Sequence[Place], draws: Outcomes, effort: MapEffort, alpha: float) -> Wanted:
    """How many replicates each place is to have next; nothing once the map is finished.

    Args:
        axis: The field, over the range that the map covers.
        places: The places so far.
        draws: The claim's own draws along the field.
        effort: Upper limits.
        alpha: Error probability of all decisions together.
    """
    known = {place.values: place for place in places}
    first: Wanted = {(value,): FIRST for value in axis.grid(effort.grid)}
    wanted = lacking(first, known) or lacking(_decide_grid(places, first), known)
    if not wanted:
        brackets = [bracket for bracket in brackets_of(places) if not _is_sharp(axis, bracket, effort)]
        new: Wanted = {}
        for bracket in brackets:
            new |= _refine(axis, bracket, places, draws, effort, alpha)
        wanted = lacking(new, known)
    return affordable(wanted, known, effort.trials, PLANNED[1])


def affordable(wanted: Wanted, known: Mapping[tuple[float, ...], Place], trials: int, planned: int) -> Wanted:
    """The part of a wish that the effort has room for: no more places than planned, no more replicates than left."""
    room = trials - sum(place.weight.trials for place in known.values())
    new = [values for values in wanted if values not in known][: max(0, planned - len(known))]
    has = {values: known[values].weight.trials if values in known else 0 for values in wanted}
    more = {values: wanted[values] - has[values] for values in wanted if values in known or values in new}
    share = min(1.0, room / max(1, sum(more.values())))
    return {values: has[values] + floor(share * count) for values, count in more.items() if floor(share * count) > 0}


def perfect_replicates(required: float, alpha: float) -> int:
    """Replicates that decide a place where the prediction always holds, with one failure to spare."""
    return ceil(1.5 * draws_to_support(required, alpha))


def half_width(fit: Fit, threshold: float, aimed: float, most: int) -> float:
    """The least distance from the crossing, `aimed` or more, at which `most` replicates decide both sides."""
    half = aimed
    for _ in range(24):
        sides = fit.probability([fit.estimate - half, fit.estimate + half])
        if max(replicates_to_decide(float(side), fit.level, threshold) for side in sides) * _SPARE <= most:
            break
        half *= 1.15
    return half


def lacking(wanted: Wanted, known: Mapping[tuple[float, ...], Place]) -> Wanted:
    """The wish for places that have no decision yet."""
    return {
        values: count
        for values, count in wanted.items()
        if values not in known
        or (known[values].weight.trials < count and known[values].weight.decided == "undecided")
        or known[values].weight.trials < min(count, FIRST)
    }


def _decide_grid(places: Sequence[Place], first: Wanted) -> Wanted:
    """Replicates for the places of the grid that are not yet decided, and do not lie between two that differ."""
    between = {
        place.values
        for bracket in brackets_of(places)
        for place in places
        if bracket.left.values < place.values < bracket.right.values
    }
    wanted = {}
    for place in places:
        if place.values in first and place.weight.decided == "undecided" and place.values not in between:
            perfect = perfect_replicates(place.weight.required, place.weight.alpha)
            wanted[place.values] = perfect if place.weight.trials < perfect else 4 * perfect
    return wanted


def _is_sharp(axis: Axis, bracket: Bracket, effort: MapEffort) -> bool:
    low, high = bracket.left.values[0], bracket.right.values[0]
    return axis.width(low, high) <= effort.width or axis.between(low, high) == 0


def _refine(
    axis: Axis, bracket: Bracket, places: Sequence[Place], draws: Outcomes, effort: MapEffort, alpha: float
) -> Wanted:
    """Places within a bracket."""
    fit = fit_of(axis, bracket, places, draws)
    inner = [place for place in places if bracket.left.values < place.values < bracket.right.values]
    perfect = perfect_replicates(fit.level, alpha / PLANNED[1])
    aimed = _aimed(axis, fit, effort)
    if axis.values is not None and (axis.between(bracket.left.values[0], bracket.right.values[0]) or 0) <= 3:
        return _raise([value for value in axis.values if _inside(bracket, value)], inner, perfect, effort)
    spread = fit.quantile(_QUARTILES[2]) - fit.quantile(_QUARTILES[0])
    if spread > aimed:
        probes = [fit.quantile(share) for share in _QUARTILES]
        wanted = _at(axis, bracket, probes, inner, spread * _NEAR, perfect, dict.fromkeys(probes, perfect), effort)
        if lacking(wanted, {place.values: place for place in places}):
            return wanted
    half = half_width(fit, log(PLANNED[1] / alpha), aimed / 2, effort.most)
    costs = {}
    for place in (fit.estimate - half, fit.estimate + half):
        cost = replicates_to_decide(float(fit.probability(place)), fit.level, log(PLANNED[1] / alpha))
        costs[place] = min(effort.most, max(perfect, ceil(_SPARE * cost)))
    return _at(axis, bracket, list(costs), inner, half * _NEAR, perfect, costs, effort)


def _aimed(axis: Axis, fit: Fit, effort: MapEffort) -> float:
    """The width of the wanted band, in the coordinate."""
    value = axis.value(fit.estimate)
    width = effort.width * max(abs(value), 0.1 * (axis.high - axis.low))
    return 0.9 * (width / value if axis.log else width)


def _inside(bracket: Bracket, value: float) -> bool:
    return bracket.left.values[0] < value < bracket.right.values[0]


def _raise(values: Sequence[float], inner: Sequence[Place], perfect: int, effort: MapEffort) -> Wanted:
    """All of a few values, each with more replicates than it has."""
    has = {place.values: place.weight.trials for place in inner}
    return {(value,): min(effort.most, max(perfect, 2 * has.get((value,), 0))) for value in values}


def _at(
    axis: Axis,
    bracket: Bracket,
    probes: Sequence[float],
    inner: Sequence[Place],
    near: float,
    first: int,
    counts: Mapping[float, int],
    effort: MapEffort,
) -> Wanted:
    """Places at, or where there are some already near, the wanted coordinates; those get more replicates."""
    wanted: Wanted = {}
    for probe in probes:
        close = [place for place in inner if abs(axis.place(place.values[0]) - probe) <= near]
        if close:
            nearest = min(close, key=lambda place: abs(axis.place(place.values[0]) - probe))
            # In stages: the fit may be wrong about how far from the level this place is.
            more = (
                _STAGE * nearest.weight.trials if nearest.weight.trials < counts[probe] else 2 * nearest.weight.trials
            )
            wanted[nearest.values] = max(wanted.get(nearest.values, 0), min(effort.most, more))
        elif _inside(bracket, value := axis.value(probe)):
            wanted[(value,)] = max(wanted.get((value,), 0), first)
    return wanted
