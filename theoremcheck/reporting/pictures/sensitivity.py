"""What another threshold would have made of the same draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log
from typing import Any, Literal

import numpy as np

from theoremcheck.reporting.pictures.numbers import Floats
from theoremcheck.reporting.words import short
from theoremcheck.statistics import down_to_digits, log_e_refute_path, log_e_support_path, up_to_digits

__all__ = ["Decided", "Sensitivity", "sensitivity_of"]

Decided = Literal["supported", "refuted"] | None
"""What the draws decide at the threshold as it is declared."""


@dataclass(frozen=True)
class Sensitivity:
    """Shifts of the threshold at which the verdict on the same draws would change.

    What the draws say at such a shift itself depends on whether the prediction holds at equality; at a shift of 0 the
    verdict tells.

    Attributes:
        supported_below: Below this shift the draws support the claim; rounded down.
        refuted_above: Above this shift they refute it; rounded up.
    """

    supported_below: float | None
    refuted_above: float | None

    def in_words(self, decided: Decided) -> str:
        """For which shifts the evidence would judge the same draws otherwise."""
        if decided == "supported":
            return f"These draws {self._of_support}."
        if decided == "refuted":
            return f"These draws {self._of_refutation}."
        low = "at no threshold" if self.supported_below is None else f"below a shift of {_down(self.supported_below)}"
        high = "at no threshold" if self.refuted_above is None else f"above a shift of {_up(self.refuted_above)}"
        return f"These draws would support the claim {low}, and refute it {high}."

    def ends(self, decided: Decided) -> tuple[float, float]:
        """Where support ends and where refutation begins; infinite where they do at no shift."""
        lost, won = self.supported_below, self.refuted_above
        return (
            lost if lost is not None else inf if decided == "supported" else -inf,
            won if won is not None else -inf if decided == "refuted" else inf,
        )

    @property
    def _of_support(self) -> str:
        supported, refuted = self.supported_below, self.refuted_above
        if supported is None:
            return "would support the claim at any threshold"
        if supported == 0 == refuted:
            return "support the claim at the threshold itself, and would refute it at any stricter one"
        rest = "" if refuted is None else f"; raised by more than {_up(refuted)}, they would refute it"
        if supported == 0:
            return f"support the claim at the threshold itself, and at no stricter one{rest}"
        return f"would support the claim until the threshold of its margin were raised by {_down(supported)}{rest}"

    @property
    def _of_refutation(self) -> str:
        supported, refuted = self.supported_below, self.refuted_above
        if refuted is None:
            return "would refute the claim at any threshold"
        if supported == 0 == refuted:
            return "refute the claim at the threshold itself, and would support it at any lower one"
        rest = "" if supported is None else f"; lowered by more than {_up(-supported)}, they would support it"
        if refuted == 0:
            return f"refute the claim at the threshold itself, and at no lower one{rest}"
        return f"refute the claim unless the threshold of its margin is lowered by more than {_down(-refuted)}{rest}"


def sensitivity_of(margins: Floats, required: Floats | float, alpha: float) -> Sensitivity:
    """Below which shift of the threshold these draws support the claim, and above which they refute it.

    A draw holds at a shift below its margin and fails at one above. Raising the shift turns outcomes from holding to
    failing, so support is lost once and refutation won once, each at the margin of a draw.

    Args:
        margins: In the order of draws, shape (draws,); 0 where only round-off parts them from it, and NaN where a draw
            gave no usable outcome.
        required: Required probability, one or one a draw.
        alpha: Error probability of each side.
    """
    usable = ~np.isnan(margins)
    ordered = np.sort(np.where(usable, margins, -np.inf))
    threshold = -log(alpha)

    def decided(path: Any, failing: int) -> bool:
        # A shift just above the margin of rank `failing`, counted from 1, makes that many draws fail (ties aside).
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
        refuted_above=_finite(ordered[won - 1], up_to_digits) if 0 < won <= len(ordered) else None,
    )


def _finite(value: float, rounding: Callable[[float, int], float]) -> float | None:
    return rounding(value, 5) if np.isfinite(value) else None


def _down(value: float) -> str:
    return short(down_to_digits(value, 3))


def _up(value: float) -> str:
    return short(up_to_digits(value, 3))
