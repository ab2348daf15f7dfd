"""Where the parameters of the gap's flows come from; each range with its reason.

CLIP starts at temperature 0.07, that is at beta = 14.3; a gap parameter lies in (0, 1).
"""

from __future__ import annotations

import numpy as np

from models.yaras2025.flows.free_features import FreeFeatures, MatchedFeatures
from models.yaras2025.flows.reduced import ExponentialLoss, UniformMargin
from models.yaras2025.flows.schedules import PrescribedTemperature
from theoremcheck import Regimes, choice, log_uniform, powers_of, uniform

__all__ = [
    "exponential_losses",
    "matched_features",
    "mismatched_features",
    "prescribed_temperatures",
    "uniform_margins",
]


def mismatched_features(pairs: tuple[int, ...] = (6, 12), tolerance: float = 1e-7) -> Regimes:
    """Random starts in both modalities, with more pairs than the dimension can spread apart and with fewer.

    Dimension 3 was taken for the paper's Figure 1; in dimension 2 more gaps run away through 1 (14 of 38). Inverse
    temperatures go up to CLIP's first one. A gap of 0.6 is already a third of every embedding's squared norm.
    """
    return Regimes(
        FreeFeatures,
        pairs=choice(*pairs),
        dim=choice(3, 8),
        gap=log_uniform(0.03, 0.6),
        beta=uniform(2.0, 14.3),
        tolerance=tolerance,
    )


def matched_features(
    min_threshold_multiple: float = 1.0, max_threshold_multiple: float = 1.5, tolerance: float = 1e-9
) -> Regimes:
    """Matched starts, with the inverse temperature at or above the least value of Theorem 3.2.

    Dimensions at or above 4 keep random starts apart: the margin decides how large beta has to be.
    """
    return Regimes(
        MatchedFeatures,
        pairs=choice(6, 12),
        dim=choice(4, 8),
        gap=uniform(0.1, 0.7),
        threshold_multiple=uniform(min_threshold_multiple, max_threshold_multiple),
        tolerance=tolerance,
    )


def uniform_margins(
    max_pairs: int = 4096,
    max_gap: float = 0.95,
    max_threshold_multiple: float = float(np.e),
    tolerance: float = 1e-10,
    least_strength: float = 0.1,
) -> Regimes:
    """Theorem 3.2's conditions: every n, margin and gap, and beta from its least value on.

    Margins up to 1, orthogonal pairs; those of a simplex, n / (n - 1), are hardly larger. The proof also needs
    c_2 = alpha beta_0 sqrt(gamma_0) (1 - gamma_0^2) exp(-gamma_0^2 / 4) > 1/10, `least_strength`; it assumes so
    silently.
    """
    return Regimes(
        UniformMargin,
        pairs=powers_of(2, 2, max_pairs),
        margin=uniform(0.05, 1.0),
        gap=uniform(0.02, max_gap),
        threshold_multiple=log_uniform(1.0, max_threshold_multiple),
        tolerance=tolerance,
        where=lambda r: (
            r.threshold_multiple * np.log(4 * (r.pairs - 1)) * np.sqrt(r.gap) * np.exp(-(r.gap**2) / 4) > least_strength
        ),
    )


def exponential_losses(tolerance: float = 1e-10) -> Regimes:
    """The scalar model of section 3.1, at temperatures between 1 and 1/4 and gaps up to nine tenths."""
    return Regimes(ExponentialLoss, gap=uniform(0.05, 0.9), beta=uniform(1.0, 4.0), tolerance=tolerance)


def prescribed_temperatures(tolerance: float = 1e-7) -> Regimes:
    """Paths between temperatures 2 and 1/5, upwards and downwards, long enough for the gap's start to be forgotten."""
    return Regimes(
        PrescribedTemperature,
        gap=uniform(0.05, 0.9),
        beta=uniform(0.5, 5.0),
        final_beta=uniform(0.5, 5.0),
        closing=log_uniform(1e3, 1e4),
        path=choice("constant", "linear in beta", "linear in temperature"),
        tolerance=tolerance,
    )
