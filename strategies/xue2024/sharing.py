r"""Regimes of data model 2: few concepts for the separator, and twice the least number of them for sharing."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from models.xue2024.sharing.model import (
    Richness,
    Sharing,
    least_concepts,
    least_richness,
    noise_share,
    samples_by_rule,
)
from theoremcheck import Regimes, choice, derived, uniform

__all__ = ["few_concepts", "many_concepts", "rich_captions"]

MOST_CONCEPTS, MOST_SAMPLES = 64, 15_000
"""Cost alone: four in ten regimes of `many_concepts` have more, and most of `rich_captions`."""
PLENTY = 2.0
"""n in units of the rule, which holds to order one: four times fewer have an accuracy of 0.88."""


def few_concepts(**others: Any) -> Regimes:
    r"""For the separator: b = 1, p_spu = 1, and 200 samples a concept, so that all signs of details are met."""
    declared: dict[str, Any] = dict(
        concepts=choice(6, 7, 8),
        samples=derived(lambda r: 200 * r.concepts),
        dims_a_concept=2,
        core_detail=uniform(0.1, 0.9),  # alpha
        spurious_detail=uniform(0.0, 0.9),  # beta
        spurious_strength=1.0,  # b
        noise=0.1,
    )
    where = lambda r: r.spurious_detail <= r.core_detail  # noqa: E731
    return Regimes(Sharing, where=where, **{**declared, **others})


def many_concepts(multiple: float = 2.0, **others: Any) -> Regimes:
    r"""Twice the least number of concepts, $m = \lceil 2 m^* \rceil$, and samples by the rule at that m.

    The query's noise may take half of the margin at most, q <= 1/2.

    Args:
        multiple: $m / m^*$, which a control changes; the samples remain those of twice $m^*$.
        others: Fields at something else.
    """

    def enough(r: SimpleNamespace) -> Any:
        return _ceil(2 * least_concepts(r.core_detail, r.spurious_detail, r.spurious_strength))

    def samples(r: SimpleNamespace) -> Any:
        return _samples(r, enough(r))

    def admitted(r: SimpleNamespace) -> Any:
        m = enough(r)
        return (m <= MOST_CONCEPTS) & (_share(r, m) <= 0.5) & (samples(r) <= MOST_SAMPLES) & _ordered(r)

    declared: dict[str, Any] = dict(
        core_detail=uniform(0.3, 0.85),  # alpha
        spurious_detail=uniform(0.0, 0.85),  # beta
        spurious_strength=choice(1.0, 1.5),  # b
        noise=uniform(0.05, 0.3),
        dims_a_concept=choice(2, 4, 8),
        concepts=derived(
            lambda r: _ceil(multiple * least_concepts(r.core_detail, r.spurious_detail, r.spurious_strength))
        ),
        samples=derived(samples),
    )
    return Regimes(Sharing, where=admitted, **{**declared, **others})


def rich_captions(richness: Any = 1.0, where: Any = None, **others: Any) -> Regimes:
    r"""Three times the least number of concepts, so that $2 \pi^* < 1$, and samples by the rule at $\pi = 2 \pi^*$.

    Beyond $\alpha = 0.65$ or $\beta = 0.45$ the rule asks for more than `MOST_SAMPLES` everywhere: the law is that of
    details up to 0.7, and is drawn in half of the attempts.

    Args:
        richness: Law of $\pi_{core} / \pi^*$.
        where: A condition on it.
        others: Fields at something else.
    """

    def needed(r: SimpleNamespace) -> Any:
        return least_richness(r.concepts, r.core_detail, r.spurious_detail, r.spurious_strength)

    def admitted(r: SimpleNamespace) -> Any:
        affordable = (r.concepts <= MOST_CONCEPTS) & (r.samples <= MOST_SAMPLES)
        return affordable & (r.kept_core <= 1) & (_share(r, r.concepts, 2 * needed(r)) <= 0.5) & _ordered(r)

    declared: dict[str, Any] = dict(
        core_detail=uniform(0.4, 0.65),  # alpha
        spurious_detail=uniform(0.1, 0.45),  # beta; below .1 a tie of core and spurious details ties hardly anything
        spurious_strength=choice(1.0, 1.5),  # b
        noise=uniform(0.05, 0.3),
        dims_a_concept=choice(2, 4, 8),
        kept_spurious=choice(0.0, 1.0),
        richness=richness,
        concepts=derived(lambda r: _ceil(3 * least_concepts(r.core_detail, r.spurious_detail, r.spurious_strength))),
        kept_core=derived(lambda r: r.richness * needed(r)),  # a probability
        samples=derived(lambda r: _samples(r, r.concepts, 2 * needed(r))),
    )
    return Regimes(Richness, where=admitted if where is None else (admitted, where), **{**declared, **others})


def _samples(r: SimpleNamespace, m: Any, kept: Any = 1.0) -> Any:
    variance = r.noise**2 / (r.dims_a_concept * m)
    # Where the query's noise takes all of the margin no number is enough, and the rule's is negative.
    wanted = PLENTY * samples_by_rule(m, variance, r.core_detail, r.spurious_detail, r.spurious_strength, kept)
    return _ceil(np.clip(wanted, 1, 2 * MOST_SAMPLES))


def _share(r: SimpleNamespace, m: Any, kept: Any = 1.0) -> Any:
    variance = r.noise**2 / (r.dims_a_concept * m)
    return noise_share(m, variance, r.core_detail, r.spurious_detail, r.spurious_strength, kept)


def _ordered(r: SimpleNamespace) -> Any:
    return r.spurious_detail <= r.core_detail


def _ceil(values: Any) -> Any:
    return np.ceil(values).astype(int)
