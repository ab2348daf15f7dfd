"""The e-process of a claim against its draws."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import ClassVar, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of, thinned
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over
from theoremcheck.reporting.words import confidence, short
from theoremcheck.statistics import at_least, at_most, log_e_refute_path, log_e_support_path

__all__ = ["EvidencePath"]

_POINTS = 120
_HIGHEST = 16.0
"""The picture ends at this decimal logarithm of an e-value: on a taller axis the line that decides would be lost."""


@dataclass(frozen=True)
class EvidencePath:
    """Both e-values after some of the draws, the last one included.

    Attributes:
        draws: How many draws there were.
        holds: How many of them held.
        log10_support: Decimal logarithm of the e-value for support.
        log10_refute: Decimal logarithm of the e-value for refutation.
        log10_threshold: Decimal logarithm of 1 / alpha, at which either decides.
        alpha: Error probability of each decision and each bound.
        lower: Lower bound on the holding probability after all draws.
        upper: Upper bound on the holding probability after all draws.
    """

    name: ClassVar[str] = "path"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "Evidence against draws"

    draws: tuple[int, ...]
    holds: tuple[int, ...]
    log10_support: tuple[float, ...]
    log10_refute: tuple[float, ...]
    log10_threshold: float
    alpha: float
    lower: float
    upper: float

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        holds, required, weight = subject.outcomes.held, subject.outcomes.required, subject.judgement.claim.weight
        if len(holds) == 0:
            return None
        after = np.unique(np.linspace(1, len(holds), min(len(holds), _POINTS)).round().astype(int))
        return cls(
            draws=tuple(after.tolist()),
            holds=tuple(np.cumsum(holds, dtype=np.int32)[after - 1].tolist()),
            log10_support=_decimal(log_e_support_path(holds, required, after)),
            log10_refute=_decimal(log_e_refute_path(holds, required, after)),
            log10_threshold=round(-log(subject.judgement.alpha) / log(10), 3),
            alpha=subject.judgement.alpha,
            lower=weight.lower,
            upper=weight.upper,
        )

    def body(self, key: str) -> Markup:
        largest = max(*self.log10_support, *self.log10_refute)
        end = short(max(self.log10_support[-1], self.log10_refute[-1]))
        beyond = f"The line leaves the picture: it ends at 10 to the {end}. " if largest > _HIGHEST else ""
        caption = Markup(
            '<span class="key c1">support</span> <span class="key c2 dashed">refutation</span> {}The holding '
            "probability lies between {} and {}, each end with confidence {}."
        ).format(beyond, at_least(self.lower), at_most(self.upper), confidence(self.alpha))
        rows = thinned([self.draws, self.holds, self.log10_support, self.log10_refute])
        heads = ["draws", "hold", "support", "refutation"]
        return plate(self._drawing(key), caption, table_of("Decimal logarithm of the e-values", heads, rows))

    def _drawing(self, key: str) -> Markup:
        support, refute = np.array(self.log10_support), np.array(self.log10_refute)
        top = min(max(self.log10_threshold * 1.25, support.max(), refute.max()), _HIGHEST)
        low = max(min(-0.5, support.min(), refute.min()), -2.0)
        x = Ruler(0, max(self.draws), 42, svg.WIDTH - 8)
        y = ruler_over([low, top], 170, 18, pad=0.03)
        places = x.places(self.draws)
        inner = [
            svg.line(places, y.places(refute), "line c2 dashed"),
            svg.line(places, y.places(support), "line c1"),
        ]
        threshold = f"1/alpha = {1 / self.alpha:g}"
        parts = [
            svg.frame(x, y, "draws", "log₁₀ of the e-value"),
            svg.rule(x, y, "threshold", at_y=self.log10_threshold),
            svg.label(x.end, y.place(self.log10_threshold) - 4, threshold, "end", "note"),
            svg.window(x, y, inner),
        ]
        said = (
            f"After {self.draws[-1]} draws the e-value for support is 10 to the {support[-1]:g}, the one for "
            f"refutation 10 to the {refute[-1]:g}; either decides at {1 / self.alpha:g}."
        )
        return svg.figure(key, self.title, said, svg.WIDTH, svg.HEIGHT, parts)


def _decimal(log_e: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 3) for value in log_e / log(10))
