"""What an author writes: a theorem as an executable claim, its parts and its controls."""

from theoremcheck.claim.controls import Baseline, Control, PositiveControl
from theoremcheck.claim.declaration import Claim
from theoremcheck.claim.paper import Paper, Scatter, Shown
from theoremcheck.claim.parts import ClaimError, Experiment, Scale, Source, Study, Trust
from theoremcheck.claim.question import SAYS_NOTHING, Case, Introductions, MapShown, Question

__all__ = [
    "SAYS_NOTHING",
    "Baseline",
    "Case",
    "Claim",
    "ClaimError",
    "Control",
    "Experiment",
    "Introductions",
    "MapShown",
    "Paper",
    "PositiveControl",
    "Question",
    "Scale",
    "Scatter",
    "Shown",
    "Source",
    "Study",
    "Trust",
]
