"""The first stage of a search: candidates from everywhere, each looked at once.

A look costs one training, and says only where to look again: its streams serve no other end, and no number of a verdict
rests on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from math import inf
from typing import Any

import numpy as np

from theoremcheck.evidence import EvidenceError, Plan, Trial
from theoremcheck.falsifier.descending import descend
from theoremcheck.falsifier.harvest import steer
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.regimes.admitted import admitted_point
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series
from theoremcheck.streams import stream_key
from theoremcheck.weighing import Unusable, weigh

__all__ = [
    "LOOKS",
    "STEERED",
    "Candidates",
    "look_around",
    "look_as_planned",
    "looks_at_no_more",
    "points_named",
    "seed_of",
]

LOOKS = ("examples", "targeted", "unsteady", "corners", "spread", "edges", "descent")
"""Where candidates come from: Hypothesis' examples, the same steered towards small margins (unsteady ones where the
second run did not begin with the same examples), the ends of the declared ranges, an even cover of the regime, the
boundaries of its conditions, and a walk towards small margins."""

STEERED = ("targeted", "unsteady", "descent")
"""Where one claim's own margins led the search; at other candidates it looks once for all claims of a study."""

_SAMPLED = ("draws", "spread")

_EACH = 8
"""Trials, draws included, that are to meet each point of a regime with fewer points than the cover: what fails in three
trials of ten there escapes one look as a rule, and eight once in seventeen."""


class Candidates:
    """Points that the search looked at, with their margins.

    Attributes:
        margins: Least margin of each point; -inf where a trial gave no usable outcome, so that it comes first.
        failing: Points at which the prediction failed, once or more often, and what kind of look showed it first.
        replays: Whether Hypothesis gave the same examples twice: only then can its shrinker replay them.
    """

    def __init__(self) -> None:
        """The search has looked at nothing yet."""
        self.margins: dict[Any, float] = {}
        self.failing: dict[Any, str] = {}
        self.replays = True

    @property
    def sampled(self) -> list[Any]:
        """Failing draws and points of the even cover: they lie as the regime does, and crowd nowhere."""
        return [point for point, kind in self.failing.items() if kind in _SAMPLED]


def seed_of(own: Series) -> int:
    """The seed of Hypothesis and of the covers: one for all claims of a study that ask the same regimes."""
    return stream_key("search", own.owner, own.specification, own.label)


def look_as_planned(replicates: Replicates, plan: Plan) -> _Looking:
    """Look at the candidates that do not depend on what other looks showed."""
    found = _Looking(replicates)
    own, effort = replicates.dossier.own, replicates.effort
    drawn = replicates.dossier.draws(own)[: plan.draws]
    # The draws are there already, and cover what is common; the rest of this stage looks for what is rare.
    found.note("draws", draw_points(own, range(len(drawn))).values(), drawn)
    # Theorems break at the ends of their ranges: the smallest sizes with the strongest noise.
    found.look("corners", own.regimes.corners(effort.corners))
    found.ends = looks_at_no_more(replicates.dossier, plan.draws, replicates.alpha)
    if not found.ends:
        # Hypothesis tries what people forget: zeros, equal fields, the constants of the page itself.
        found.look("examples", points_named(own, plan)[0])
        # An even cover hits a region that draws and corners miss, unless the region is too small.
        found.cover = own.regimes.spread(effort.spread, seed_of(own))
        found.look("spread", found.cover)
        if 0 < len(found.cover) < effort.spread:
            found.look_again("spread", found.cover, min(_EACH, effort.spread // len(found.cover)))
    return found


def points_named(own: Series, plan: Plan) -> tuple[list[Any], list[Any]]:
    """The points that a plan names: its examples, and those that earlier searches left open.

    Raises:
        EvidenceError: If the claim does not speak of one of them.
    """
    examples, open_points = (
        [_named(own, plan, field, place) for place in range(len(getattr(plan, field)))]
        for field in ("examples", "open_points")
    )
    return examples, open_points


def _named(own: Series, plan: Plan, field: str, place: int) -> Any:
    try:
        return admitted_point(own.regimes, getattr(plan, field)[place])
    except EvidenceError as error:
        named = f"{field}[{place}] of the plan of {plan.claim}'s search at budget {plan.budget}"
        raise EvidenceError(f"{named}: {error}") from error


def look_around(replicates: Replicates, plan: Plan) -> Candidates:
    """Look at candidates from everywhere."""
    found = look_as_planned(replicates, plan)
    own, effort = replicates.dossier.own, replicates.effort
    if found.ends:
        return found.candidates
    margins, declaration, seed = found.candidates.margins, own.regimes.declaration, seed_of(own)
    if declaration is None:
        # In a strategy given by hand only Hypothesis knows the way downhill.
        examples, _ = points_named(own, plan)
        steered, replays = steer(own.regimes.strategy(), effort.examples, seed, margins, examples)
        found.candidates.replays = replays
        found.look("targeted" if replays else "unsteady", steered[: effort.targeted])
        return found.candidates
    # Curved conditions cut most corners off the box, and the corners that they make lie at no end of any field.
    found.look("edges", declaration.edges(found.cover, effort.edges, seed))
    # Where a margin is small there may be a smaller one near by.
    descend(declaration, margins, partial(found.look, "descent"), effort, seed)
    return found.candidates


def looks_at_no_more(dossier: Dossier, draws: int, alpha: float) -> bool:
    """Whether the search looks at nothing but draws and corners: where the draws alone refute the claim.

    Whatever else a search found would change no verdict, and the draws that failed are places enough to begin with on
    the way to the simplest counterexample. In a strategy given by hand only Hypothesis knows that way.
    """
    own = dossier.own
    refuted = weigh(dossier.claim, dossier.draws(own)[:draws], alpha, Unusable.FAILS).decided == "fails"
    return refuted and own.regimes.declaration is not None


class _Looking:
    def __init__(self, replicates: Replicates) -> None:
        self.candidates = Candidates()
        self.cover: Sequence[Any] = ()
        self.ends = False
        self._replicates = replicates
        self._looks = Counter[Any]()

    def look(self, kind: str, points: Sequence[Any]) -> int:
        """Look at the points of a kind that are new, and say how many of them failed."""
        claim = self._replicates.dossier.claim
        new = [point for point in dict.fromkeys(points) if point not in self.candidates.margins]
        before = len(self.candidates.failing)
        self.note(kind, new, self._replicates.look(kind, new, claim.name if kind in STEERED else ""))
        return len(self.candidates.failing) - before

    def look_again(self, kind: str, points: Sequence[Any], times: int) -> None:
        """Look at each point until so many trials have met it."""
        for number in range(1, times):
            open_ones = [point for point in points if self._looks[point] < times]
            self.note(kind, open_ones, self._replicates.look(kind, open_ones, "", number))

    def note(self, kind: str, points: Iterable[Any], trials: Sequence[Trial]) -> None:
        """Remember the margins of candidates, and which of them failed; a point may come more than once."""
        seen = readings_of(self._replicates.dossier.claim, trials)
        margins = np.where(seen.usable, seen.margins, -inf).tolist()
        candidates = self.candidates
        for point, margin, holds in zip(points, margins, seen.holds.tolist(), strict=True):
            self._looks[point] += 1
            candidates.margins[point] = min(margin, candidates.margins.get(point, inf))
            if not holds:
                candidates.failing.setdefault(point, kind)
