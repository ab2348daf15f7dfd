"""Whether a margin is a function of its own trial, and a required probability one of its own regime.

A prediction may average over the trials that it is handed, or draw a random number. Then the draws are not independent
even where their observables are, and nobody who reads the evidence again, of other trials together, gets the outcomes
of the run. So the engine asks it for some of the first draws in several companies; no trial is made for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial, Trials
from theoremcheck.predictions import AllOf, Observed, Prediction
from theoremcheck.predictions.holding import EQUAL
from theoremcheck.regimes.recorded import recorded_point
from theoremcheck.series.drawing import required_at

__all__ = ["ASKED", "decided_by_company"]

ASKED = 64
"""Draws that are asked in other company: they stand for all, and a million more cost nothing."""
_ALONE = 16
"""Those that are asked alone, which takes as long for one as for many."""

_APART = 1e-9
"""Relative difference of two answers that are not the same: a margin is computed in float64."""

_Tell = Callable[[NDArray[np.intp]], ArrayLike]
"""(places of trials) -> an answer for each, shape (trials,)."""


def decided_by_company(claim: Claim, trials: Sequence[Trial]) -> str | None:
    """That the claim's prediction or `required` answers by more than a trial, in words; None where neither does.

    Args:
        claim: The claim.
        trials: Trials of one of its series.
    """
    return next(_found(claim, Trials.of(trials)), None)


def _found(claim: Claim, trials: Trials) -> Iterator[str]:
    for table, places, rows in trials.groups():  # a prediction is asked of curves of one length at a time
        if table.layout.has_error:
            continue
        seen = {name: table.observable(name, rows) for name in claim.prediction.observables}
        for part in _parts(claim.prediction):
            for what, tell in _told_by(part, seen):
                if told := _otherwise(what, tell, trials[places], _last_digits(seen)):
                    yield (
                        f"the prediction {part.sentence!r} gives {told} (a margin may read its own trial alone, and no "
                        "random number)"
                    )
    if callable(claim.required):
        points = [recorded_point(claim.regimes, trial.regime) for trial in trials]

        def required(places: NDArray[np.intp]) -> ArrayLike:
            return required_at(claim, {place: points[place] for place in places.tolist()})

        if told := _otherwise("a probability", required, trials, np.zeros(len(trials))):
            yield f"`required` gives {told} (it may read its own regime alone, and no random number)"


def _parts(prediction: Prediction) -> Iterator[Prediction]:
    if isinstance(prediction, AllOf):
        for part in prediction.predictions:
            yield from _parts(part)
    else:
        yield prediction


def _told_by(prediction: Prediction, seen: Observed) -> Iterator[tuple[str, _Tell]]:
    """What a prediction tells of trials: their margins and, where it does, the size of what these compare."""
    yield "a margin", _of_some(prediction.margin, seen)
    if (magnitude := getattr(prediction, "magnitude", None)) is not None:
        yield "a magnitude", _of_some(magnitude, seen)


def _of_some(tell: Callable[[Observed], ArrayLike], seen: Observed) -> _Tell:
    return lambda places: tell({name: values[places] for name, values in seen.items()})


def _last_digits(seen: Observed) -> NDArray[np.float64]:
    """By how much a difference of a trial's numbers, or of their ratios, may be off; shape (trials,)."""
    sizes = [np.where(np.isfinite(values), np.abs(values), 0.0) for values in seen.values()]
    return EQUAL * (1.0 + np.max([size.reshape(len(size), -1).max(axis=1) for size in sizes], axis=0))


def _otherwise(what: str, tell: _Tell, trials: Trials, last_digits: NDArray[np.float64]) -> str | None:
    """A trial of which another company makes another answer, with both answers."""
    everyone = np.arange(len(trials))
    companies = {
        "that is another one each time": [everyone],  # no number: the message of a verdict is the same each time
        "of {:.10g} in one order and {:.10g} in another": [everyone[::-1]],
        "of {:.10g} among others and {:.10g} alone": list(everyone[:_ALONE, None]),
        "of {:.10g} among all and {:.10g} among half of them": [everyone[::2], everyone[1::2]],
    }
    together = _answers(tell, everyone)
    for company, parts in companies.items():
        for places in filter(len, parts):
            first, later = together[places], _answers(tell, places)
            alike = np.isclose(first, later, rtol=_APART, atol=last_digits[places], equal_nan=True)
            if not alike.all():
                at = int(alike.argmin())
                one = trials[int(places[at])]
                return f"draw {one.index} of {one.series!r} {what} {company.format(first[at], later[at])}"
    return None


def _answers(tell: _Tell, places: NDArray[np.intp]) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):  # a diverged draw is an outcome, also where warnings are made errors
        told = np.asarray(tell(places), dtype=np.float64)
    return np.broadcast_to(told, places.shape)  # a magnitude may be one number for all
