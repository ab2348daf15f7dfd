"""How much a map may spend, in trials."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["EFFORTS", "PILOT", "PLANNED", "MapEffort", "effort_named"]

PLANNED = {1: 64, 2: 256}
"""Places at which a map over one or two fields may decide, by the number of fields.

A map divides their e-values by it, however many it really tries: then the chance that it decides any of them wrongly
is at most alpha, however it chose them.
"""


MOST = 32_000
"""Replicates that one place may have at all; their numbers have fifteen bits."""
_LEVEL = 0.05
"""Share of failures that the claim allows where the limits are meant as they stand."""


@dataclass(frozen=True)
class MapEffort:
    """Upper limits of one map, for a required probability of 0.95 or less.

    Attributes:
        name: By which a survey names it.
        grid: Values along a field that are tried first.
        most: Replicates of one place.
        trials: Replicates of a map over one field.
        plane_places: Places of a map over two fields that the map tries before it decides any.
        plane_trials: Replicates of a map over two fields.
        width: Width of the band that is aimed at, as a share of the value.
    """

    name: str
    grid: int
    most: int
    trials: int
    plane_places: int
    plane_trials: int
    width: float

    def at(self, required: float) -> MapEffort:
        """The effort for a level: a failure in a hundred takes five times the replicates of one in twenty to see."""
        times = max(1.0, _LEVEL / (1 - required))
        return replace(
            self,
            most=min(MOST, round(times * self.most)),
            trials=round(times * self.trials),
            plane_trials=round(times * self.plane_trials),
        )


EFFORTS = {
    effort.name: effort
    for effort in (
        # A step of the holding probability takes some 2,000 replicates at required = 0.95; a smooth descent to within
        # 2 % of the value takes 5,000 and more, since near the level every outcome tells little.
        MapEffort("quick", grid=5, most=1_024, trials=4_096, plane_places=48, plane_trials=6_144, width=0.10),
        MapEffort("standard", grid=9, most=8_192, trials=32_768, plane_places=96, plane_trials=24_576, width=0.045),
        MapEffort("thorough", grid=17, most=MOST, trials=131_072, plane_places=160, plane_trials=98_304, width=0.02),
    )
}
"""By the name of the budget."""

PILOT = MapEffort("pilot", grid=5, most=16, trials=80, plane_places=0, plane_trials=0, width=1.0)
"""Five values with sixteen replicates each show a failure that is not rare."""


def effort_named(name: str) -> MapEffort | None:
    """The effort that a survey names; None if there is none of this name."""
    return PILOT if name == PILOT.name else EFFORTS.get(name)
