"""Where marginals come from, and the pairs of which one is moved."""

from __future__ import annotations

from models.cai2026.energy import Mixture, MovedMarginal
from theoremcheck import Regimes, log_uniform, uniform

__all__ = ["mixtures", "moved_marginals"]


def mixtures() -> Regimes:
    """Densities from nearly flat to peaked, and second ones that differ by a hundredth or are drawn anew.

    What concavity leaves over is of the square of that difference: 1e-5 at the least, far from round-off.
    """
    return Regimes(
        Mixture,
        roughness=uniform(0.3, 2.5),
        closeness=log_uniform(0.01, 1.0),
        share=uniform(0.1, 0.9),
        potential=log_uniform(0.1, 10.0),
    )


def moved_marginals() -> Regimes:
    """From a marginal that is hardly moved to one in a third of the circle, at temperatures up to 1/3.

    Above that the energy is no approximation of the loss, with a moving potential or without.
    """
    return Regimes(MovedMarginal, concentration=log_uniform(0.1, 5.0), inverse_temperature=log_uniform(3.0, 30.0))
