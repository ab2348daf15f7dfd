r"""Regimes of pairs that stay mismatched, in the paper's tied coordinate.

Inverse temperatures go from 0.4 to 2.5 times the critical one. T is 100 in units of $1/(\beta^2 f''(a^*))$, the time in
which a relaxes: 10 % off the critical temperature, where the flow is slowest, $\gamma$ comes to rest at $2 \cdot 0.1$
or $4 \cdot 0.09$ of that rate, so within $e^{-20}$ of what is left.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.yaras2025.mismatch import TiedPairs
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = ["colder_than_the_line", "cold_starts", "learned_temperatures", "off_the_line", "warm_starts"]


def off_the_line(least: float = 0.4) -> Regimes:
    """Fixed temperatures at least 10 % off the critical one, on either side of it.

    Nearer to it the square of the gap is below 0.09, and what is left of the start's noise, 0.003 of it, shows. That
    was seen before the window was set.
    """
    return _tied(
        critical_multiple=log_uniform(least, 2.5), where=lambda r: np.abs(np.log(r.critical_multiple)) >= np.log(1.1)
    )


def colder_than_the_line() -> Regimes:
    """The same on the side on which there is a gap."""
    return off_the_line(least=1.1)


def learned_temperatures() -> Regimes:
    """Learned temperatures have no critical start: the curve on which the flow ends attracts from everywhere."""
    return _tied(critical_multiple=log_uniform(0.4, 2.5))


def cold_starts() -> Regimes:
    r"""Starts with $\beta_0 (1 - \gamma_0^2)$ at least 5 % above $a^*$."""
    return _tied(critical_multiple=log_uniform(1.05, 2.5), where=lambda r: _start(r) >= 1.05)


def warm_starts() -> Regimes:
    r"""Starts with $\beta_0 (1 - \gamma_0^2)$ at least 5 % below $a^*$."""
    return _tied(critical_multiple=log_uniform(0.4, 2.5), where=lambda r: _start(r) <= 0.95)


def _tied(**fields: Any) -> Regimes:
    return Regimes(
        TiedPairs,
        states=choice(4, 6, 8),
        mismatch=log_uniform(0.05, 0.4),
        gap=uniform(0.05, 0.8),
        duration=100.0,
        tolerance=1e-5,
        **fields,
    )


def _start(r: Any) -> Any:
    r"""$\beta_0 (1 - \gamma_0^2) / a^*$."""
    return r.critical_multiple * (1 - r.gap**2)
