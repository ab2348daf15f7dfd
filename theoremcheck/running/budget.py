"""Budgets: how sure a run wants to be, and how many draws it may spend on that."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from theoremcheck.falsifier.effort import Effort
from theoremcheck.statistics import draws_to_refute, draws_to_support
from theoremcheck.weighing import Weight

__all__ = ["BUDGETS", "Budget", "draws_to_decide", "next_look"]

_PILOT = 16
"""A false theorem, or a broken experiment, is known after a few draws; a true one pays nothing for asking."""
_CONTROL = 8
"""Two failures can refute at 0.95, one at 0.99: valid, but a reader should see more than one failing draw."""
_GROWTH = 1.25
"""Between looks the evidence grows by a quarter at least, so at most a fifth of the draws come too late to matter."""
_DOUBLE = 2.0
"""Where refutation is expected, a few draws that hold by chance are no reason to go for support at once."""


@dataclass(frozen=True)
class Budget:
    """Confidence and a cap.

    Attributes:
        name: Its name on the command line.
        alpha: Error probability of each side of a verdict.
        max_draws: Draws that one series may spend before it stays undecided.
        effort: Trials that the search for counterexamples may spend on top.
        batch_limit: Longest time of one batch, in seconds, unless the run says otherwise: one that takes longer hangs.
    """

    name: str
    alpha: float
    max_draws: int
    effort: Effort
    batch_limit: float


BUDGETS = {
    budget.name: budget
    for budget in (
        # The longest batch of the published run took 38 s, for 16 trainings on MNIST: 15, 47 and 188 of them.
        # A perfect claim at required = 0.99 needs 377 draws. Where three levels are required, the strictest 0.98, and a
        # quarter of the allowed failures is seen, each takes 730 (strategies/huang2024/start.py). The search costs less
        # than the draws of a claim at 0.95: it finds what is gross, and where replicates are dear it does not always
        # get to the simplest regime.
        Budget(
            "quick",
            alpha=0.05,
            max_draws=3_072,
            effort=Effort(
                examples=8,
                targeted=2,
                corners=4,
                spread=12,
                edges=4,
                generations=2,
                brood=8,
                screened=2,
                weighed=2,
                replicates=64,
                shrinking=32,
                grown=512,
            ),
            batch_limit=600.0,
        ),
        # True at 0.99 where 0.95 is required: nine runs in ten are decided within 700 draws, nearly all within 4,000.
        # A failure at a rate of 0.3 in 2 % of the regime shows in one look of 170, and nothing leads there: with 256
        # points of an even cover (a power of two, where it is most even) 18 searches of 20 find it, with 128 at most
        # 15. The walk gets four in ten of all looks at most: it goes where margins lead, and many failures have none
        # that do. Around a planted ring ten generations found 18 of 20, and 16 found all.
        Budget(
            "standard",
            alpha=0.05,
            max_draws=4_096,
            effort=Effort(
                examples=32,
                targeted=16,
                corners=16,
                spread=256,
                edges=32,
                generations=16,
                brood=16,
                screened=16,
                weighed=5,
                replicates=512,
                shrinking=4_096,
                grown=4_096,
            ),
            batch_limit=1_800.0,
        ),
        Budget(
            "thorough",
            alpha=0.001,
            max_draws=32_768,
            effort=Effort(
                examples=512,
                targeted=256,
                corners=64,
                spread=2_048,
                edges=512,
                generations=16,
                brood=128,
                screened=64,
                weighed=17,
                replicates=2_048,
                shrinking=16_384,
                grown=16_384,
            ),
            batch_limit=7_200.0,
        ),
    )
}


def next_look(weight: Weight, budget: Budget, *, expects_support: bool) -> int:
    """How many draws to have before the run weighs the evidence again.

    A function of the outcomes so far and of nothing else, so that a run which was stopped and resumed looks at the same
    counts. The first look is small; later ones go to the point where the side that is ahead can first be decided.
    """
    draws, required = weight.trials, weight.required
    if draws == 0:
        if expects_support:
            return min(draws_to_support(required, budget.alpha), _PILOT, budget.max_draws)
        return min(max(draws_to_refute(required, budget.alpha), _CONTROL), budget.max_draws)
    needed = draws_to_decide(weight, expects_support=expects_support)
    growth = _GROWTH if expects_support else _DOUBLE
    return min(max(draws + needed, ceil(growth * draws)), budget.max_draws)


def draws_to_decide(weight: Weight, *, expects_support: bool) -> int:
    """Further draws after which the side that is ahead can first be decided.

    Every stratum has to support, and one is enough to refute; each gets the share of the draws that it had so far.
    """
    behind = [one for one in weight.strata if not expects_support or one.holds < one.required * one.trials]
    ahead, choose = (draws_to_refute, min) if behind else (draws_to_support, max)
    return choose(
        ceil(ahead(one.required, weight.alpha, one.holds, one.trials) * weight.trials / one.trials)
        for one in behind or weight.strata
    )
