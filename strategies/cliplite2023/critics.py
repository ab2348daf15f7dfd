"""Regimes of critics in the population: laws of pairs, from near-deterministic to near-independent."""

from models.cliplite2023.critics import ChannelOrTable, PairTable
from theoremcheck import Regimes, choice, log_uniform

__all__ = ["channels_and_tables", "pair_tables"]


def pair_tables() -> Regimes:
    """Tables of 2 x 3, 4 x 4 and 5 x 6 letters, whose information is from about 0.001 to 0.8 nats.

    d = 16: unit vectors without a bias have to carry the offset of log r too, and with as many coordinates as letters
    they can't on most small tables. Adam's error after 1,500 steps is 3 % of log r at the most.
    """
    return Regimes(
        PairTable,
        size=choice(0.0, 2.0, 3.0),
        concentration=log_uniform(0.2, 2.0),
        dim=16,
        steps=1500,
    )


def channels_and_tables() -> Regimes:
    """Symmetric channels, and tables of 2 x 3, 3 x 3 and 5 x 6 letters."""
    return Regimes(
        ChannelOrTable,
        letters=choice(0, 4, 16, 32),
        error=log_uniform(0.02, 0.3),
        size=choice(0.0, 1.0, 3.0),
        concentration=log_uniform(0.2, 2.0),
        steps=1500,
    )
