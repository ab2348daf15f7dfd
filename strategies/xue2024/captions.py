r"""Regimes of caption richness, in both data models."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from strategies.xue2024.intra_class import intra_class
from strategies.xue2024.sharing import rich_captions
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = ["bound_ladder", "one_training_set", "richness_plane"]


def one_training_set() -> Regimes:
    """Data model 1 at one size: 1,000 pairs and more, in 50 to 200 dimensions."""
    return intra_class(choice(1000, 2000, 4000), choice(50, 100, 200), 1)


def bound_ladder() -> Regimes:
    r"""The ladder of Theorem 4.4 with poorer captions; below $\pi_{core} = .2$ there is little pairing to break."""
    return intra_class(200, 20, 32, kept_core=uniform(0.2, 1.0))


def richness_plane(low: float = 0.25, high: float = 3.0) -> Regimes:
    r"""$\pi_{core} / \pi^*$ and $\pi_{spu}$ over the plane, but for a band from half to twice $\pi^*$.

    With three times the least number of concepts $\pi^*$ is a third at most: beyond 3 there may be no such captions.
    """
    return rich_captions(log_uniform(low, high), _outside_the_band, kept_spurious=uniform(0.0, 1.0))


def _outside_the_band(r: SimpleNamespace) -> Any:
    return np.abs(np.log2(r.richness)) >= 1
