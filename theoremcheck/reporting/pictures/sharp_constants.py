"""What the theorem could have said: the constants at which its claim would hold just as often as required."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import ClassVar, Self

from markupsafe import Markup

from theoremcheck.reporting.pictures.numbers import rounded
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import table_of
from theoremcheck.reporting.sharpness import Sharpness, sharpness_of
from theoremcheck.reporting.words import as_sentence, confidence, percent, short
from theoremcheck.series.dossier import Dossier
from theoremcheck.statistics import down_to_digits, levels_in_words, up_to_digits

__all__ = ["SharpConstants", "SharpReading", "sharp_readings"]

_DIGITS = 3


@dataclass(frozen=True)
class SharpReading:
    """The sharpest constant of a prediction, or of a part of one.

    Attributes:
        prediction: The prediction in words.
        of: What the numbers are multiples of, or what they are.
        stated: The number at which the claim stands.
        smaller_is_sharper: Whether a smaller number would say more.
        required: Shares of draws at which it has to hold, increasing: one, or those of the strata that were drawn.
        by_stratum: Whether the required share depends on the regime: then the number suffices in every stratum that was
            drawn, at the share that is required there.
        draws: Draws that it was read of: all that are recorded, those that the verdict rests on.
        lower: Lower end, rounded down; none where the draws give none.
        estimate: What the draws themselves have.
        upper: Upper end, rounded up; none where the draws give none.
        alpha: Error probability of each end.
    """

    prediction: str
    of: str
    stated: float
    smaller_is_sharper: bool
    required: tuple[float, ...]
    by_stratum: bool
    draws: int
    lower: float | None
    estimate: float | None
    upper: float | None
    alpha: float

    @classmethod
    def of_measured(cls, sharp: Sharpness) -> SharpReading:
        """The reading as a report keeps it: both ends rounded outward."""
        gauge = sharp.gauge
        return cls(
            prediction=gauge.prediction.sentence,
            of=gauge.of,
            stated=gauge.declared,
            smaller_is_sharper=gauge.smaller_is_sharper,
            required=sharp.required,
            by_stratum=sharp.by_stratum,
            draws=sharp.draws,
            lower=down_to_digits(sharp.lower, _DIGITS) if isfinite(sharp.lower) else None,
            estimate=rounded(sharp.estimate, _DIGITS),
            upper=up_to_digits(sharp.upper, _DIGITS) if isfinite(sharp.upper) else None,
            alpha=sharp.alpha,
        )

    @property
    def in_brief(self) -> str:
        """The number with both ends: 0.31 [0.29, 0.34] of the stated bound."""
        return f"{short(self.estimate)} [{short(self.lower)}, {short(self.upper)}] {self.of}"

    @property
    def share(self) -> str:
        """The required shares in words."""
        return levels_in_words(self.required, percent)

    @property
    def sentence(self) -> str:
        """The same in a sentence."""
        stated = "" if self.of.startswith("of the stated") else f", where {short(self.stated)} is stated"
        holds = f"at {self.share} of draws it would hold"
        if self.by_stratum:
            holds = f"in every stratum that was drawn it would hold at the share of draws required there ({self.share})"
        return as_sentence(
            f"{self.prediction}: {holds} with {self.in_brief}{stated}; each end has confidence "
            f"{confidence(self.alpha)}, whenever one stops"
        )


@dataclass(frozen=True)
class SharpConstants:
    """The sharpest constants.

    Attributes:
        readings: One for each part of the prediction.
    """

    name: ClassVar[str] = "sharpness"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "What the theorem could have said"

    readings: tuple[SharpReading, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        readings = sharp_readings(subject.dossier, subject.judgement.alpha)
        return cls(readings) if readings else None

    @property
    def in_brief(self) -> str:
        """The first reading, and how many there are beside it."""
        others = len(self.readings) - 1
        return self.readings[0].in_brief + (f", and {others} more" if others else "")

    def body(self, key: str) -> Markup:
        said = Markup("").join(Markup("<p>{}</p>\n").format(one.sentence) for one in self.readings)
        rows = [(one.of, one.stated, one.lower, one.estimate, one.upper, one.share, one.draws) for one in self.readings]
        heads = ["in units", "stated", "at least", "estimate", "at most", "at", "draws"]
        return said + table_of("Sharpest constants", heads, rows)


def sharp_readings(dossier: Dossier, alpha: float) -> tuple[SharpReading, ...]:
    """The readings of a claim's own draws."""
    sharp = sharpness_of(dossier.claim, dossier.draws(dossier.own), alpha)
    return tuple(SharpReading.of_measured(one) for one in sharp)
