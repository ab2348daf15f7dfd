"""How sharp a prediction is: what its theorem could have said instead, with bounds valid whenever one stops."""

from theoremcheck.reporting.sharpness.gauges import Gauge, gauges_of, margin_gauge
from theoremcheck.reporting.sharpness.measured import Sharpness, sharpness_of, values_at

__all__ = ["Gauge", "Sharpness", "gauges_of", "margin_gauge", "sharpness_of", "values_at"]
