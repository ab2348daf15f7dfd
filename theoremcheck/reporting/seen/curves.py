"""Curves along a scale or along time: quantiles over the draws, and rates with an interval that knows the draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import t as student

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.reporting.seen.numbers import Floats, rounded, rounded_all

__all__ = ["curves_seen"]

_LEVELS = (0.1, 0.5, 0.9)
_MOST_CURVES = 5
_CONFIDENCE = 0.95
_REFERENCES = ("predicted", "curve", "closed_form", "ceiling", "floor", "other")
"""Attributes by which a prediction names the curve that theory gives."""
_TIMES = ("time", "times", "t", "step", "steps", "epoch", "epochs")
"""Names under which an experiment may record where its curves were taken."""


def curves_seen(claim: Claim, trials: Sequence[Trial]) -> dict[str, Any] | None:
    """The recorded curves of a claim that has some; None where its observables are numbers."""
    names = _names(claim, trials)
    if not names:
        return None
    alike = _of_one_length(names[0], trials)
    curves = {name: np.stack([trial.value(name) for trial in alike]) for name in names if _everywhere(name, alike)}
    abscissa = _abscissa(claim, alike, curves[names[0]].shape[1])
    x = np.stack([trial.value(abscissa) for trial in alike]) if abscissa else None
    read = set(claim.prediction.observables)
    shown = [name for name in names if name in curves and name != abscissa][:_MOST_CURVES]
    if not shown:
        return None
    places = np.arange(1.0, curves[shown[0]].shape[1] + 1) if x is None else np.median(x, axis=0)
    along_scale = claim.scale is not None
    return {
        "abscissa": abscissa or "recorded point",
        "along_scale": along_scale,
        "draws": len(alike),
        "x": rounded_all(places),
        "log_x": bool(x is not None and (places > 0).all() and places.max() >= 4 * places.min()),
        "log_y": _is_logarithmic([curves[name] for name in shown], along_scale),
        "curves": [
            _curve(name, name in read, name in _references(claim), curves[name], x if along_scale else None)
            for name in shown
        ],
        "slope_band": rounded(claim.prediction.slope_band) if hasattr(claim.prediction, "slope_band") else None,
    }


def _names(claim: Claim, trials: Sequence[Trial]) -> list[str]:
    """Curves that the prediction reads, then those whose name ends in the same word (multi_error, single_error)."""
    first = next((trial for trial in trials if trial.error is None), None)
    if first is None:
        return []
    recorded = [name for name in first.observables if first.value(name).ndim == 1 and len(first.value(name)) > 2]
    read = [name for name in claim.prediction.observables if name in recorded]
    if not read:
        return []
    words = {name.rpartition("_")[2] for name in read}
    akin = [name for name in recorded if name not in read and name.rpartition("_")[2] in words]
    return read + akin


def _references(claim: Claim) -> set[str]:
    """The curves that theory gives, by the prediction's own account."""
    given = {getattr(claim.prediction, attribute, None) for attribute in _REFERENCES}
    return {name for name in given if isinstance(name, str)}


def _of_one_length(name: str, trials: Sequence[Trial]) -> list[Trial]:
    """The usable trials whose curve has the most common number of points."""
    usable = [trial for trial in trials if trial.error is None and name in trial.observables]
    ((length, _),) = Counter(trial.value(name).size for trial in usable).most_common(1)
    return [trial for trial in usable if trial.value(name).size == length]


def _everywhere(name: str, trials: Sequence[Trial]) -> bool:
    return len({trial.value(name).shape for trial in trials if name in trial.observables}) == 1 and all(
        name in trial.observables for trial in trials
    )


def _abscissa(claim: Claim, trials: Sequence[Trial], points: int) -> str | None:
    """The observable that says where the curves were taken, if one does."""
    declared = claim.scale.field if claim.scale else getattr(claim.prediction, "abscissa", None)
    candidates = [declared] if isinstance(declared, str) else list(_TIMES)
    for name in candidates:
        if all(name in trial.observables and trial.value(name).shape == (points,) for trial in trials):
            return name
    return None


def _is_logarithmic(curves: Sequence[Floats], along_scale: bool) -> bool:
    medians = np.concatenate([np.median(curve, axis=0) for curve in curves])
    if not (np.isfinite(medians) & (medians > 0)).all():
        return False
    return bool(along_scale or medians.max() >= 30 * medians.min())


def _curve(name: str, read: bool, reference: bool, values: Floats, x: Floats | None) -> dict[str, Any]:
    low, median, high = np.quantile(values, _LEVELS, axis=0)
    return {
        "name": name,
        "read": read,
        "reference": reference,
        "low": rounded_all(low),
        "median": rounded_all(median),
        "high": rounded_all(high),
        "rate": _rate(x, values) if x is not None else None,
    }


def _rate(x: Floats, values: Floats) -> dict[str, Any] | None:
    """The exponent of a power law: a slope for each draw, then their mean, with the interval that draws give it.

    Rungs of one draw share its random numbers, so that pooling all points would count the same chance many times.
    """
    if not (x > 0).all():
        return None
    slopes = log_slope(x, values)
    usable = np.isfinite(slopes)
    if usable.sum() < 3:
        return None
    slopes, log_x = slopes[usable], np.log(x[usable])
    log_y = np.log(values[usable])
    half = student.ppf((1 + _CONFIDENCE) / 2, len(slopes) - 1) * slopes.std(ddof=1) / np.sqrt(len(slopes))
    level = (log_y.mean(axis=1) - slopes * log_x.mean(axis=1)).mean()
    fitted = np.exp(level + slopes.mean() * np.log(np.median(x, axis=0)))
    return {
        "slope": rounded(slopes.mean(), 4),
        "low": rounded(slopes.mean() - half, 4),
        "high": rounded(slopes.mean() + half, 4),
        "draws": int(usable.sum()),
        "fitted": rounded_all(fitted),
    }
