"""Numerics that models share: batched over trials, exact or with error control; they know no paper."""

from theoremcheck.numerics.flow import FlowError, integrate
from theoremcheck.numerics.gram import chi, gaussian_coordinates
from theoremcheck.numerics.ladders import log_slope

__all__ = ["FlowError", "chi", "gaussian_coordinates", "integrate", "log_slope"]
