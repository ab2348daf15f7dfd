r"""Regimes of populations: those of training, without its samples.

The strongest signal has 3 to 8 times the power of the weakest, as in training; noise of 1 to 2 times the weakest fades
before the horizon does.
"""

from __future__ import annotations

from models.ren2023.population.infinite_width import Limit
from models.ren2023.population.landscape import Landscape
from models.ren2023.population.positives import Population
from models.ren2023.training.pairs import LinearPairs
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["landscapes", "limits", "populations", "random_starts", "two_signals", "wide_landscapes"]

_TOLERANCE = 1e-6


def populations() -> Regimes:
    r"""Widths from d to 8 d.

    At $s = 12$ what is left to move is of the order $e^{-2 (12 - 3)}$: the noise, of power 1 at least, is gone by s =
    3.
    """
    return Regimes(
        Population,
        rank=choice(2, 4),
        dim=choice(32, 64),
        width_per_dim=choice(1.0, 2.0, 4.0, 8.0),
        strongest=uniform(3.0, 8.0),
        noise=uniform(1.0, 2.0),
        clock_end=12.0,
        tolerance=_TOLERANCE,
    )


def two_signals() -> Regimes:
    """The first rung of a ladder in d; with two signals the sum of powers in the closed form has one leading term."""
    return populations().with_(rank=2, dim=100, width_per_dim=4.0)


def limits() -> Regimes:
    """Infinite width, any number of negatives."""
    return Regimes(
        Limit,
        rank=choice(2, 4),
        dim=choice(24.0, 32.0, 64.0),
        strongest=uniform(3.0, 8.0),
        noise=uniform(1.0, 2.0),
        negatives=log_uniform(1.0, 1000.0),
        tolerance=_TOLERANCE,
    )


def landscapes() -> Regimes:
    """Inverse temperatures from small to far above r."""
    return Regimes(
        Landscape,
        rank=choice(2, 4, 8),
        inverse_temperature=log_uniform(0.1, 16.0),
        negatives=log_uniform(1.0, 1000.0),
    )


def wide_landscapes() -> Regimes:
    """Inverse temperatures of 2 r, in the range that Gaussian signals do not stand, 1.5 r to 4 r; 16 at r = 8."""
    return landscapes().with_(inverse_temperature=derived(lambda r: 2.0 * r.rank))


def random_starts(latent_mean: float = 0.0) -> Regimes:
    """Starts of training; K stands in for in-batch negatives, which would leave a floor of the order 1 / n."""
    return Regimes(
        LinearPairs,
        rank=choice(2, 4),
        dim=24,
        strongest=uniform(3.0, 8.0),
        noise=uniform(0.5, 2.0),
        inverse_temperature=1.0,
        latent_mean=latent_mean,
    )
