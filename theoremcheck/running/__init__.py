"""Running a claim: which draws come next, in which batches, and when to stop."""

from theoremcheck.running.budget import BUDGETS, Budget
from theoremcheck.running.devices import device_named
from theoremcheck.running.recording import Recorder
from theoremcheck.running.runner import Outcome, run_claim

__all__ = ["BUDGETS", "Budget", "Outcome", "Recorder", "device_named", "run_claim"]
