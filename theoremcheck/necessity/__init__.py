"""Which hypotheses a prediction really needs: each is broken alone, and the same prediction is asked for."""

from theoremcheck.necessity.hypotheses import Hypothesis, arm_of_series, hypotheses_of
from theoremcheck.necessity.table import Necessity, Needed, break_hypotheses, necessity_of

__all__ = [
    "Hypothesis",
    "Necessity",
    "Needed",
    "arm_of_series",
    "break_hypotheses",
    "hypotheses_of",
    "necessity_of",
]
