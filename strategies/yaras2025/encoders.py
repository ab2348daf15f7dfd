"""Regimes of small encoders: one point, the one that was looked at before."""

from __future__ import annotations

from models.yaras2025.encoders import Views
from theoremcheck import Regimes

__all__ = ["noisy_views"]


def noisy_views(steps: int = 200) -> Regimes:
    """A latent whose spectrum decays, so that no temperature retrieves all: saturated retrieval would hide an optimum.

    Args:
        steps: Of Adam.
    """
    return Regimes(Views, noise=0.3, steps=steps)
