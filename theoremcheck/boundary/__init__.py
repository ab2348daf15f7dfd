"""Where a prediction stops holding: over one or two fields of its regime, and without one of its hypotheses.

A map is P(holds | field values) with its level set at `required`, a pure function of the evidence (`boundary_of`);
`map_boundary` trains what it still lacks, where the level set is uncertain, and records it. `break_hypotheses` breaks
each hypothesis alone, and asks for the same prediction.
"""

from theoremcheck.boundary.axes import Axis, BoundaryError, axis_of
from theoremcheck.boundary.breaking import Necessity, Needed, break_hypotheses, necessity_of
from theoremcheck.boundary.growths import named_factor
from theoremcheck.boundary.hypotheses import Hypothesis, broken_series, hypotheses_of
from theoremcheck.boundary.lines import Crossing, Line
from theoremcheck.boundary.map_effort import EFFORTS, PILOT, MapEffort
from theoremcheck.boundary.map_walks import map_walks, planned_map
from theoremcheck.boundary.mapped_fields import fields_to_map
from theoremcheck.boundary.mapping import map_boundary
from theoremcheck.boundary.maps import Map, boundary_of, maps_of
from theoremcheck.boundary.planes import Plane
from theoremcheck.boundary.surveys import Survey, survey_of

__all__ = [
    "EFFORTS",
    "PILOT",
    "Axis",
    "BoundaryError",
    "Crossing",
    "Hypothesis",
    "Line",
    "Map",
    "MapEffort",
    "Necessity",
    "Needed",
    "Plane",
    "Survey",
    "axis_of",
    "boundary_of",
    "break_hypotheses",
    "broken_series",
    "fields_to_map",
    "hypotheses_of",
    "map_boundary",
    "map_walks",
    "maps_of",
    "named_factor",
    "necessity_of",
    "planned_map",
    "survey_of",
]
