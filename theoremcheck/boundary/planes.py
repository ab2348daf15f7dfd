"""A map over two fields: where the holding probability crosses the required one in the plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.draws import Draw
from theoremcheck.boundary.places import Place, none_of_the_regime, required_at_places
from theoremcheck.boundary.powers import FEWEST, PowerLaw, power_law_of
from theoremcheck.boundary.surface import Surface, fit_surface, level_lines

__all__ = ["Plane", "on_unit", "plane_of", "surface_of"]

Floats = NDArray[np.float64]

_CELLS = 48
_MOST_DRAWS = 128


@dataclass(frozen=True)
class Plane:
    """P(holds) over two fields, the other fields drawn from their laws.

    Attributes:
        claim: Name of the claim, and how far its regime is grown, as a sentence begins with them.
        axes: The fields, over the values of the places.
        places: The places, in order.
        lines: The level set of the fitted surface: polygon lines of pairs of values.
        law: The level set as f^a g^b = constant, if such a line parts the decided places.
        alpha: Error probability of all decisions together.
        grown: By which factor of the claim's growth every regime is grown; empty where they are as they were drawn.
    """

    claim: str
    axes: tuple[Axis, Axis]
    places: tuple[Place, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    law: PowerLaw | None
    alpha: float
    grown: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The mapped fields."""
        return tuple(axis.field for axis in self.axes)

    @property
    def required(self) -> float:
        """The level, at its mean over the places."""
        return sum(place.weight.required for place in self.places) / len(self.places)

    def count(self, decided: str) -> int:
        """How many places have this decision."""
        return sum(place.weight.decided == decided for place in self.places)

    @property
    def sentence(self) -> str:
        """The finding in words."""
        stated = f"(required {required_at_places(self.places)}, confidence {1 - self.alpha:.4g})"
        if self.law is not None:
            return f"{self.claim} holds while {self.law.in_words} {stated}"
        over = " and ".join(f"{a.field} from {a.low:.4g} to {a.high:.4g}" for a in self.axes)
        counts = (
            f"{self.claim} holds at {self.count('holds')} and fails at {self.count('fails')} of {len(self.places)} "
            f"places tried over {over}{none_of_the_regime(self.places)}"
        )
        if not (self.count("holds") and self.count("fails")):
            all_decided = self.count("holds") + self.count("fails") == len(self.places)
            return f"{counts}: no crossing is {'seen' if all_decided else 'decided'} {stated}"
        if min(self.count("holds"), self.count("fails")) < FEWEST:
            return f"{counts}: too few are decided to say what parts them {stated}"
        return f"{counts}; what parts them is no power law in the two {stated}"

    @property
    def notes(self) -> tuple[str, ...]:
        """The evidence behind the sentence, and where the map leaves the claim's regime."""
        notes = []
        if self.law is not None:
            notes.append(
                "The band of the constant ends at the last place decided to hold and the first decided to fail, taken "
                f"along {self.law.name}; that the level set is such a line is read off the decided places, all of "
                f"which it parts, and so do the exponents from {self.law.least:.3g} to {self.law.largest:.3g}."
            )
        beyond = [a for a in self.axes if a.low < a.declared[0] or a.high > a.declared[1]]
        notes += [f"The claim speaks of {axis.claimed} alone." for axis in beyond]
        outside = [
            place
            for place in self.places
            if not place.inside and all(a.own(v) for a, v in zip(self.axes, place.values, strict=True))
        ]
        if outside:
            failing = sum(place.weight.decided == "fails" for place in outside)
            within = sum(place.weight.decided == "fails" for place in self.places if place.inside)
            notes.append(
                f"The claim's conditions leave out {len(outside)} of the places, {failing} of which fail; of those "
                f"within its conditions {within} fail. Where they leave a place out the conditions that speak of the "
                "two fields are dropped."
            )
        return tuple(notes)


def plane_of(
    claim: str, axes: tuple[Axis, Axis], places: Sequence[Place], draws: Sequence[Draw], alpha: float
) -> Plane:
    """The map that some places give.

    Args:
        claim: Name of the claim, and how far its regime is grown, as a sentence begins with them.
        axes: The fields.
        places: Some with different values of either field.
        draws: The claim's own draws along the fields; they inform the surface alone.
        alpha: Error probability of all decisions together.
    """
    tried = [[place.values[number] for place in places] for number in range(2)]
    axes = (
        replace(axes[0], low=min(tried[0]), high=max(tried[0])),
        replace(axes[1], low=min(tried[1]), high=max(tried[1])),
    )
    surface = surface_of(axes, places, draws)
    shares = np.linspace(0, 1, _CELLS)
    grid = np.stack(np.meshgrid(shares, shares, indexing="ij"), axis=-1).reshape(-1, 2)
    heights = surface.at(grid)[0].reshape(_CELLS, _CELLS)
    lines = tuple(
        tuple((_from_unit(axes[0], x), _from_unit(axes[1], y)) for x, y in line)
        for line in level_lines(shares, shares, heights)
    )
    return Plane(claim, axes, tuple(places), lines, power_law_of(axes, places), alpha)


def surface_of(axes: tuple[Axis, Axis], places: Sequence[Place], draws: Sequence[Draw]) -> Surface:
    """The fitted surface, from the places and from the first of the claim's own draws."""
    level = sum(place.weight.required for place in places) / len(places)
    near = [draw for draw in draws if _covers(axes, draw[0])][:_MOST_DRAWS]
    rows = [(place.values, place.weight.holds, place.weight.trials) for place in places]
    rows += [(values, int(held), 1) for values, held, _ in near]
    return fit_surface(
        on_unit(axes, [values for values, _, _ in rows]),
        np.array([held for _, held, _ in rows], dtype=np.float64),
        np.array([count for _, _, count in rows], dtype=np.float64),
        np.full(len(rows), level),
    )


def on_unit(axes: tuple[Axis, Axis], values: Sequence[tuple[float, ...]]) -> Floats:
    """Values as points of the unit square."""
    columns = []
    for number, axis in enumerate(axes):
        low, high = axis.place(axis.low), axis.place(axis.high)
        columns.append([(axis.place(pair[number]) - low) / (high - low) for pair in values])
    return np.array(columns).T


def _from_unit(axis: Axis, share: float) -> float:
    low, high = axis.place(axis.low), axis.place(axis.high)
    return replace(axis, values=None, whole=False).value(low + share * (high - low))


def _covers(axes: tuple[Axis, Axis], values: tuple[float, ...]) -> bool:
    return all(axis.low <= value <= axis.high for axis, value in zip(axes, values, strict=True))
