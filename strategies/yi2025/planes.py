"""Regimes of two hyperplanes, with cones and without."""

from typing import Any

from models.yi2025.planes.cones import ConesOnPlanes
from models.yi2025.planes.points import PointsOnPlanes
from theoremcheck import Regimes, choice, log_uniform, powers_of, uniform

__all__ = ["broad_cones", "free_points", "tight_cones"]


def tight_cones(**others: Any) -> Regimes:
    r"""Cones tighter than the softmax, at the temperatures at which such models are trained.

    $\kappa\tau \ge 2$: in the limit of tight cones 1.75 is enough at every angle and in every dimension (derived on the
    page). CLIP's temperature starts at 0.07 and is kept above 0.01. A power of two has a coordinate, for the map.
    """
    declared: dict[str, Any] = dict(
        dimension=powers_of(2, 4, 32),
        tightness=log_uniform(2.0, 60.0),
        temperature=log_uniform(0.01, 0.07),
        angle=uniform(0.3, 1.5),
    )
    return Regimes(ConesOnPlanes, **{**declared, **others})


def broad_cones() -> Regimes:
    """Cones much broader than the softmax, where the temperature is low and the angle large.

    There broad cones had been seen to turn before this corner was set; elsewhere many keep the angle all the same.
    """
    return tight_cones(
        dimension=powers_of(2, 4, 16),
        tightness=log_uniform(0.03, 0.1),
        temperature=log_uniform(0.01, 0.015),
        angle=uniform(1.3, 1.5),
    )


def free_points(**others: Any) -> Regimes:
    r"""Inverse temperatures up to 4, as of free pairs on the sphere: there descent reaches the optimum.

    At 15, an angle of 1.4, N = 32 and h = 4, two of five descents ended further than 0.1 apart, at N = 64 one of eight:
    the points are few for so narrow a softmax. The limit was set after this pilot.
    """
    declared: dict[str, Any] = dict(
        points=choice(32, 64),
        dimension=powers_of(2, 4, 8),
        inverse_temperature=uniform(1.0, 4.0),
        angle=uniform(0.3, 1.4),
    )
    return Regimes(PointsOnPlanes, **{**declared, **others})
