"""Regimes of a centre pair: closed forms, so the ranges are wide."""

from typing import Any

from models.yi2025.centre_pair import AdmissibleCentres, ConeCentres, PartlyMatched, SubspaceCentres
from theoremcheck import Regimes, choice, log_uniform, uniform

__all__ = ["admissible_centres", "cone_centres", "partly_matched", "subspace_centres"]

CONES: dict[str, Any] = dict(
    # From a softmax of almost one candidate to one of almost all, and from nearly uniform laws to nearly points.
    temperature=log_uniform(0.02, 2.0),
    first_concentration=log_uniform(0.5, 100.0),
    second_concentration=log_uniform(0.5, 100.0),
)


def cone_centres() -> Regimes:
    r"""Dimensions from 3 on: Definition 4 asks $\nu = h/2 - 1 > 0$."""
    return Regimes(ConeCentres, dimension=choice(3, 4, 8, 16, 64), **CONES)


def partly_matched(**others: Any) -> Regimes:
    """The same cones; the share of matched centre pairs is the page's."""
    return Regimes(PartlyMatched, dimension=choice(3, 4, 8, 16, 64), **CONES, **others)


def admissible_centres() -> Regimes:
    """The same on two hyperplanes; the centres are the page's."""
    return Regimes(AdmissibleCentres, dimension=choice(4, 8, 16, 64), **CONES, angle=uniform(0.1, 1.5))


def subspace_centres(**others: Any) -> Regimes:
    r"""Dimensions from 4 on: Definition 6 asks $\tilde\nu = (h - 1)/2 - 1 > 0$. Also $\varphi_{\min} \le \varphi$."""
    declared: dict[str, Any] = dict(
        dimension=choice(4, 8, 16, 64),
        **CONES,
        smallest_angle=uniform(0.1, 1.5),
        angle=uniform(0.1, 1.5),
        tilt=uniform(0.001, 1.5),  # from centres near C to centres almost orthogonal to it
        where=lambda r: r.smallest_angle <= r.angle,
    )
    return Regimes(SubspaceCentres, **{**declared, **others})
