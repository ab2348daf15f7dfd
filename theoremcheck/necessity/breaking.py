"""How the prediction fares with each hypothesis broken: a table, as a pure function of the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Literal

import numpy as np

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger
from theoremcheck.necessity.hypotheses import Hypothesis, hypotheses_of
from theoremcheck.series.drawing import draw_points, required_at
from theoremcheck.series.specification import Series
from theoremcheck.statistics import (
    draws_to_support,
    log_e_refute_path,
    log_e_support_path,
    lower_bound,
    upper_bound,
)
from theoremcheck.weighing import margins_of

__all__ = ["Necessity", "Needed", "break_hypotheses", "necessity_of"]

Answer = Literal["needed", "not needed", "undecided", "not tried", "out of reach"]

Draw = Callable[[Series, int], None]
"""(series, count): train and record the missing draws below a count."""

_FIRST = 16
_GROWTH = 2


@dataclass(frozen=True)
class Needed:
    """A hypothesis, and what becomes of the prediction without it.

    Attributes:
        hypothesis: The hypothesis.
        holds: Draws with the predicted outcome.
        draws: All of them.
        unusable: Draws without usable outcome; they count for neither answer.
        required: The required probability, at its mean over the draws.
        log_e_holds: Log e-value against "holds with at most the required probability".
        log_e_fails: Log e-value against "holds with at least the required probability".
        alpha: Error probability of each answer: that of the table, divided by its rows.
    """

    hypothesis: Hypothesis
    holds: int
    draws: int
    unusable: int
    required: float
    log_e_holds: float
    log_e_fails: float
    alpha: float

    @property
    def answer(self) -> Answer:
        """Whether the prediction needs the hypothesis at these sizes."""
        if self.hypothesis.series is None:
            return "out of reach"
        if not self.draws:
            return "not tried"
        if self.log_e_fails >= -log(self.alpha):
            return "needed"
        return "not needed" if self.log_e_holds >= -log(self.alpha) else "undecided"

    @property
    def is_open(self) -> bool:
        """Whether more draws may give an answer; an experiment that gives nothing at all will not."""
        return self.answer == "not tried" or (self.answer == "undecided" and self.unusable < self.draws)

    @cached_property
    def lower(self) -> float:
        """Lower bound on the holding probability, true of all rows at once."""
        return lower_bound(self.holds, self.draws, self.alpha)

    @cached_property
    def upper(self) -> float:
        """Upper bound on the holding probability, likewise."""
        return upper_bound(self.holds + self.unusable, self.draws, self.alpha)


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
        """What was found, in words."""
        found = {answer: [row for row in self.rows if row.answer == answer] for answer in ("needed", "not needed")}
        others = len(self.rows) - sum(map(len, found.values()))
        text = f"of {len(self.rows)} hypotheses {len(found['needed'])} needed at these sizes, "
        return (
            text
            + f"{len(found['not needed'])} not needed, {others} without an answer (confidence {1 - self.alpha:.4g})"
        )


def necessity_of(claim: Claim, every_series: Sequence[Series], ledger: Ledger, alpha: float) -> Necessity:
    """The table that the evidence gives.

    Args:
        claim: The claim.
        every_series: Its series, the claim's own first.
        ledger: All recorded trials of the specification.
        alpha: Error probability of all answers together; each row has its share of it.
    """
    hypotheses = hypotheses_of(claim, every_series)
    each = alpha / max(1, sum(hypothesis.series is not None for hypothesis in hypotheses))
    rows = tuple(_row(claim, hypothesis, ledger, each) for hypothesis in hypotheses)
    return Necessity(_row(claim, Hypothesis("none", "whole", every_series[0]), ledger, alpha), rows, alpha)


def break_hypotheses(
    claim: Claim, every_series: Sequence[Series], ledger: Ledger, alpha: float, most: int, draw: Draw
) -> Necessity:
    """Draw until every hypothesis has its answer or `most` draws; what is recorded already is not drawn again.

    Args:
        claim: The claim.
        every_series: Its series, the claim's own first.
        ledger: All recorded trials of the specification; grows with what is drawn.
        alpha: Error probability of all answers together.
        most: Draws that one hypothesis may cost.
        draw: Trains and records the missing draws of a series.
    """
    while True:
        table = necessity_of(claim, every_series, ledger, alpha)
        open_rows = [row for row in (table.whole, *table.rows) if row.is_open]
        wanted = [(row.hypothesis.series, _next_look(row, most)) for row in open_rows if row.draws < most]
        if not wanted:
            return table
        for series, count in wanted:
            assert series is not None
            draw(series, count)


def _next_look(row: Needed, most: int) -> int:
    if row.draws < _FIRST:
        return min(_FIRST, most)
    return min(most, max(draws_to_support(row.required, row.alpha), _GROWTH * row.draws))


def _row(claim: Claim, hypothesis: Hypothesis, ledger: Ledger, alpha: float) -> Needed:
    series = hypothesis.series
    trials = ledger.contiguous(series.label) if series is not None else []
    if series is None or not trials:
        level = 0.95 if callable(claim.required) else claim.required
        return Needed(hypothesis, 0, 0, 0, float(level), 0.0, 0.0, alpha)
    margins = margins_of(claim.prediction, trials)
    held, usable = margins > 0, np.isfinite(margins)
    required = required_at(claim, draw_points(series, range(len(trials))) if callable(claim.required) else {})
    return Needed(
        hypothesis=hypothesis,
        holds=int(held.sum()),
        draws=len(trials),
        unusable=int((~usable).sum()),
        required=float(np.mean(required)),
        log_e_holds=float(log_e_support_path(held, required)[-1]),
        # A crash shows no need of a hypothesis: it would have to be caught by its margin.
        log_e_fails=float(log_e_refute_path(held | ~usable, required)[-1]),
        alpha=alpha,
    )
