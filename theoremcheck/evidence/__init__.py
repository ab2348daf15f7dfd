"""Evidence: the append-only record of all trials; a verdict is a pure function of it.

`frame` makes a table of it; apart, since a run needs no pandas.
"""

from theoremcheck.evidence.columns import Trials
from theoremcheck.evidence.ledger import Ledger, read_ledger, seconds_by_owner
from theoremcheck.evidence.plans import Plan
from theoremcheck.evidence.records import EvidenceError, Trial
from theoremcheck.evidence.segments import Segment

__all__ = ["EvidenceError", "Ledger", "Plan", "Segment", "Trial", "Trials", "read_ledger", "seconds_by_owner"]
