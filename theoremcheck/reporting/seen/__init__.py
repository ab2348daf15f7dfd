"""What was seen, as the numbers that the report's pictures are drawn from: JSON values, rounded, computed once."""

from theoremcheck.reporting.seen.curves import curves_seen
from theoremcheck.reporting.seen.maps import maps_seen
from theoremcheck.reporting.seen.margins import margins_seen
from theoremcheck.reporting.seen.path import path_seen
from theoremcheck.reporting.seen.varied import regime_seen

__all__ = ["curves_seen", "maps_seen", "margins_seen", "path_seen", "regime_seen"]
