"""How sharp a prediction is: what its theorem could have said instead, with bounds valid whenever one stops."""

from theoremcheck.reporting.sharpness.gauges import Gauge, gauges_of
from theoremcheck.reporting.sharpness.measured import Sharpness, sharpness_of

__all__ = ["Gauge", "Sharpness", "gauges_of", "sharpness_of"]
