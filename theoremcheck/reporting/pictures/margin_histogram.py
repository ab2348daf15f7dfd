"""The margins of a claim's draws, and what another threshold would have made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log
from typing import Any, ClassVar, Literal, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.numbers import Floats, back_from, histogram, rounded
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of
from theoremcheck.reporting.pictures.rulers import Ruler, ruler_over
from theoremcheck.reporting.words import SYMBOLS, short
from theoremcheck.statistics import down_to_digits, log_e_refute_path, log_e_support_path, up_to_digits
from theoremcheck.vocabulary import Verdict

__all__ = ["MarginHistogram", "Sensitivity", "sensitivity_of"]

_BINS = 32
_QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@dataclass(frozen=True)
class Sensitivity:
    """Shifts of the threshold at which the verdict on the same draws would change.

    Attributes:
        supported_below: Below this shift the draws support the claim; rounded down.
        refuted_from: From this shift on they refute it; rounded up.
    """

    supported_below: float | None
    refuted_from: float | None


@dataclass(frozen=True)
class MarginHistogram:
    """Distribution of the margins.

    Attributes:
        edges: Of the bins, increasing; one more than counts.
        counts: Draws in each bin.
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
    scale: Literal["linear", "log"] | float
    unusable: int
    infinite: int
    quantiles: dict[str, float | None]
    sensitivity: Sensitivity
    decided: Literal["supported", "refuted"] | None

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        margins, required = subject.outcomes.margins, subject.outcomes.required
        finite, usable = margins[np.isfinite(margins)], subject.outcomes.usable
        if len(finite) == 0:
            return None
        shown = histogram(finite, _BINS, through_zero=True)
        decided = subject.judgement.claim.decided
        return cls(
            edges=shown.edges,
            counts=shown.counts,
            scale=shown.scale,
            unusable=int((~usable).sum()),
            infinite=int(np.isinf(margins).sum()),
            quantiles={f"{level:g}": rounded(np.quantile(finite, level)) for level in _QUANTILES},
            sensitivity=sensitivity_of(margins, required, subject.judgement.alpha),
            decided=decided and ("supported" if decided is Verdict.SUPPORTED else "refuted"),
        )

    def body(self, key: str) -> Markup:
        caption = f"{self._shifts} The stated confidence is that of the threshold as the claim declares it."
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
            _strip(x, self.sensitivity, self.decided),
        ]
        low, median, high = (short(self.quantiles[level]) for level in ("0", "0.5", "1"))
        said = f"Margins from {low} to {high}, median {median}. {self._shifts}"
        return svg.figure(key, "Distribution of margins", said, svg.WIDTH, svg.HEIGHT, parts)

    def _bars(self, x: Ruler, y: Ruler) -> list[str]:
        places = x.places(self.edges)
        return [
            f'<rect class="{"hold" if low >= 0 else "fail"}" x="{left:.1f}" y="{y.place(count):.1f}" '
            f'width="{max(0.5, right - left - 0.6):.1f}" height="{y.start - y.place(count):.1f}"/>'
            for left, right, low, count in zip(places, places[1:], self.edges, self.counts, strict=False)
            if count
        ]

    @property
    def _shifts(self) -> str:
        """For which shifts of the threshold the evidence would judge the same draws otherwise."""
        supported, refuted = self.sensitivity.supported_below, self.sensitivity.refuted_from
        if self.decided == "supported" and supported is not None:
            rest = f", and refute it if it were raised by {_up(refuted)} or more" if refuted is not None else ""
            return f"These draws would support the claim until its threshold were raised by {_down(supported)}{rest}."
        if self.decided == "refuted":
            if refuted is None:
                return "These draws would refute the claim at any threshold."
            rest = f"; lowered by more than {_up(-supported)}, they would support it" if supported is not None else ""
            return f"These draws refute the claim unless its threshold is lowered by more than {_down(-refuted)}{rest}."
        low = f"below a shift of {_down(supported)}" if supported is not None else "at no threshold: they are too few"
        high = f"from a shift of {_up(refuted)} on" if refuted is not None else "at no threshold"
        return f"These draws would support the claim {low}, and refute it {high}."


def sensitivity_of(margins: Floats, required: Floats | float, alpha: float) -> Sensitivity:
    """Up to which shift of the threshold these draws support the claim, and from which on they refute it.

    A draw holds at the shift s if its margin exceeds s. Raising s turns outcomes from holding to failing, so support
    is lost once and refutation won once, each at the margin of a draw.

    Args:
        margins: In the order of draws, shape (draws,); NaN where a draw gave no usable outcome.
        required: Required probability, one or one a draw.
        alpha: Error probability of each side.
    """
    usable = ~np.isnan(margins)
    ordered = np.sort(np.where(usable, margins, -np.inf))
    threshold = -log(alpha)

    def decided(path: Any, failing: int) -> bool:
        # The shift at the margin of rank `failing`, counted from 1, makes exactly that many draws fail (ties aside).
        holds = margins > (ordered[failing - 1] if failing else -np.inf)
        return bool(path(holds & usable, required, [len(holds)]).item() >= threshold)

    def crossing(is_past: Callable[[int], bool]) -> int:
        """The least number of failing draws at which `is_past` is true; one more than all draws, if it never is."""
        low, high = 0, len(ordered) + 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if middle > len(ordered) or is_past(middle) else (middle + 1, high)
        return low

    lost = crossing(lambda failing: not decided(log_e_support_path, failing))
    won = crossing(lambda failing: decided(log_e_refute_path, failing))
    return Sensitivity(
        supported_below=_finite(ordered[lost - 1], down_to_digits) if lost else None,
        refuted_from=_finite(ordered[won - 1], up_to_digits) if 0 < won <= len(ordered) else None,
    )


def _finite(value: float, rounding: Callable[[float, int], float]) -> float | None:
    return rounding(value, 5) if np.isfinite(value) else None


def _down(value: float) -> str:
    return short(down_to_digits(value, 3))


def _up(value: float) -> str:
    return short(up_to_digits(value, 3))


def _beside(x: Ruler, place: float, text: str) -> str:
    """A note beside a line across, on the side that has room."""
    left = place > (x.start + x.end) / 2
    return svg.label(place - 3 if left else place + 3, 24, text, "end" if left else "start", "note")


def _strip(x: Ruler, shifts: Sensitivity, decided: str | None) -> str:
    """The verdict at each shift, as a strip under the axis."""
    low, high = (float(value) for value in back_from(np.array([x.low, x.high]), x.scale))
    supported = -inf if shifts.supported_below is None else shifts.supported_below
    refuted = shifts.refuted_from
    if refuted is None:
        refuted = -inf if decided == "refuted" else inf
    segments = [
        (Verdict.SUPPORTED, low, min(supported, high)),
        (Verdict.UNDECIDED, max(supported, low), min(refuted, high)),
        (Verdict.REFUTED, max(refuted, low), high),
    ]
    parts = [svg.label(x.start, 197, "verdict if the threshold lay there:", kind="tick")]
    for verdict, start, end in segments:
        if end <= start:
            continue
        left, right = (float(place) for place in x.places([start, end]))
        sign = f"{SYMBOLS[verdict]} {verdict}" if right - left > 70 else SYMBOLS[verdict] if right - left > 12 else ""
        parts.append(
            f'<rect class="strip v-{verdict}" x="{left:.1f}" y="201" width="{max(0.8, right - left):.1f}" height="13"/>'
            + (svg.label((left + right) / 2, 211.5, sign, "middle", f"on v-{verdict}") if sign else "")
        )
    return "".join(parts)
