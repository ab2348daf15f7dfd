"""What a search for counterexamples found, as a pure function of the evidence.

The search looked at each candidate once, chose among those that failed by cheap replicates, and weighed the chosen ones
by fresh replicates in float64 and with half the step. Only these are read here: neither the luck that made a candidate
stand out nor round-off can make it a counterexample.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from theoremcheck.evidence import Trial
from theoremcheck.falsifier.effort import PLANNED
from theoremcheck.falsifier.looking import LOOKS, STEERED
from theoremcheck.falsifier.replicates import FRESH, GROWN, TRIED, grown_by
from theoremcheck.regimes.printed import code_of
from theoremcheck.regimes.recorded import recorded_point
from theoremcheck.series.addresses import End, address, grouped_by
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.readings import why_unusable
from theoremcheck.statistics import at_least
from theoremcheck.vocabulary import Precision
from theoremcheck.weighing import Unusable, Weight, outcomes_of, weigh_outcomes

__all__ = ["Counterexample", "Finding", "Rung", "Search", "weigh_search"]

Finding = Literal["none", "fades", "stays", "undecided"]


@dataclass(frozen=True)
class Rung:
    """A counterexample grown by a factor.

    Attributes:
        factor: The factor.
        field: The field that grows.
        value: Its value there.
        weight: What the replicates there say.
    """

    factor: float
    field: str
    value: float
    weight: Weight


@dataclass(frozen=True)
class Counterexample:
    """A point of the regime at which the prediction fails more often than the theorem allows.

    Attributes:
        point: The regime.
        weight: What its fresh replicates say, at the search's alpha divided by `PLANNED`.
        error: What went wrong in the first replicate that gave no usable outcome; None if all did.
        minimal: Whether the search tried every declared simplification of it, and none is a counterexample as well.
        ladder: The same grown along the theorem's asymptotics, in the order of the factors; of some counterexamples the
            largest factor alone.
    """

    point: Any
    weight: Weight
    error: str | None
    minimal: bool
    ladder: tuple[Rung, ...]

    @property
    def finding(self) -> Finding:
        """Fades where the prediction holds at the largest factor, stays where it still fails there."""
        if not self.ladder or self.ladder[-1].weight.decided == "fails":
            return "stays"
        return "fades" if self.ladder[-1].weight.decided == "holds" else "undecided"


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes:
        sources: How many candidates the search looked at, by where they came from; "draws" are the estimate's own.
        counterexamples: All that it confirmed: those that stay first, then those that are undecided, then those that
            fade; among these the simplest first.
    """

    sources: Mapping[str, int]
    counterexamples: tuple[Counterexample, ...]

    @property
    def counterexample(self) -> Counterexample | None:
        """The one that the report tells of first."""
        return self.counterexamples[0] if self.counterexamples else None

    @property
    def candidates(self) -> int:
        """All points that the search looked at."""
        return sum(self.sources.values())

    @property
    def finding(self) -> Finding:
        """One word: it takes all counterexamples to fade, and one to stay."""
        return self.counterexample.finding if self.counterexample else "none"

    @property
    def sentence(self) -> str:
        """What the search found, in words."""
        ways = ", ".join(f"{count} {name}" for name, count in self.sources.items() if count)
        looked = f"{self.candidates} candidates ({ways})"
        if self.sources.get("unsteady"):
            looked += " of a strategy that does not give the same examples twice, so that none is shrunk"
        if self.counterexample is None:
            return f"no counterexample among {looked}"
        found, weight = self.counterexample, self.counterexample.weight
        simplest = ", the simplest," if found.minimal else ""
        where = (
            f"{code_of(found.point)}{simplest} fails in {weight.failures} of {weight.trials} fresh replicates "
            f"(in at least {at_least(1 - weight.upper)} of all, {1 - weight.required:.4g} is allowed)"
        )
        if self.finding == "stays":
            grown = f", and still does with {_reached(found.ladder[-1])}" if found.ladder else ""
            return f"a counterexample among {looked}: {where}{grown}"
        if self.finding == "fades":
            held = next(
                rung
                for position, rung in enumerate(found.ladder)
                if all(later.weight.decided == "holds" for later in found.ladder[position:])
            )
            return f"a finite-size effect among {looked}: {where}, and fades: it holds from {_reached(held)} on"
        return f"a failure among {looked}: {where}; whether it fades is undecided up to {_reached(found.ladder[-1])}"


def weigh_search(dossier: Dossier, alpha: float) -> Search | None:
    """What the recorded trials of a search say; None if there was none.

    Args:
        dossier: The claim, its series and its evidence.
        alpha: Error probability of the search as a whole.
    """
    own, ledger, name = dossier.own, dossier.ledger, dossier.claim.name
    looks = {kind: ledger.trials(part_of(own, kind).label) for kind in LOOKS}
    if not any(looks.values()) and not ledger.trials(part_of(own, FRESH).label, Precision.REFINED):
        return None  # the draws may have covered a regime of few points, and the search still have taken place
    sources = {
        kind: sum(kind not in STEERED or trial.claim == name for trial in trials.values())
        for kind, trials in looks.items()
    }
    sources["draws"] = len(dossier.draws(own))
    found = [example for example in _weighed(dossier, alpha) if example.weight.decided == "fails"]
    order: list[Finding] = ["stays", "undecided", "fades"]
    found.sort(
        # The search grows step by step what it reports, and the others at the largest factor alone.
        key=lambda example: (
            order.index(example.finding),
            -len(example.ladder),
            own.regimes.size(example.point),
            code_of(example.point),
        )
    )
    if found:
        found[0] = replace(found[0], minimal=_is_minimal(dossier, found[0].point))
    return Search(sources, tuple(found))


def _is_minimal(dossier: Dossier, point: Any) -> bool:
    """Whether the search tried every declared simplification of a point."""
    regimes = dossier.own.regimes
    if regimes.declaration is None:
        return False
    tried = dossier.ledger.trials(part_of(dossier.own, TRIED).label).keys()
    name = dossier.claim.name
    return tried >= {address(simpler, End.CHOOSE, 1, name) for simpler in regimes.simplifications(point)}


def _weighed(dossier: Dossier, alpha: float) -> list[Counterexample]:
    """Every point with fresh replicates, with what they say and its ladder."""
    grown = _replicates(dossier, GROWN)
    found = []
    for (digest, _), trials in _replicates(dossier, FRESH).items():
        point = recorded_point(dossier.own.regimes, trials[0].regime)
        factors = range(len(dossier.claim.growth.factors) if dossier.claim.growth else 0)
        ladder = tuple(
            _rung(dossier, point, factor, grown[digest, factor], alpha)
            for factor in factors
            if (digest, factor) in grown
        )
        weight, error = _weigh(dossier, trials, alpha)
        found.append(Counterexample(point, weight, error, minimal=False, ladder=ladder))
    return found


def _rung(dossier: Dossier, point: Any, factor: int, trials: Sequence[Trial], alpha: float) -> Rung:
    growth = dossier.claim.growth
    assert growth is not None
    value = getattr(grown_by(growth, point, factor), growth.field)
    return Rung(growth.factors[factor], growth.field, float(value), _weigh(dossier, trials, alpha)[0])


def _weigh(dossier: Dossier, trials: Sequence[Trial], alpha: float) -> tuple[Weight, str | None]:
    """What replicates say, and what went wrong in the first without usable outcome."""
    outcomes = outcomes_of(dossier.claim, trials)
    weight = weigh_outcomes(outcomes, alpha / PLANNED, Unusable.FAILS)
    if outcomes.usable.all():
        return weight, None
    first = trials[int(np.argmin(outcomes.usable))]
    return weight, why_unusable(dossier.claim, first)


def _replicates(dossier: Dossier, part: str) -> dict[tuple[int, int | None], list[Trial]]:
    """Replicates 1, 2, ... up to the first gap, by the digest of the chosen point and the position of the factor."""
    recorded = dossier.ledger.trials(part_of(dossier.own, part).label, Precision.REFINED)
    found: dict[tuple[int, int | None], list[Trial]] = defaultdict(list)
    for number, trial in sorted(recorded.items()):
        digest, factor, replicate = grouped_by(number)
        series = found[digest, factor]
        if trial.claim == dossier.claim.name and replicate == len(series) + 1:
            series.append(trial)
    return {chosen: trials for chosen, trials in found.items() if trials}


def _reached(rung: Rung) -> str:
    return f"{rung.field} = {rung.value:g}"
