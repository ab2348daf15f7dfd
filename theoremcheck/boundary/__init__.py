"""Where a prediction stops holding: P(holds | field values) over one or two fields, and its level set at `required`.

A map is a pure function of the evidence (`boundary_of`); `map_boundary` trains what it still lacks, where the level set
is uncertain, and records it.
"""

from theoremcheck.boundary.axes import Axis, BoundaryError, axis_of
from theoremcheck.boundary.lines import Crossing, Line
from theoremcheck.boundary.map_effort import EFFORTS, MapEffort
from theoremcheck.boundary.mapped_fields import fields_to_map
from theoremcheck.boundary.mapping import map_boundary
from theoremcheck.boundary.maps import Map, boundary_of, maps_of
from theoremcheck.boundary.places import fields_of_series
from theoremcheck.boundary.planes import Plane

__all__ = [
    "EFFORTS",
    "Axis",
    "BoundaryError",
    "Crossing",
    "Line",
    "Map",
    "MapEffort",
    "Plane",
    "axis_of",
    "boundary_of",
    "fields_of_series",
    "fields_to_map",
    "map_boundary",
    "maps_of",
]
