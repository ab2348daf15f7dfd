r"""Regimes of data model 1.

Theta(1) spread of the core feature, a spurious feature of small spread, and a correlation near 1 (Assumption 4.2).
"""

from typing import Any

from models.xue2024.intra_class.model import IntraClass
from models.xue2024.intra_class.order import SameData
from models.xue2024.intra_class.separator import CountedGroups
from theoremcheck import Regimes, choice, integers, log_uniform, uniform

__all__ = ["bound_ladder", "corollary", "intra_class", "same_data", "training_ladder", "worst_group"]


def intra_class(samples: int, dim: int, data_sets: int, **others: Any) -> Regimes:
    r"""Data model 1.

    The printed value holds at every p, so [.9, 1] stands for p = 1 - o(1). Beyond $\sigma_{core} = 1.5$ the detail
    inside a class is worth less than 0.02 of accuracy, and there is little left that a control could break.
    """
    declared: dict[str, Any] = dict(
        samples=samples,
        dim=dim,
        correlation=uniform(0.9, 1.0),  # p_spu
        core_spread=uniform(0.5, 1.5),
        spurious_spread=uniform(0.02, 0.3),
        noise=uniform(0.2, 1.5),  # sigma_xi
        data_sets=data_sets,
    )
    return Regimes(IntraClass, **{**declared, **others})


def bound_ladder() -> Regimes:
    """From 200 pairs in 20 dimensions, 32 training sets a rung: one training set is too noisy for a slope."""
    return intra_class(200, 20, 32)


def training_ladder() -> Regimes:
    """From 100 pairs in 5 dimensions, 16 training sets a rung: the last one's dimensions are what a trial costs."""
    return intra_class(100, 5, 16)


def worst_group(**others: Any) -> Regimes:
    r"""Theorem 4.3 with its literal constants.

    $n_{min} \ge 100$, $p_{maj} \ge 1 - 1/2001$, which is $n_{maj} / n_{min} \ge 2000$, $\sigma_{core}^2 \ge 1$, and
    both variances up to their limits. From 200,100 samples on; that they are 290,000 at most is cost alone.
    """
    declared: dict[str, Any] = dict(
        minority=integers(100, 120),
        odds=integers(2000, 2400),
        core_spread=uniform(1.0, 4.0),
        spurious_share=uniform(0.0, 1.0),
        noise_share=log_uniform(1e-4, 1.0),
    )
    return Regimes(CountedGroups, **{**declared, **others})


def corollary(**others: Any) -> Regimes:
    r"""The regime of Theorem 4.3 at $\sigma_{core} = 1$, and a dimension so large that $d \to \infty$ can be meant."""
    return worst_group(**{"core_spread": 1.0, "dim": log_uniform(1e4, 1e7), **others})


def same_data(**others: Any) -> Regimes:
    r"""Both learners on one training set of moderate size, with infinitely many noise dimensions.

    The correlation is that of a few contradictions in a hundred; the rest is the regime that the order was measured in.
    """
    declared: dict[str, Any] = dict(
        samples=choice(500, 1000, 2000, 4000),
        correlation=uniform(0.95, 0.99),
        core_spread=uniform(1.0, 2.0),
        spurious_spread=uniform(0.02, 0.2),
        noise_variance=log_uniform(0.01, 3.0),
    )
    return Regimes(SameData, **{**declared, **others})
