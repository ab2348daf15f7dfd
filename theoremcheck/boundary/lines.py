"""A map over one field: where the holding probability crosses the required one, with honest bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from theoremcheck.boundary.axes import Axis
from theoremcheck.boundary.places import Place, none_of_the_regime, required_at_places
from theoremcheck.boundary.surrogate import Fit, Outcomes, fit_crossing
from theoremcheck.statistics import down_to_digits, up_to_digits

__all__ = ["Bracket", "Crossing", "Line", "brackets_of", "fit_of", "line_of"]


@dataclass(frozen=True)
class Bracket:
    """Neighbours among the decided places, of which one holds and the other fails."""

    left: Place
    right: Place

    @property
    def falling(self) -> bool:
        """Whether the prediction holds below and fails above."""
        return self.left.weight.decided == "holds"


@dataclass(frozen=True)
class Crossing:
    """A value of the field at which the prediction stops, or starts, to hold.

    Attributes:
        low: Last value below with a decision.
        high: First value above with the other decision.
        estimate: Where the fitted probability crosses the required one.
        falling: Whether the prediction holds below and fails above.
        inside: Whether the estimate lies in the claim's declared range.
        whole: Whether the field takes whole numbers alone.
    """

    low: float
    high: float
    estimate: float
    falling: bool
    inside: bool
    whole: bool = False

    @property
    def in_words(self) -> str:
        """The estimate with its band, rounded outward; of whole numbers the last or the first that holds."""
        if self.whole:
            between = f" [{self.low:g}, {self.high:g}]" if self.high - self.low > 1 else ""
            return f"{self._last_whole if self.falling else self._first_whole}{between}"
        return f"{_short(self.estimate)} [{down_to_digits(self.low, 4):g}, {up_to_digits(self.high, 4):g}]"

    @property
    def _first_whole(self) -> int:
        return max(floor(self.low) + 1, ceil(self.estimate))

    @property
    def _last_whole(self) -> int:
        return min(ceil(self.high) - 1, floor(self.estimate))


@dataclass(frozen=True)
class Line:
    """P(holds) along one field, the other fields drawn from their laws.

    Attributes:
        claim: Name of the claim, and how far its regime is grown, as a sentence begins with them.
        axis: The field, over the values of the places.
        places: The places, in the order of their values.
        crossings: Where the holding probability crosses `required`, in order.
        alpha: Error probability of all decisions together.
        grown: By which factor of the claim's growth every regime is grown; empty where they are as they were drawn.
    """

    claim: str
    axis: Axis
    places: tuple[Place, ...]
    crossings: tuple[Crossing, ...]
    alpha: float
    grown: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The mapped field."""
        return (self.axis.field,)

    @property
    def required(self) -> float:
        """The level, at its mean over the places."""
        return sum(place.weight.required for place in self.places) / len(self.places)

    @property
    def sentence(self) -> str:
        """The finding in words."""
        stated = f"(required {required_at_places(self.places)}, confidence {1 - self.alpha:.4g})"
        if self.crossings:
            return f"{self.claim} holds while {_where(self.axis.field, self.crossings)}{self._left_open} {stated}"
        found = {decided: [p for p in self.places if p.weight.decided == decided] for decided in ("holds", "fails")}
        ends = f"{self.axis.field} from {_short(self.places[0].values[0])} to {_short(self.places[-1].values[0])}"
        for decided, other in (("holds", "fails"), ("fails", "holds")):
            count, total = len(found[decided]), len(self.places)
            if count and not found[other]:
                tried = f"values tried over {ends}{none_of_the_regime(self.places)}"
                if count < total:
                    tried += f", {total - count} undecided"
                    return f"{self.claim} {decided} at {count} of {total} {tried}: no crossing is decided {stated}"
                return f"{self.claim} {decided} at all {total} {tried}: no crossing is seen {stated}"
        return f"{self.claim}: nothing is decided yet over {ends} {stated}"

    @property
    def _left_open(self) -> str:
        """Undecided values outside of all bands, in words: what lies there is no finding of the map."""
        values = [place.values[0] for place in self.places if place.weight.decided == "undecided"]
        beside = [value for value in values if not any(one.low <= value <= one.high for one in self.crossings)]
        return f", undecided at {self.axis.field} = {_stretches(self.places, beside)}" if beside else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The evidence behind the sentence, and where the map leaves the claim's regime."""
        low, high = self.axis.declared
        notes = []
        if self.crossings:
            notes.append(
                "A band ends at the last value decided to hold and the first decided to fail; between neighbours that "
                "are decided alike the prediction is taken to hold, or to fail, throughout."
            )
        if self.places[0].values[0] < low or self.places[-1].values[0] > high:
            notes.append(
                f"The claim speaks of {self.axis.claimed} alone; beyond it nothing is claimed, and it is not the "
                "theorem that fails there."
            )
        left_out = [place.values[0] for place in self.places if not place.inside and self.axis.own(place.values[0])]
        if left_out:
            notes.append(
                f"The claim's conditions leave out {_stretches(self.places, left_out)}: no regime of it has such "
                "values, and the map drops the conditions that speak of the field there."
            )
        return tuple(notes)


def line_of(claim: str, axis: Axis, places: Sequence[Place], draws: Outcomes, alpha: float) -> Line:
    """The map that some places give.

    Args:
        claim: Name of the claim, and how far its regime is grown, as a sentence begins with them.
        axis: The field.
        places: At least one.
        draws: The claim's own draws along the field; they inform the estimates alone.
        alpha: Error probability of all decisions together.
    """
    values = [place.values[0] for place in places]
    axis = replace(axis, low=min(values), high=max(values))
    crossings = []
    for bracket in brackets_of(places):
        low, high = bracket.left.values[0], bracket.right.values[0]
        fit = fit_of(axis, bracket, places, draws)
        estimate = min(max(_raw(axis, fit.estimate), low), high)
        inside = axis.declared[0] <= estimate <= axis.declared[1]
        crossings.append(Crossing(low, high, estimate, bracket.falling, inside, axis.whole))
    return Line(claim, axis, tuple(places), tuple(crossings), alpha)


def brackets_of(places: Sequence[Place]) -> list[Bracket]:
    """Decided neighbours that differ; undecided places between them do not part them."""
    decided = [place for place in places if place.weight.decided != "undecided"]
    pairs = zip(decided, decided[1:], strict=False)
    return [Bracket(left, right) for left, right in pairs if left.weight.decided != right.weight.decided]


def fit_of(axis: Axis, bracket: Bracket, places: Sequence[Place], draws: Outcomes) -> Fit:
    """The fitted crossing of a bracket, from the outcomes in it and half its width about it."""
    low, high = (axis.place(place.values[0]) for place in (bracket.left, bracket.right))
    seen = [(axis.place(p.values[0]), p.weight.holds, p.weight.trials, p.weight.required) for p in places]
    room = (high - low) / 2
    near = Outcomes.of([*seen, *_rows(draws)]).within(low - room, high + room)
    return fit_crossing(near, low, high, falling=bracket.falling)


def _rows(draws: Outcomes) -> list[tuple[float, float, float, float]]:
    return list(zip(draws.places, draws.holds, draws.replicates, draws.required, strict=True))


def _raw(axis: Axis, place: float) -> float:
    """The value of a coordinate, not rounded to a value of the field."""
    return replace(axis, values=None, whole=False).value(place)


def _where(field: str, crossings: Sequence[Crossing]) -> str:
    """The set on which the prediction holds: stretches between crossings."""
    starts = [None, *crossings] if crossings[0].falling else list(crossings)
    parts = []
    for low, high in zip(starts[::2], [*starts[1::2], None], strict=False):
        if low is None and high is not None:
            parts.append(f"{field} is at most {high.in_words}" if high.whole else f"{field} < {high.in_words}")
        elif low is not None and high is None:
            parts.append(f"{field} is at least {low.in_words}" if low.whole else f"{field} > {low.in_words}")
        elif low is not None and high is not None:
            inside = f"{field} goes from {low.in_words} to {high.in_words}"
            parts.append(inside if low.whole else f"{low.in_words} < {field} < {high.in_words}")
    return " or ".join(parts)


def _stretches(places: Sequence[Place], values: Sequence[float]) -> str:
    """Runs of neighbouring places in words."""
    runs: list[list[float]] = []
    position = {place.values[0]: number for number, place in enumerate(places)}
    for value in values:
        if runs and position[value] == position[runs[-1][-1]] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return " and ".join(_short(run[0]) if len(run) == 1 else f"{_short(run[0])} to {_short(run[-1])}" for run in runs)


def _short(value: float) -> str:
    return f"{value:.4g}"
