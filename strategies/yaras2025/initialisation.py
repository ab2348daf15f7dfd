"""Regimes of random initialisations, and of the single score rows of Lemma B.1(b)."""

from __future__ import annotations

from models.yaras2025.initialisation.inner_products import InnerProducts
from models.yaras2025.initialisation.softmax_gap import SeparatedRow
from models.yaras2025.initialisation.start import Initialisation
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = [
    "bounded_starts",
    "growing_starts",
    "inner_products",
    "separated_rows",
    "sizeable_gaps",
    "small_gaps",
    "typical_starts",
]


def separated_rows(min_ratio: float = 1.0, max_ratio: float = 3.0) -> Regimes:
    """Margins that cosines can have, at an inverse temperature of so many times the lemma's threshold.

    Above three times the threshold both sides are below $n^{-2}$ and no longer of interest.
    """
    return Regimes(
        SeparatedRow,
        entries=choice(2, 16, 128, 1024),
        margin=log_uniform(0.05, 2.0),
        sharpness_ratio=log_uniform(min_ratio, max_ratio),
    )


def inner_products() -> Regimes:
    """Data sets of inner products whose law can be told from that of d + 1 dimensions.

    The standard deviation $d^{-1/2}$ of an inner product changes by the share 1/(2d) from d to d + 1: at d = 8 by more
    than ten standard errors of a sample of 20,000, at d = 64 by too little to be seen. Below a = 1 the exponential
    moments hardly depend on d; far above a = 4 few terms would carry their sample mean, which would not be normal.
    """
    return Regimes(InnerProducts, pairs=20_000, dim=choice(2, 3, 5, 8), sharpness=uniform(1.0, 4.0))


def typical_starts() -> Regimes:
    r"""Initialisations where the normal limit is at hand: $0.1\, d \le a^2 \le d$ and $n \ge 128$.

    A term's mean share of its softmax sum is $\xi_2(2a) / (n\, \xi_2(a)^2)$, about $e^{a^2/d} / n \le 0.021$. Of first
    order in it is the bias, which is accounted for; the second adds $0.021^2 \sqrt{nd} = 0.04$ standard deviations,
    and the variance is changed by a share of the same order.
    From $a^2 = 0.1\, d$ on the predicted speed is three standard deviations away from none, so that a control can fail.
    """
    return Regimes(
        Initialisation,
        where=(lambda r: r.sharpness**2 >= 0.1 * r.dim, lambda r: r.sharpness**2 <= r.dim),
        pairs=choice(128, 512),
        dim=choice(3, 16, 64),
        sharpness=log_uniform(0.5, 8.0),
        gap_parameter=uniform(0.05, 0.95),
    )


def bounded_starts(min_gap: float = 0.05) -> Regimes:
    r"""Initialisations where the bound of Theorem 3.3 is positive at $\delta = 0.05$, so that it says something.

    With d of 2 or 3 and n = 4,096 that is so at all the sharpnesses below; d = 8 would need n = 25,000. The gap
    parameter is logarithmic: the theorem asks only that it be positive.
    """
    return Regimes(
        Initialisation,
        pairs=4096,
        dim=choice(2, 3),
        sharpness=uniform(1.0, 3.0),
        gap_parameter=log_uniform(min_gap, 0.95),
    )


def small_gaps() -> Regimes:
    r"""The same, with gap parameters on both sides of $n^{-1/2} = 1/64$, the gap of two unrelated samples by chance."""
    return bounded_starts(min_gap=1e-4)


def sizeable_gaps() -> Regimes:
    r"""Gap parameters of 1/2 and more, where the second order of the gap's shortfall is small already at n = 128.

    It is the share $\frac34 \frac{1 - \gamma^2}{4 \gamma^2} \frac2n \le 0.009$ of the first, against a scatter of
    $\sqrt{2/d} \ge 0.17$.
    """
    return Regimes(
        Initialisation,
        pairs=choice(128, 512),
        dim=choice(16, 64),
        sharpness=uniform(1.0, 8.0),
        gap_parameter=uniform(0.5, 0.95),
    )


def growing_starts() -> Regimes:
    r"""The first rung of a ladder in n, in a dimension where $\|m\|^2$ scatters little: relative $\sqrt{2/d} = 1/11$.

    In half of that dimension the scatter would hide the slope of a curve that levels off at the ladder's last value.
    From $\gamma_0 = 1/2$ on, the second order in 1/n is below 2 % at the first rung, twice that of `sizeable_gaps`.
    With $0.07\, d \le a^2 \le 0.95\, d$ the speed's mean is two to eight standard deviations at the first rung, and a
    term's mean share of its softmax sum, $e^{a^2/d} / n$, is 0.04 at most.
    """
    return Regimes(Initialisation, pairs=64, dim=256, sharpness=uniform(4.25, 15.5), gap_parameter=uniform(0.5, 0.95))
