r"""Regimes of data model 1.

Theta(1) spread of the core feature, a spurious feature of small spread, and a correlation near 1 (Assumption 4.2).
"""

from typing import Any

import numpy as np

from models.xue2024.intra_class.model import IntraClass
from theoremcheck import Regimes, derived, log_uniform, uniform

__all__ = ["intra_class"]


def intra_class(samples: int, dim: int, data_sets: int, **others: Any) -> Regimes:
    r"""Data model 1.

    The printed value holds at every p, so [.9, 1] stands for p = 1 - o(1). Beyond $\sigma_{core} = 1.5$ the detail inside
    a class is worth less than 0.02 of accuracy, and there is little left that a control could break.
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
