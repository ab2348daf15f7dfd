r"""Regimes of the mitigations: matched pairs that spread to a simplex, at inverse temperatures in units of the best.

Pairs start matched and d = n, so that features can spread to a simplex and no gap escapes through 1; random starts are
a matter of `gap-rises-then-falls`. $\beta^*$ is 1.20 for n = 4 and 1.73 for n = 8, and CLIP's $\beta_0 = 14.3$ is 8.3
of the latter.
"""

from __future__ import annotations

from models.yaras2025.mitigations.parallel import Spread
from models.yaras2025.mitigations.swapping import Cones
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["above_the_best", "around_the_best", "clip_temperatures", "frozen_temperatures", "two_cones"]

_TOLERANCE = 1e-6
"""Of one step; what is compared differs by a thousandth at the least."""


def frozen_temperatures(dimensions_per_pair: float = 1.0) -> Regimes:
    r"""One frozen temperature on either side of $\beta^*$, up to CLIP's order; d in units of n.

    The horizon is $10 n^2 (1 + e^{\beta\alpha^*}/(n-1)) / \beta^2$: a feature moves at $\beta/n$ times the softmax
    weight off its pair, and the slowest mode of a spread is another n times slower.
    """
    return Regimes(
        Spread,
        pairs=choice(4, 8),
        dim=derived(lambda r: (dimensions_per_pair * r.pairs).astype(int)),
        gap=0.3,
        beta=log_uniform(1.0, 10.0),
        duration=10.0,
        tolerance=_TOLERANCE,
    )


def around_the_best(multiple: float = 1.0) -> Regimes:
    """Temperatures around the given multiple of the best inverse one; until gaps differ by 2 nats, and not by 600."""
    return Regimes(
        Spread,
        pairs=choice(4, 8),
        dim=derived(lambda r: r.pairs),
        gap=uniform(0.1, 0.5),
        beta=multiple,
        duration=log_uniform(10.0, 30.0),
        tolerance=_TOLERANCE,
    )


def above_the_best(min_multiple: float = 2.0, max_multiple: float = 6.0, max_horizon: float = 300.0) -> Regimes:
    r"""A learned temperature from $\beta_0$ in units of $\beta^*$.

    From 2 on: pairs that have not spread yet have a smaller margin, and with it a larger best inverse temperature.
    """
    return Regimes(
        Spread,
        pairs=choice(4, 8),
        dim=derived(lambda r: r.pairs),
        gap=uniform(0.1, 0.5),
        beta=log_uniform(min_multiple, max_multiple),
        duration=log_uniform(10.0, max_horizon),
        tolerance=_TOLERANCE,
    )


def clip_temperatures(min_multiple: float = 6.0, max_multiple: float = 12.0) -> Regimes:
    r"""Eight pairs around CLIP's $\beta_0 = 8.3\, \beta^*$; from $6\beta^*$ on a scale of 10 outruns softplus."""
    return Regimes(
        Spread,
        pairs=8,
        dim=8,
        gap=uniform(0.1, 0.5),
        beta=log_uniform(min_multiple, max_multiple),
        duration=log_uniform(30.0, 3000.0),
        tolerance=_TOLERANCE,
    )


def two_cones() -> Regimes:
    """Cones at fixed temperatures from the paper's 0.04 to CLIP's first one; the least share swaps 15 of 300 steps."""
    return Regimes(Cones, pairs=16, dim=8, temperature=log_uniform(0.04, 0.07), steps=300)
