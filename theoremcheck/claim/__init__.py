"""What an author writes: a theorem as an executable claim, its parts and its controls."""

from theoremcheck.claim.controls import Baseline, Control, PositiveControl
from theoremcheck.claim.declaration import Claim
from theoremcheck.claim.paper import Paper, Scatter, Shown
from theoremcheck.claim.parts import ClaimError, Experiment, Scale, Source, Study, Trust

__all__ = [
    "Baseline",
    "Claim",
    "ClaimError",
    "Control",
    "Experiment",
    "Paper",
    "PositiveControl",
    "Scale",
    "Scatter",
    "Shown",
    "Source",
    "Study",
    "Trust",
]
