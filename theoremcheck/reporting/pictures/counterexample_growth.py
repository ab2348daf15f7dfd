"""How often a counterexample fails as it grows along the theorem's asymptotics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
from markupsafe import Markup

from theoremcheck.falsifier.counterexamples import Rung
from theoremcheck.reporting.pictures import svg
from theoremcheck.reporting.pictures.picture import Subject
from theoremcheck.reporting.pictures.plate import plate, table_of
from theoremcheck.reporting.pictures.rulers import ruler_over
from theoremcheck.reporting.words import short
from theoremcheck.statistics import at_least, at_most

__all__ = ["CounterexampleGrowth", "RungRecord"]


@dataclass(frozen=True)
class RungRecord:
    """The counterexample at one factor of the scale.

    Attributes:
        factor: By which it grew.
        value: Of the field that grows.
        failures: Replicates that fail there.
        replicates: All of them.
        lower: Anytime-valid lower bound on the share that fails.
        upper: Anytime-valid upper bound on the share that fails.
        decided: Whether the claim fails there more often than it allows, or less often.
    """

    factor: float
    value: float
    failures: int
    replicates: int
    lower: float
    upper: float
    decided: Literal["fails", "holds", "undecided"]


@dataclass(frozen=True)
class CounterexampleGrowth:
    """The counterexample as it grows.

    Attributes:
        field: The field of the regime that grows.
        allowed: Share of failures that the theorem allows.
        rungs: What the search saw at each factor.
    """

    name: ClassVar[str] = "growth"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "The counterexample, grown"

    field: str
    allowed: float
    rungs: tuple[RungRecord, ...]

    @classmethod
    def seen(cls, subject: Subject) -> Self | None:
        found = subject.judgement.search and subject.judgement.search.counterexample
        if not found or not found.ladder:
            return None
        return cls(found.ladder[0].field, 1 - found.weight.required, tuple(map(_rung, found.ladder)))

    def body(self, key: str) -> Markup:
        rows = [
            (
                rung.value,
                f"{rung.failures} of {rung.replicates}",
                at_least(rung.lower),
                at_most(rung.upper),
                rung.decided,
            )
            for rung in self.rungs
        ]
        heads = [self.field, "fails in", "at least", "at most", "there the claim"]
        caption = "The share of failures, with bounds, as the counterexample grows along the theorem's asymptotics."
        return plate(self._drawing(key), caption, table_of("Failures of the counterexample as it grows", heads, rows))

    def _drawing(self, key: str) -> Markup:
        values = [rung.value for rung in self.rungs]
        logarithmic = min(values) > 0 and max(values) >= 4 * min(values)
        x = ruler_over(values, 46, svg.WIDTH - 8, "log" if logarithmic else "linear", pad=0.06)
        y = ruler_over([0.0, 1.0], 170, 18, pad=0.02)
        places = x.places(values)
        low, high = (y.places(np.array([getattr(rung, end) for rung in self.rungs])) for end in ("lower", "upper"))
        shares = y.places([rung.failures / max(1, rung.replicates) for rung in self.rungs])
        parts = [
            svg.frame(x, y, self.field, "share of replicates that fail"),
            svg.rule(x, y, "threshold", at_y=self.allowed),
            svg.label(x.end, y.place(self.allowed) - 4, f"allowed: {short(self.allowed)}", "end", "note"),
            svg.whiskers(places, low, high),
            svg.dots(places, shares, "share"),
        ]
        said = "; ".join(
            f"{short(rung.value)}: {rung.failures} of {rung.replicates}, {rung.decided}" for rung in self.rungs
        )
        return svg.figure(key, self.title, f"Failures at {said}.", svg.WIDTH, svg.HEIGHT, parts)


def _rung(rung: Rung) -> RungRecord:
    weight = rung.weight
    return RungRecord(
        factor=rung.factor,
        value=rung.value,
        failures=weight.failures,
        replicates=weight.trials,
        lower=1 - weight.upper,
        upper=1 - weight.lower,
        decided=weight.decided,
    )
