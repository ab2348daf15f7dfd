"""What a reader gets: plain records of outcomes, the table in the terminal, report.json."""

from theoremcheck.reporting.record import as_record, broken_record
from theoremcheck.reporting.suite import REPORT_VERSION, Suite, suite_of, write_report
from theoremcheck.reporting.table import table
from theoremcheck.reporting.texts import failure_text, plan

__all__ = [
    "REPORT_VERSION",
    "Suite",
    "as_record",
    "broken_record",
    "failure_text",
    "plan",
    "suite_of",
    "table",
    "write_report",
]
