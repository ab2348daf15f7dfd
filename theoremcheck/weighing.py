"""From recorded trials to evidence: what holds and what fails, both e-values, bounds, a decision.

This is the one place where outcomes become evidence: draws of a claim and of its controls, replicates of a
counterexample, places of a map, and draws with a hypothesis broken are all weighed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.regimes.recorded import recorded_point
from theoremcheck.series.drawing import required_at
from theoremcheck.series.readings import readings_of
from theoremcheck.statistics import levels_of, log_e_refute_path, log_e_support_path, lower_bound, upper_bound

__all__ = ["Decision", "Outcomes", "Stratum", "Unusable", "Weight", "outcomes_of", "weigh", "weigh_outcomes"]

Decision = Literal["holds", "fails", "undecided"]

_OF_NOTHING = 0.95
"""Required probability that is shown of no trials, where the theorem's depends on the regime: it sizes a first look."""


class Unusable(Enum):
    """What a trial without usable outcome (an error, or a margin that is NaN) counts as."""

    FAILS = "fails"
    """Of a claim: a run that gives nothing is never a reason to believe it."""

    HOLDS = "holds"
    """Of a control: it has to be caught by its margin, not by a crash."""

    HELPS_NEITHER = "helps neither"
    """Where either answer would be a finding: it counts against whichever decision it could help."""


@dataclass(frozen=True)
class Outcomes:
    """Outcomes of some trials, in their order; all of shape (trials,).

    Attributes:
        margins: Margins; NaN where there was none.
        usable: Whether a trial gave an outcome.
        held: Whether it is the predicted one.
        required: Required probability at each trial.
    """

    margins: NDArray[np.float64]
    usable: NDArray[np.bool_]
    held: NDArray[np.bool_]
    required: NDArray[np.float64] | float


@dataclass(frozen=True)
class Stratum:
    """The outcomes of the trials that share one required probability.

    Attributes:
        required: Required probability.
        trials: How many outcomes were weighed.
        holds: Those that count as holding.
        failures: Those that count as failing.
    """

    required: float
    trials: int
    holds: int
    failures: int


@dataclass(frozen=True)
class Weight:
    """What outcomes say of the probability with which a prediction holds.

    Where the required probability depends on the regime, trials of one requirement form a stratum, and the prediction
    holds as required where it does so in every stratum (`theoremcheck.statistics.paths` has both null hypotheses).

    Attributes:
        trials: How many outcomes were weighed.
        holds: Those that count as holding.
        failures: Those that count as failing; with `Unusable.HELPS_NEITHER` some count as neither.
        unusable: Those without usable outcome, however they count.
        required: Required probability; the mean over the trials where the theorem's depends on the regime.
        strata: The outcomes by requirement, in its order; one where it is a number.
        log_e_holds: Log e-value against "holds with at most the required probability, in some stratum".
        log_e_fails: Log e-value against "holds with at least the required probability, in every stratum".
        alpha: Error probability of the decision and of each bound.
    """

    trials: int
    holds: int
    failures: int
    unusable: int
    required: float
    strata: tuple[Stratum, ...]
    log_e_holds: float
    log_e_fails: float
    alpha: float

    @property
    def decided(self) -> Decision:
        """On which side of `required` the holding probability lies: above it in every stratum, or below in one.

        By Ville's inequality either decision is wrong with probability at most alpha under its own null hypothesis, at
        whatever count of trials one looks; the two e-values cannot both be large. It is the e-value of all trials that
        has to reach 1 / alpha: no decision is kept that later trials undo.
        """
        if max(self.log_e_holds, self.log_e_fails) < -log(self.alpha):
            return "undecided"
        return "holds" if self.log_e_holds > self.log_e_fails else "fails"

    @cached_property
    def lower(self) -> float:
        """Anytime-valid lower bound on the holding probability over all strata, of confidence 1 - alpha."""
        return lower_bound(self.holds, self.trials, self.alpha)

    @cached_property
    def upper(self) -> float:
        """Anytime-valid upper bound on the holding probability over all strata, of confidence 1 - alpha."""
        return upper_bound(self.trials - self.failures, self.trials, self.alpha)

    @property
    def nothing_usable(self) -> bool:
        """Whether there are trials, and none of them gave an outcome."""
        return 0 < self.trials == self.unusable


def weigh(claim: Claim, trials: Sequence[Trial], alpha: float, unusable: Unusable) -> Weight:
    """Weigh trials in their order.

    Args:
        claim: Its prediction gives the margins, and it says what is required.
        trials: In draw-index order, or replicates in theirs: by order of completion, slow failures would arrive late
            and false support would come far more often than alpha allows.
        alpha: Error probability of the decision and of each bound. Where the trials' series or point is one of
            several that may be decided, the caller passes its share (Bonferroni).
        unusable: What a trial without usable outcome counts as.
    """
    return weigh_outcomes(outcomes_of(claim, trials), alpha, unusable)


def weigh_outcomes(outcomes: Outcomes, alpha: float, unusable: Unusable) -> Weight:
    """The same for outcomes that are known already."""
    held, usable, required = outcomes.held, outcomes.usable, outcomes.required
    for_support = held | ~usable if unusable is Unusable.HOLDS else held
    for_refutation = held if unusable is Unusable.FAILS else held | ~usable
    count, strata = len(held), _strata(for_support, for_refutation, required)
    return Weight(
        trials=count,
        holds=int(for_support.sum()),
        failures=int((~for_refutation).sum()),
        unusable=int((~usable).sum()),
        required=float(np.mean(required)) if np.size(required) else _OF_NOTHING,
        strata=strata,
        log_e_holds=log_e_support_path(for_support, required, [count]).item() if count else 0.0,
        log_e_fails=log_e_refute_path(for_refutation, required, [count]).item() if count else 0.0,
        alpha=alpha,
    )


def _strata(
    for_support: NDArray[np.bool_], for_refutation: NDArray[np.bool_], required: NDArray[np.float64] | float
) -> tuple[Stratum, ...]:
    if not len(for_support):
        return ()
    if np.ndim(required) == 0:
        levels, places = levels_of(np.array([required]))[0], np.zeros(len(for_support), dtype=np.intp)
    else:
        levels, places = levels_of(np.asarray(required))
    return tuple(
        Stratum(float(level), int(inside.sum()), int(for_support[inside].sum()), int((~for_refutation[inside]).sum()))
        for place, level in enumerate(levels)
        for inside in (places == place,)
    )


def outcomes_of(claim: Claim, trials: Sequence[Trial]) -> Outcomes:
    """Outcomes of trials by the claim's prediction, and what is required at each.

    A trial that waits for its rerun has none: neither answer rests on round-off.
    """
    seen = readings_of(claim, trials)
    points = {}
    if callable(claim.required):
        points = {row: recorded_point(claim.regimes, trial.regime) for row, trial in enumerate(trials)}
    usable = seen.usable & ~seen.unclear
    return Outcomes(seen.margins, usable, seen.holds & usable, required_at(claim, points))
