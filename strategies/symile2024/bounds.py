"""Regimes of the bound on total correlation: random tables, and the Gaussian that the rate does not cover."""

from models.symile2024.bounds import EquicorrelatedGaussian, RandomTable, TableOnALadder, TableWithPools
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = [
    "equicorrelated_gaussians",
    "random_tables",
    "tables_with_many_candidates",
    "tables_on_a_ladder",
    "tables_with_pools",
]

_LAW = {
    # What a law is made of does not change with more letters.
    "letters_x": choice(2.0, 3.0, 4.0),
    "letters_y": choice(2.0, 3.0, 4.0),
    "letters_z": choice(2.0, 3.0, 4.0),
    "concentration": log_uniform(0.2, 2.0),
}
_COUNTS = (2.0, 4.0, 16.0, 64.0, 256.0, 1024.0)


def random_tables() -> Regimes:
    """Laws from near-deterministic to near-independent, and from two candidates to a large batch."""
    return Regimes(RandomTable, **_LAW, candidates=choice(*_COUNTS))


def tables_with_many_candidates() -> Regimes:
    """The same from 64 candidates on, where the bound has room to show a wrong critic or wrong negatives."""
    return random_tables().with_(candidates=choice(*_COUNTS[3:]))


def tables_on_a_ladder() -> Regimes:
    """The same at the foot of a ladder, 64 candidates or more where rare letters come together."""
    return Regimes(TableOnALadder, **_LAW, multiple=1.0)


def tables_with_pools() -> Regimes:
    """The same with two pools of two or three: more combinations than that are not enumerated."""
    return Regimes(TableWithPools, **_LAW, pool=choice(2, 3))


def equicorrelated_gaussians() -> Regimes:
    """Correlations at which chi-square is infinite: from 1/2 on, where the largest eigenvalue of R is 2."""
    return Regimes(EquicorrelatedGaussian, correlation=uniform(0.6, 0.8), multiple=1.0)
