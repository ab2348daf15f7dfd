"""Numerics that models share: batched over trials, with error control; they know no paper."""

from theoremcheck.numerics.flow import FlowError, integrate
from theoremcheck.numerics.ladders import log_slope

__all__ = ["FlowError", "integrate", "log_slope"]
