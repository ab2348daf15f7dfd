r"""Free points of two modalities on two hyperplanes A and B: no cone holds them.

A point of A is $u + r\, e_A$, with u in $C = A \cap B$ and $e_A \in A$ orthogonal to C, and one of B is $u + r\, e_B$,
$e_A \cdot e_B = \cos\varphi$. So rows of h - 1 coordinates, r the last, hold either, and a score is the product of two
rows in which the last coordinates' counts $\cos\varphi$ times.

Source: Yi et al. 2025 (arXiv:2510.03268v2), Definition 5; the points are free here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi

import torch
from torch import Tensor

from models.unit_vectors import Descent, centroid_distance, minimise, random_rows
from models.yi2025.contrast import Contrast
from theoremcheck.streams import Streams

__all__ = ["PointsOnPlanes", "in_cones", "spread_out", "twice_the_steps"]

_RATE = 0.1
"""Of Adam in a cone, for rows of length 1."""


@dataclass(frozen=True)
class PointsOnPlanes:
    """N pairs, one point of each on either hyperplane of R^h, and how long they are trained."""

    points: int  # N
    dimension: int  # h
    inverse_temperature: float  # 1 / tau
    angle: float  # phi, between the hyperplanes
    steps: int = 300

    def after(self, steps: int) -> PointsOnPlanes:
        """The same points, descended for so many steps."""
        return replace(self, steps=steps)

    def contrast(self) -> Contrast:
        """The loss of rows in coordinates of their hyperplanes."""
        beta = self.inverse_temperature
        return Contrast(beta, self._metric(self.angle.cos()), torch.zeros_like(beta), torch.ones_like(beta[:1, None]))

    def centroid_distance(self, first: Tensor, second: Tensor) -> Tensor:
        """Distance of the two means in R^h, of rows in coordinates of their hyperplanes; shape (trials,)."""
        level, slant = torch.zeros_like(first[..., -1:]), self.angle.sin()[:, None, None] * second[..., -1:]
        turned = self._metric(self.angle.cos()) * second
        return centroid_distance(torch.cat([first, level], dim=-1), torch.cat([turned, slant], dim=-1))

    def _metric(self, last: Tensor) -> Tensor:
        """1 for the coordinates of C, another weight for the last; shape (trials, 1, h - 1)."""
        return torch.cat([torch.ones_like(last[:, None]).expand(-1, self.dimension - 2), last[:, None]], dim=1)[:, None]


def spread_out(regime: PointsOnPlanes, streams: Streams) -> tuple[Tensor, Tensor]:
    """Rows of both modalities at the end of a descent from uniform ones, shape (trials, N, h - 1) each."""
    first, second = (random_rows(streams, label, regime.points, regime.dimension - 1) for label in ("first", "second"))
    return regime.contrast().descended(first, second, regime.steps)


def in_cones(regime: PointsOnPlanes, streams: Streams, height: float) -> tuple[Tensor, Tensor]:
    r"""The same, but every point keeps its cosine with its modality's centre.

    Where a point lies on its circle of the cone is free, and so is the common orientation of the centres: they are
    $\cos a\, e_C + \sin a\, e_A$ and $\cos a\, e_C + \sin a\, e_B$.

    Args:
        regime: Regimes.
        streams: One stream a trial.
        height: That cosine.
    """
    contrast = regime.contrast()

    def placed(rows: Tensor, tilt: Tensor) -> Tensor:
        rest, across = ((1 - height**2) ** 0.5 * part for part in (rows[..., :-1], rows[..., -1:]))
        cosine, sine = tilt.cos()[:, None, None], tilt.sin()[:, None, None]
        return torch.cat([rest, height * cosine - across * sine, height * sine + across * cosine], dim=-1)

    starts = [random_rows(streams, label, regime.points, regime.dimension - 2) for label in ("first", "second")]
    (first, second), (tilt,) = minimise(
        lambda first, second, tilt: contrast.loss(placed(first, tilt), placed(second, tilt)),
        starts,
        Descent(_RATE, regime.steps),
        free=[pi / 2 * streams.uniform("tilt")],
    )
    return placed(first, tilt), placed(second, tilt)


def twice_the_steps(regime: PointsOnPlanes) -> PointsOnPlanes:
    """The same regimes, descended for twice as long."""
    return regime.after(2 * regime.steps)
