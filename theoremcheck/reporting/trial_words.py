"""A trial in words: what was observed, and what the prediction makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.series.readings import readings_of, why_unusable

__all__ = ["observables_of", "trial_in_words"]


def trial_in_words(claim: Claim, trial: Trial) -> Iterator[str]:
    """The observables, a line each, then the margin or why there is none."""
    yield from observables_of(trial)
    seen = readings_of(claim, [trial])
    if not seen.usable.all():
        yield why_unusable(claim, trial)
    elif seen.unclear.any():
        yield f"margin {seen.margins[0]:.6g}: within round-off of 0, so its rerun in float64 decides"
    else:
        yield f"margin {seen.margins[0]:.6g}: the predicted outcome is {'seen' if seen.holds[0] else 'NOT seen'}"


def observables_of(trial: Trial) -> Iterator[str]:
    """One line an observable; of a curve both ends and its length."""
    width = max(map(len, trial.observables), default=0)
    for name in trial.observables:
        values = trial.value(name)
        shown = (
            f"{float(values):.6g}"
            if values.ndim == 0
            else f"{', '.join(f'{float(value):.6g}' for value in values[:6])}{_rest(values)}"
        )
        yield f"{name:<{width}} = {shown}"


def _rest(values: Any) -> str:
    return f", ... {float(values[-1]):.6g} ({len(values)} points)" if len(values) > 6 else ""
