"""How the prediction fares with each hypothesis broken: a table, as a pure function of the evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from theoremcheck.boundary.hypotheses import Hypothesis, hypotheses_of
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.statistics import draws_to_support
from theoremcheck.weighing import Unusable, Weight, weigh

__all__ = ["Necessity", "Needed", "break_hypotheses", "necessity_of"]

Answer = Literal["needed", "not needed", "undecided", "not tried", "out of reach"]

Draw = Callable[[Series, int], Any]
"""(series, count): train and record the missing draws below a count."""

_FIRST = 16
_GROWTH = 2

_ANSWERS: dict[str, Answer] = {"holds": "not needed", "fails": "needed", "undecided": "undecided"}


@dataclass(frozen=True)
class Needed:
    """A hypothesis, and what becomes of the prediction without it.

    Attributes:
        hypothesis: The hypothesis.
        weight: What the draws without it say. Draws without usable outcome count for neither answer: a crash shows no
            need of a hypothesis, which its margin has to show. The alpha is that of the table, divided by its rows.
    """

    hypothesis: Hypothesis
    weight: Weight

    @property
    def answer(self) -> Answer:
        """Whether the prediction needs the hypothesis at these sizes."""
        if self.hypothesis.series is None:
            return "out of reach"
        return _ANSWERS[self.weight.decided] if self.weight.trials else "not tried"

    @property
    def is_open(self) -> bool:
        """Whether more draws may give an answer; an experiment that gives nothing at all will not."""
        return self.answer == "not tried" or (self.answer == "undecided" and not self.weight.nothing_usable)


@dataclass(frozen=True)
class Necessity:
    """The whole table.

    Attributes:
        whole: The claim with all of its hypotheses.
        rows: One for each hypothesis.
        alpha: Error probability of all answers together.
    """

    whole: Needed
    rows: tuple[Needed, ...]
    alpha: float

    @property
    def sentence(self) -> str:
        """The finding in words."""
        found = {answer: [row for row in self.rows if row.answer == answer] for answer in ("needed", "not needed")}
        others = len(self.rows) - sum(map(len, found.values()))
        text = f"of {len(self.rows)} hypotheses {len(found['needed'])} needed at these sizes, "
        return (
            text
            + f"{len(found['not needed'])} not needed, {others} without an answer (confidence {1 - self.alpha:.4g})"
        )


def necessity_of(dossier: Dossier, alpha: float) -> Necessity:
    """The table that the evidence gives.

    Args:
        dossier: The claim, its series and its evidence.
        alpha: Error probability of all answers together; each row has its share of it.
    """
    hypotheses = hypotheses_of(dossier)
    each = alpha / max(1, sum(hypothesis.series is not None for hypothesis in hypotheses))
    rows = tuple(_row(dossier, hypothesis, each) for hypothesis in hypotheses)
    return Necessity(_row(dossier, Hypothesis("none", "whole", dossier.own), alpha), rows, alpha)


def break_hypotheses(dossier: Dossier, alpha: float, most: int, draw: Draw) -> Necessity:
    """Draw until every hypothesis has its answer or `most` draws; a recorded trial is not drawn again.

    Args:
        dossier: The claim, its series and its evidence, which grows with every draw.
        alpha: Error probability of all answers together.
        most: Draws that one hypothesis may cost.
        draw: Trains and records the missing draws of a series.
    """
    while True:
        table = necessity_of(dossier, alpha)
        open_rows = [row for row in (table.whole, *table.rows) if row.is_open]
        wanted = [(row.hypothesis.series, _next_look(row, most)) for row in open_rows if row.weight.trials < most]
        if not wanted:
            return table
        for series, count in wanted:
            assert series is not None
            draw(series, count)


def _next_look(row: Needed, most: int) -> int:
    weight = row.weight
    if weight.trials < _FIRST:
        return min(_FIRST, most)
    return min(most, max(draws_to_support(weight.required, weight.alpha), _GROWTH * weight.trials))


def _row(dossier: Dossier, hypothesis: Hypothesis, alpha: float) -> Needed:
    trials = dossier.draws(hypothesis.series) if hypothesis.series is not None else []
    return Needed(hypothesis, weigh(dossier.claim, trials, alpha, Unusable.HELPS_NEITHER))
