"""Running claims: which draws come next, in which batches, when to stop; and on which workers."""

from theoremcheck.running.budget import BUDGETS, Budget
from theoremcheck.running.desk import Broken, Group, Plan, groups_of, long_groups, run_or_broken, seconds_so_far
from theoremcheck.running.devices import device_named
from theoremcheck.running.dispatch import Shift, run_groups
from theoremcheck.running.executors import FreshProcesses, share_of
from theoremcheck.running.isolated import Isolated
from theoremcheck.running.recording import Recorder
from theoremcheck.running.runner import Outcome, run_claim
from theoremcheck.running.spread import Ahead
from theoremcheck.running.threads import use_one_thread
from theoremcheck.running.witness import Witness

__all__ = [
    "BUDGETS",
    "Ahead",
    "Broken",
    "Budget",
    "FreshProcesses",
    "Group",
    "Isolated",
    "Outcome",
    "Plan",
    "Recorder",
    "Shift",
    "Witness",
    "device_named",
    "groups_of",
    "long_groups",
    "run_claim",
    "run_groups",
    "run_or_broken",
    "seconds_so_far",
    "share_of",
    "use_one_thread",
]
