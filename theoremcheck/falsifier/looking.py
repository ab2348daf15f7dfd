"""The first stage of a search: candidates from everywhere, each looked at once.

A look costs one training, and says only where to look again: its streams serve no other end, and no number of a verdict
rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from math import inf
from typing import Any

import numpy as np

from theoremcheck.evidence import Trial
from theoremcheck.falsifier.descending import descend
from theoremcheck.falsifier.harvest import harvest, steer
from theoremcheck.falsifier.replicates import Replicates
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.weighing import Unusable, weigh

__all__ = ["LOOKS", "STEERED", "Candidates", "look_around", "looks_at_no_more"]

LOOKS = ("examples", "targeted", "unsteady", "corners", "spread", "edges", "descent")
"""Where candidates come from: Hypothesis' examples, the same steered towards small margins (unsteady ones where the
second run did not begin with the same examples), the ends of the declared ranges, an even cover of the regime, the
boundaries of its conditions, and a walk towards small margins."""

STEERED = ("targeted", "unsteady", "descent")
"""Where one claim's own margins led the search; at other candidates it looks once for all claims of a study."""

_SAMPLED = ("draws", "spread")


class Candidates:
    """Points that the search looked at, with their margins.

    Attributes:
        margins: Margin of each point; -inf where its trial gave no usable outcome, so that it comes first.
        failing: Points at which the prediction failed.
        sampled: Those of them that are draws or belong to the even cover: they lie as the regime does, and do not crowd
            where margins are small.
        replays: Whether Hypothesis gave the same examples twice: only then can its shrinker replay them.
    """

    def __init__(self) -> None:
        """The search has looked at nothing yet."""
        self.margins: dict[Any, float] = {}
        self.failing: list[Any] = []
        self.sampled: list[Any] = []
        self.replays = True


def look_around(replicates: Replicates, draws: int, seed: int) -> Candidates:
    """Look at candidates from everywhere.

    Args:
        replicates: Trains the looks.
        draws: How many of the claim's draws are candidates: as many as the run took to decide it, without those that it
            added since.
        seed: Of Hypothesis and of the covers.
    """
    found = _Looking(replicates)
    own, effort = replicates.dossier.own, replicates.effort
    # The draws are there already, and cover what is common; the rest of this stage looks for what is rare.
    found.note("draws", draw_points(own, range(draws)).values(), replicates.dossier.draws(own)[:draws])
    # Theorems break at the ends of their ranges: the smallest sizes with the strongest noise.
    found.look("corners", own.regimes.corners(effort.corners))
    if looks_at_no_more(replicates.dossier, draws, replicates.alpha):
        return found.candidates
    # Hypothesis tries what people forget: zeros, equal fields, the constants of the page itself.
    examples = harvest(own.regimes.strategy(), effort.examples, seed)
    found.look("examples", examples)
    # An even cover hits a region that draws and corners miss, unless the region is too small.
    spread = own.regimes.spread(effort.spread, seed)
    found.look("spread", spread)
    margins, declaration = found.candidates.margins, own.regimes.declaration
    if declaration is None:
        # In a strategy given by hand only Hypothesis knows the way downhill.
        steered, replays = steer(own.regimes.strategy(), effort.examples, seed, margins, examples)
        found.candidates.replays = replays
        found.look("targeted" if replays else "unsteady", steered[: effort.targeted])
        return found.candidates
    # Curved conditions cut most corners off the box, and the corners that they make lie at no end of any field.
    found.look("edges", declaration.edges(spread, effort.edges, seed))
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
        self._replicates = replicates

    def look(self, kind: str, points: Sequence[Any]) -> int:
        """Look at the points of a kind that are new, and say how many of them failed."""
        claim = self._replicates.dossier.claim
        new = [point for point in dict.fromkeys(points) if point not in self.candidates.margins]
        before = len(self.candidates.failing)
        self.note(kind, new, self._replicates.look(kind, new, claim.name if kind in STEERED else ""))
        return len(self.candidates.failing) - before

    def note(self, kind: str, points: Iterable[Any], trials: Sequence[Trial]) -> None:
        """Remember the margins of candidates, and which of them failed."""
        seen = readings_of(self._replicates.dossier.claim, trials)
        margins = np.where(seen.usable, seen.margins, -inf).tolist()
        found = dict(zip(points, zip(margins, seen.holds.tolist(), strict=True), strict=True))
        self.candidates.margins.update({point: margin for point, (margin, _) in found.items()})
        failing = [point for point, (_, holds) in found.items() if not holds]
        self.candidates.failing += failing
        if kind in _SAMPLED:
            self.candidates.sampled += failing
