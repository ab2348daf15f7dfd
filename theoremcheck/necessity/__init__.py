"""Which hypotheses a prediction really needs: the table breaks each alone, and asks for the same prediction."""

from theoremcheck.necessity.breaking import Necessity, Needed, break_hypotheses, necessity_of
from theoremcheck.necessity.hypotheses import Hypothesis, broken_series, hypotheses_of

__all__ = [
    "Hypothesis",
    "Necessity",
    "Needed",
    "broken_series",
    "break_hypotheses",
    "hypotheses_of",
    "necessity_of",
]
