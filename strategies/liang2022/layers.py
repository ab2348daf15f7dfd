"""Regimes of two vectors and a random layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.liang2022.layers import RandomLayer, limit_cosine
from theoremcheck import Regimes, log_uniform, uniform

__all__ = ["MARGIN", "beyond_the_limit", "one_unit", "within_the_condition"]

MARGIN = 0.05
"""Least rise of the cosine in a layer of infinite width."""


def within_the_condition() -> Regimes:
    r"""Cosines below the theorem's $2/(r + 1/r)$, with a limit that is at least 0.05 above them.

    Lengths about that of the biases, 1, and up to 4.5 times it: longer vectors drown them. Ratios up to e.
    """
    return _layers(
        ratio=log_uniform(np.exp(-1.0), np.exp(1.0)),
        share=uniform(-0.9, 1.0),
        where=lambda r: _rise(r) >= MARGIN,
    )


def one_unit() -> Regimes:
    """The same vectors in the narrowest layer: outputs are parallel where both are positive, and else orthogonal."""
    return within_the_condition().with_(width=1)


def beyond_the_limit() -> Regimes:
    """Cosines above the condition's bound, where the limit lies 0.01 below them or more.

    Of the ratios within the condition those from 2 on: below them there is hardly room between the bound and 1.
    """
    return _layers(
        ratio=log_uniform(2.0, np.exp(1.0)),
        share=uniform(1.0, 3.5),
        where=lambda r: (r.share * 2 / (r.ratio + 1 / r.ratio) < 0.999) & (_rise(r) <= -0.01),
    )


def _layers(**fields: Any) -> Regimes:
    return Regimes(RandomLayer, width=512, length=log_uniform(np.exp(-1.0), np.exp(1.5)), **fields)


def _rise(r: Any) -> NDArray[np.float64]:
    """Of the cosine in the limit; where no two vectors have such a cosine, some number."""
    ratio, length, share = (torch.as_tensor(np.asarray(value)) for value in (r.ratio, r.length, r.share))
    layer = RandomLayer(512, ratio, length, share)
    return (limit_cosine(layer) - layer.cosine).numpy()
