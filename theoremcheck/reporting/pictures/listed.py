"""The pictures that the page shows of a claim, in their order."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.metadata import entry_points

from theoremcheck.reporting.pictures.accuracy_plane import AccuracyPlanes
from theoremcheck.reporting.pictures.boundary_line import BoundaryLines
from theoremcheck.reporting.pictures.boundary_plane import BoundaryPlanes
from theoremcheck.reporting.pictures.counterexample_growth import CounterexampleGrowth
from theoremcheck.reporting.pictures.drawn_points import DrawnPoints
from theoremcheck.reporting.pictures.evidence_path import EvidencePath
from theoremcheck.reporting.pictures.margin_by_field import MarginByField
from theoremcheck.reporting.pictures.margin_histogram import MarginHistogram
from theoremcheck.reporting.pictures.picture import Picture
from theoremcheck.reporting.pictures.recorded_curves import RecordedCurves
from theoremcheck.reporting.pictures.regime_marginals import RegimeMarginals
from theoremcheck.reporting.pictures.sharp_constants import SharpConstants

__all__ = ["ENTRY_POINTS", "PICTURES", "every_picture"]

ENTRY_POINTS = "theoremcheck.pictures"
"""The entry-point group through which a stranger's package offers pictures."""

PICTURES: tuple[type[Picture], ...] = (
    SharpConstants,
    MarginHistogram,
    EvidencePath,
    RecordedCurves,
    RegimeMarginals,
    MarginByField,
    DrawnPoints,
    CounterexampleGrowth,
    BoundaryLines,
    BoundaryPlanes,
    AccuracyPlanes,
)


@cache
def every_picture() -> tuple[type[Picture], ...]:
    """Ours, then those of installed packages, in the order of their names.

    Raises:
        ValueError: If two pictures have one name.
    """
    offered = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    pictures = (*PICTURES, *(point.load() for point in offered))
    counts = Counter(picture.name for picture in pictures)
    if twice := [name for name, count in counts.items() if count > 1]:
        where = ", ".join(f"{p.__module__}.{p.__qualname__}" for p in pictures if p.name in twice)
        raise ValueError(f"the pictures {where} have one name, {twice[0]!r}: report.json keeps one of a name")
    return pictures
