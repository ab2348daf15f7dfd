"""The margins of a claim's draws, and what another threshold would have made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.numbers import histogram, rounded
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over
from theoremcheck.reporting.pictures.sensitivity import Decided, Sensitivity, sensitivity_of
from theoremcheck.reporting.sharpness import margin_gauge, values_at
from theoremcheck.reporting.words import SYMBOLS, short
from theoremcheck.vocabulary import Verdict

__all__ = ["MarginHistogram"]

_BINS = 32
_SEEN = 2.0
"""Units of the picture that a verdict takes on either side of a line, at least."""
_QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@dataclass(frozen=True)
class MarginHistogram:
    """Distribution of the margins; one within round-off of 0 counts as 0.

    Attributes:
        edges: Of the bins, increasing; one more than counts.
        counts: Draws in each bin.
        equal: Draws at the threshold, within round-off.
        equal_fail: Those of them that fail, as draws of a strict prediction do; the bin that begins at 0 counts them.
        scale: linear, log, or the unit s of the signed logarithm sign(v) log10(1 + |v| / s).
        unusable: Draws without a usable outcome; they count as failures.
        infinite: Draws with an infinite margin, which has no place in a bin.
        quantiles: Of the finite margins, by level.
        sensitivity: What another threshold would have made of the same draws.
        decided: What the draws decide at the declared threshold.
    """

    name: ClassVar[str] = "margins"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "Margins"

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    equal: int
    equal_fail: int
    scale: Literal["linear", "log"] | float
    unusable: int
    infinite: int
    quantiles: dict[str, float | None]
    sensitivity: Sensitivity
    decided: Decided

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        outcomes, claim = subject.outcomes, subject.claim
        settled = values_at(margin_gauge(claim.prediction), claim, subject.trials)
        margins = np.where(outcomes.usable, settled, np.nan)
        finite, equal = margins[np.isfinite(margins)], margins == 0
        if len(finite) == 0:
            return None
        shown = histogram(finite, _BINS, through_zero=True)
        decided = subject.judgement.claim.decided
        return cls(
            edges=shown.edges,
            counts=shown.counts,
            equal=int(equal.sum()),
            equal_fail=int((equal & ~outcomes.held).sum()),
            scale=shown.scale,
            unusable=int((~outcomes.usable).sum()),
            infinite=int(np.isinf(margins).sum()),
            quantiles={f"{level:g}": rounded(np.quantile(finite, level)) for level in _QUANTILES},
            sensitivity=sensitivity_of(margins, outcomes.required, subject.judgement.alpha),
            decided=decided and ("supported" if decided is Verdict.SUPPORTED else "refuted"),
        )

    def body(self, key: str) -> Markup:
        caption = f"{self._shifts} The stated confidence is that of the threshold as the claim declares it."
        if self.equal:
            holding = self.equal - self.equal_fail
            caption += f" At the threshold itself, within round-off, lie {self.equal} of them; {holding} hold there."
        if self.unusable:
            caption += f" {self.unusable} draws gave no usable outcome and count as failures."
        if self.infinite:
            caption += f" {self.infinite} draws have an infinite margin, which is not drawn."
        edges = [rounded(edge, 3) for edge in self.edges]
        rows = [row for row in zip(edges, edges[1:], self.counts, strict=False) if row[2]]
        return plate(self._drawing(key), caption, table_of("Margins", ["from", "to", "draws"], rows))

    def _drawing(self, key: str) -> Markup:
        x = ruler_over(self.edges, 42, svg.WIDTH - 8, self.scale, pad=0.01)
        y = ruler_over([0, max(self.counts)], 150, 16, pad=0)
        parts = [
            svg.frame(x, y, "margin (above 0: the predicted outcome was seen)", "draws"),
            *self._bars(x, y),
            svg.rule(x, y, "threshold", at_x=0.0),
            _beside(x, x.place(0.0), "threshold"),
            self._strip(x),
        ]
        low, median, high = (short(self.quantiles[level]) for level in ("0", "0.5", "1"))
        said = f"Margins from {low} to {high}, median {median}. {self._shifts}"
        return svg.figure(key, "Distribution of margins", said, svg.WIDTH, svg.HEIGHT, parts)

    def _bars(self, x: Ruler, y: Ruler) -> list[str]:
        """What fails stands below what holds; a bin has both only where it begins at the threshold."""
        parts, places = [], x.places(self.edges)
        for left, right, low, count in zip(places, places[1:], self.edges, self.counts, strict=False):
            failing = count if low < 0 else self.equal_fail if low == 0 else 0
            for kind, bottom, top in (("fail", 0, failing), ("hold", failing, count)):
                if top > bottom:
                    parts.append(
                        f'<rect class="{kind}" x="{left:.1f}" y="{y.place(top):.1f}" '
                        f'width="{max(0.5, right - left - 0.6):.1f}" height="{y.place(bottom) - y.place(top):.1f}"/>'
                    )
        return parts

    def _strip(self, x: Ruler) -> str:
        """The verdict at each shift, under the axis; about the threshold that of the draws as they are."""
        lost, won = (float(np.clip(x.place(end), x.start, x.end)) for end in self.sensitivity.ends(self.decided))
        here = x.place(0.0)
        if self.decided == "supported":
            lost = max(lost, here + _SEEN)
            won = max(won, lost)
        elif self.decided == "refuted":
            won = min(won, here - _SEEN)
            lost = min(lost, won)
        else:
            lost, won = min(lost, here - _SEEN), max(won, here + _SEEN)
        parts = [
            _segment(Verdict.SUPPORTED, x.start, lost),
            _segment(Verdict.UNDECIDED, lost, won),
            _segment(Verdict.REFUTED, won, x.end),
        ]
        return svg.label(x.start, 197, "verdict if the threshold lay there:", kind="tick") + "".join(parts)

    @property
    def _shifts(self) -> str:
        return self.sensitivity.in_words(self.decided)


def _segment(verdict: Verdict, left: float, right: float) -> str:
    """A part of the strip with its verdict, if it has room."""
    if right <= left:
        return ""
    sign = f"{SYMBOLS[verdict]} {verdict}" if right - left > 70 else SYMBOLS[verdict] if right - left > 12 else ""
    return (
        f'<rect class="strip v-{verdict}" x="{left:.1f}" y="201" width="{max(0.8, right - left):.1f}" height="13"/>'
        + (svg.label((left + right) / 2, 211.5, sign, "middle", f"on v-{verdict}") if sign else "")
    )


def _beside(x: Ruler, place: float, text: str) -> str:
    """A note beside a line across, on the side that has room."""
    left = place > (x.start + x.end) / 2
    return svg.label(place - 3 if left else place + 3, 24, text, "end" if left else "start", "note")
