"""Curves along a scale or along time: quantiles over the draws, and rates with an interval over the draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from markupsafe import Markup
from scipy.special import stdtrit

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.allowed_slopes import AllowedSlopes, allowed_slopes, parts_of
from theoremcheck.reporting.pictures.numbers import Floats, rounded_all
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of, thinned
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over
from theoremcheck.reporting.words import short
from theoremcheck.statistics import down_to_digits, up_to_digits

__all__ = ["Curve", "Rate", "RecordedCurves"]

_LEVELS = (0.1, 0.5, 0.9)
_MOST_CURVES = 5
_CONFIDENCE = 0.95
_REFERENCES = ("predicted", "curve", "closed_form", "ceiling", "floor", "other")
"""Attributes by which a prediction names the curve that theory gives."""
_TIMES = ("time", "times", "t", "step", "steps", "epoch", "epochs")
"""Names under which an experiment may record where its curves were taken."""


@dataclass(frozen=True)
class Rate:
    """Exponent of a power law: the mean of the draws' slopes.

    Attributes:
        slope: The mean.
        low: Lower end of its 95 % interval, rounded down.
        high: Upper end of its 95 % interval, rounded up.
        draws: Draws that have a slope.
        fitted: The power law at each point.
    """

    slope: float
    low: float
    high: float
    draws: int
    fitted: tuple[float | None, ...]


@dataclass(frozen=True)
class Curve:
    """One recorded curve.

    Attributes:
        name: Of the observable.
        read: Whether the prediction reads it.
        reference: Whether theory gives it.
        low: Quantile of level 0.1 at each point.
        median: Median at each point.
        high: Quantile of level 0.9 at each point.
        rate: Exponent of the power law that it follows along a scale.
    """

    name: str
    read: bool
    reference: bool
    low: tuple[float | None, ...]
    median: tuple[float | None, ...]
    high: tuple[float | None, ...]
    rate: Rate | None


@dataclass(frozen=True)
class RecordedCurves:
    """Recorded curves: quantiles over the draws.

    Attributes:
        abscissa: What they run along.
        along_scale: Whether that is the theorem's own scale.
        draws: Draws whose curves are alike enough to be put together.
        x: The points.
        log_x: Whether the picture shows their logarithms.
        log_y: Whether the picture shows the logarithms of the values.
        allowed: The slopes that the claim allows its curves to have along the abscissa, one entry a prediction.
        curves: At most five.
    """

    name: ClassVar[str] = "curves"
    wide: ClassVar[bool] = False

    abscissa: str
    along_scale: bool
    draws: int
    x: tuple[float | None, ...]
    log_x: bool
    log_y: bool
    allowed: tuple[AllowedSlopes, ...]
    curves: tuple[Curve, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        claim, trials = subject.claim, subject.trials
        names = _names(claim, trials)
        if not names:
            return None
        alike = _of_one_length(names[0], trials)
        curves = {name: np.stack([trial.value(name) for trial in alike]) for name in names if _everywhere(name, alike)}
        points = curves[names[0]].shape[1]
        curves = {name: curve for name, curve in curves.items() if curve.shape[1] == points}
        abscissa = _abscissa(claim, alike, points)
        shown = [name for name in names if name in curves and name != abscissa][:_MOST_CURVES]
        if not shown:
            return None
        x = np.stack([trial.value(abscissa) for trial in alike]) if abscissa else None
        places = np.arange(1.0, curves[shown[0]].shape[1] + 1) if x is None else np.median(x, axis=0)
        along_scale = claim.scale is not None
        read, given = set(claim.prediction.observables), _references(claim)
        return cls(
            abscissa=abscissa or "recorded point",
            along_scale=along_scale,
            draws=len(alike),
            x=rounded_all(places),
            log_x=bool(x is not None and (places > 0).all() and places.max() >= 4 * places.min()),
            log_y=_is_logarithmic([curves[name] for name in shown], along_scale),
            allowed=allowed_slopes(claim.prediction, abscissa) if abscissa else (),
            curves=tuple(
                _curve(name, name in read, name in given, curves[name], x if along_scale else None) for name in shown
            ),
        )

    @property
    def title(self) -> str:
        return "Along the scale" if self.along_scale else "Recorded curves"

    def body(self, key: str) -> Markup:
        heads = [self.abscissa, *(curve.name for curve in self.curves)]
        table = table_of("Medians of the curves", heads, thinned([self.x, *(curve.median for curve in self.curves)]))
        return plate(self._drawing(key), self._caption(), table)

    def _caption(self) -> Markup:
        keys = Markup("").join(
            Markup('<span class="key c{}{}">{}</span> ').format(
                number, " dashed" if curve.reference else "", curve.name
            )
            for number, curve in enumerate(self.curves, start=1)
        )
        said = f"Median of {self.draws} draws; the band holds eight in ten."
        if self._bands:
            said += f" Grey: the slopes that the claim allows, {'; '.join(slopes.sentence for slopes in self._bands)}."
        return keys + said + "".join(self._fit_in_words(curve, curve.rate) for curve in self._fitted if curve.rate)

    @property
    def _fitted(self) -> list[Curve]:
        """The curves beside which the picture draws their power law."""
        return [curve for curve in self.curves if curve.rate and curve.read and not curve.reference]

    def _fit_in_words(self, curve: Curve, rate: Rate) -> str:
        others = ", the others having a value that is not positive" if rate.draws < self.draws else ""
        low, high = short(down_to_digits(rate.low, 3)), short(up_to_digits(rate.high, 3))
        return (
            f" Dotted: {curve.name} as a power of {self.abscissa}, exponent {short(rate.slope)} ({low} to {high} with "
            f"95 %: a slope for each of {rate.draws} draws{others}, then their mean)."
        )

    def _drawing(self, key: str) -> Markup:
        x = ruler_over(self.x, 46, svg.WIDTH - 8, "log" if self.log_x else "linear", pad=0.02)
        y = ruler_over(self._heights(), 170, 18, "log" if self.log_y else "linear")
        places, band = x.places(self.x), "band" if len(self.curves) <= 3 else "band faint"
        inner = [
            svg.area(places, y.places(curve.low), y.places(curve.high), f"{band} c{number}")
            for number, curve in enumerate(self.curves, start=1)
        ]
        inner += [self._band(slopes, x, y) for slopes in self._bands]
        for number, curve in enumerate(self.curves, start=1):
            dashed = " dashed" if curve.reference else ""
            inner.append(svg.line(places, y.places(curve.median), f"line c{number}{dashed}"))
            if curve.rate and curve in self._fitted:
                inner.append(svg.line(places, y.places(curve.rate.fitted), f"fit c{number}"))
        said = "; ".join(
            f"{curve.name} goes from {short(curve.median[0])} to {short(curve.median[-1])}" for curve in self.curves
        )
        parts = [svg.frame(x, y, self.abscissa), svg.window(x, y, inner)]
        description = f"Medians over {self.draws} draws: {said}."
        return svg.figure(key, self.title, description, svg.WIDTH, svg.HEIGHT, parts)

    def _heights(self) -> list[float | None]:
        """The values that the picture has to hold: bands of what the prediction reads, medians of the rest."""
        heights: list[float | None] = []
        for curve in self.curves:
            heights += curve.median
            if curve.read:
                heights += curve.low + curve.high
        return [value for value in heights if value is not None and value > 0] if self.log_y else heights

    @property
    def _bands(self) -> list[AllowedSlopes]:
        """The allowed slopes that the picture shows: where both axes are logarithmic, of curves that it has."""
        shown = {None, *(curve.name for curve in self.curves)}
        on_logarithms = self.log_x and self.log_y
        return [one for one in self.allowed if on_logarithms and {one.observable, one.beyond} <= shown]

    def _band(self, slopes: AllowedSlopes, x: Ruler, y: Ruler) -> str:
        medians: dict[str | None, Floats] = {curve.name: np.array(curve.median, np.float64) for curve in self.curves}
        observed, predicted = medians[slopes.observable], medians.get(slopes.beyond)
        places, steepest, flattest = slopes.between(np.array(self.x, np.float64), observed, predicted)
        return svg.area(x.places(places), y.places(steepest), y.places(flattest), "allowed")


def _names(claim: Claim, trials: Sequence[Trial]) -> list[str]:
    """Curves that the prediction reads, then those whose name ends in the same word (multi_error, single_error).

    A prediction may read numbers alone that the experiment took from curves along time: then those are shown.
    """
    first = next((trial for trial in trials if trial.error is None), None)
    if first is None:
        return []
    recorded = [name for name in first.observables if first.value(name).ndim == 1 and len(first.value(name)) > 2]
    read = [name for name in claim.prediction.observables if name in recorded]
    if not read:
        return recorded if any(name in recorded for name in _TIMES) else []
    words = {name.rpartition("_")[2] for name in read}
    akin = [name for name in recorded if name not in read and name.rpartition("_")[2] in words]
    return read + akin


def _references(claim: Claim) -> set[str]:
    """The curves that theory gives, by the prediction's own account; what a part of it speaks of, theory does not."""
    parts = list(parts_of(claim.prediction))
    given = {getattr(part, attribute, None) for part in parts for attribute in _REFERENCES}
    observed = {getattr(part, "observable", None) for part in parts}
    return {name for name in given - observed if isinstance(name, str)}


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
    declared = (getattr(part, "abscissa", None) for part in parts_of(claim.prediction))
    named = claim.scale.field if claim.scale else next((name for name in declared if isinstance(name, str)), None)
    candidates = list(_TIMES) if named is None else [named]
    for name in candidates:
        if all(name in trial.observables and trial.value(name).shape == (points,) for trial in trials):
            return name
    return None


def _is_logarithmic(curves: Sequence[Floats], along_scale: bool) -> bool:
    medians = np.concatenate([np.median(curve, axis=0) for curve in curves])
    if not (np.isfinite(medians) & (medians > 0)).all():
        return False
    return bool(along_scale or medians.max() >= 30 * medians.min())


def _curve(name: str, read: bool, reference: bool, values: Floats, x: Floats | None) -> Curve:
    low, median, high = np.quantile(values, _LEVELS, axis=0)
    return Curve(
        name=name,
        read=read,
        reference=reference,
        low=rounded_all(low),
        median=rounded_all(median),
        high=rounded_all(high),
        rate=_rate(x, values) if x is not None else None,
    )


def _rate(x: Floats, values: Floats) -> Rate | None:
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
    half = stdtrit(len(slopes) - 1, (1 + _CONFIDENCE) / 2) * slopes.std(ddof=1) / np.sqrt(len(slopes))
    level = (log_y.mean(axis=1) - slopes * log_x.mean(axis=1)).mean()
    fitted = np.exp(level + slopes.mean() * np.log(np.median(x, axis=0)))
    return Rate(
        slope=float(f"{slopes.mean():.4g}"),
        low=down_to_digits(slopes.mean() - half, 4),
        high=up_to_digits(slopes.mean() + half, 4),
        draws=int(usable.sum()),
        fitted=rounded_all(fitted),
    )
