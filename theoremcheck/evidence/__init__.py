"""Evidence: the append-only record of all trials; a verdict is a pure function of it."""

from theoremcheck.evidence.frame import load
from theoremcheck.evidence.ledger import EvidenceError, Ledger, read_ledger, seconds_by_owner
from theoremcheck.evidence.records import Trial
from theoremcheck.evidence.segments import Segment

__all__ = ["EvidenceError", "Ledger", "Segment", "Trial", "load", "read_ledger", "seconds_by_owner"]
