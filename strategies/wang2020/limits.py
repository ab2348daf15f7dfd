"""Regimes of the limit of many negatives."""

from typing import Any

import torch

from models.wang2020.limits import CoolingNegatives, Negatives
from theoremcheck import Regimes, choice, log_uniform

__all__ = ["cooling", "fixed_temperature"]


def fixed_temperature(**others: Any) -> Regimes:
    """Temperatures from 0.15 and positives from a right angle on, in three to 64 dimensions.

    The constant c of the leading term goes through 0, for instance at d = 3, tau = 0.5 and p = 0. Near that no ladder
    shows a slope, since the deviation itself goes through 0 on it: c is 0.05 in size at least.
    """
    declared: dict[str, Any] = dict(
        dimension=choice(3, 4, 8, 16, 64),
        temperature=log_uniform(0.15, 2.0),
        cosine=choice(1.0, 0.7, 0.3, 0.0),
        multiple=1.0,
    )
    return Regimes(Negatives, where=_has_a_leading_term, **{**declared, **others})


def cooling() -> Regimes:
    """A temperature that falls with M, in four dimensions, and a perfect positive.

    Uniform points are $M^{-1/(d-1)}$ apart: at this temperature a negative counts from that distance on, and the sum
    has a law that does not concentrate.
    """
    return Regimes(CoolingNegatives, dimension=4, temperature=1.0, cosine=1.0, multiple=1.0)


def _has_a_leading_term(r: Any) -> Any:
    fields = (torch.as_tensor(field) for field in (r.dimension, r.temperature, r.cosine, r.multiple))
    return (Negatives(*fields).expansion().first.abs() > 0.05).numpy()
