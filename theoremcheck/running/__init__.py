"""Running a claim: which draws come next, in which batches, and when to stop."""

from theoremcheck.running.budget import BUDGETS, Budget
from theoremcheck.running.runner import Outcome, run_claim

__all__ = ["BUDGETS", "Budget", "Outcome", "run_claim"]
