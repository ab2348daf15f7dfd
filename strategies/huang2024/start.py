"""Regimes of the random start: small and moderate samples, any dimension from n^2 on, any failure probability."""

from __future__ import annotations

from models.huang2024.start.bounds import Start
from models.huang2024.start.window import Window
from theoremcheck import Regimes, choice, log_uniform

__all__ = ["labelled_samples", "large_samples", "many_neurons", "noise_samples", "single_neurons", "starts", "windows"]

FAILURES = choice(0.02, 0.06, 0.2)
r"""$\delta$: the lemmas hold for every one, so three levels stand for all, each weighed by draws of its own.

Where the share f of what a lemma allows fails, evidence grows by $\delta\, (f \log f + 1 - f)$ a draw. A union bound
that is half attained at the least d, with $\sqrt d$ log-uniform up to 4 times that, has f = 0.27, and 730 draws of
$\delta = 0.02$ gather the 5.5 that decide (log 20, and what the mixture costs): of 4,096 each level gets 1,365. Below
0.02 they would be too few; beyond 0.2 a lemma says little.
"""

DIMS = log_uniform(2500.0, 1e9)
"""d: Assumption 4.1 (1) asks for $n^2$ up to constants; the largest is a million times that for n = 50."""


def labelled_samples() -> Regimes:
    """Labels alone matter, so one neuron and any dimension; n has divisors for labels shared by blocks of 25."""
    return Regimes(Start, samples=choice(50, 100, 200), neurons=1, dim=1e4, failure=FAILURES)


def starts(neurons: tuple[int, ...] = (50, 100)) -> Regimes:
    r"""Starts with $d \ge n^2$ and enough neurons.

    Some neuron must respond to each noise: $n\, \Phi(1/4)^m \le \delta$ asks for $m \ge 18$ at n = 200 and 0.02.
    """
    return Regimes(
        Start,
        where=lambda r: r.dim >= r.samples**2,
        samples=choice(50, 200),
        neurons=choice(*neurons),
        dim=DIMS,
        failure=FAILURES,
    )


def many_neurons(neurons: tuple[int, ...] = (200,)) -> Regimes:
    r"""Starts with so many neurons that an average over them is near its mean for each of n + 1 inputs at once.

    By Chernoff the mean of m rectified normals, 0.399, falls to 0.2 with probability $e^{-0.0738 m}$ at most, so
    $m \ge \log((n+1)/\delta) / 0.0738$ would do if $\|\xi_i\|^2$ were d: 125 at n = 200 and 0.02. At m = 200 a norm may
    fall short by 12 %, eight of its standard deviations $(2d)^{-1/2}$ at d = 2500.
    """
    return starts(neurons)


def noise_samples() -> Regimes:
    r"""Noises with $d \ge n^2$, where $\|\xi\|^2 / d$ has standard deviation $\sqrt{2/d} \le 0.03$: far within 1/2."""
    return Regimes(
        Start,
        where=lambda r: r.dim >= r.samples**2,
        samples=choice(50, 100, 200),
        neurons=1,
        dim=DIMS,
        failure=FAILURES,
    )


def single_neurons(samples: tuple[int, ...] = (100, 200, 400)) -> Regimes:
    """One neuron before a training set; n from 100, for the lemmas ask for a large one."""
    return Regimes(
        Start,
        where=lambda r: r.dim >= r.samples**2,
        samples=choice(*samples),
        neurons=1,
        dim=DIMS,
        failure=FAILURES,
    )


def large_samples() -> Regimes:
    r"""One neuron before so many samples that Chebyshev's band about a sum's mean does not reach zero.

    At n = 400 it is $0.46 \sqrt{n/\delta} \le 65$ about a mean of 80, for $\delta \ge 0.02$.
    """
    return Regimes(
        Start,
        where=lambda r: r.dim >= r.samples**2,
        samples=choice(400, 1600, 6400),
        neurons=1,
        dim=log_uniform(1.6e5, 1e9),
        failure=FAILURES,
    )


def windows() -> Regimes:
    """Windows up to a quarter of a standard deviation: there the bound of Lemma B.1 lies below a half.

    At the narrowest of them 10,000 draws have 80 hits on average.
    """
    return Regimes(Window, draws=10_000, width=log_uniform(0.01, 0.25))
