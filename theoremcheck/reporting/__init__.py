"""What a reader gets: plain records of outcomes, the table in the terminal, and the report with its page and badges."""

from theoremcheck.reporting.entry import Entry, entries_of, entry_of, without_pictures
from theoremcheck.reporting.packing import pack_evidence, unpack_evidence
from theoremcheck.reporting.record import as_record, broken_record
from theoremcheck.reporting.report import REPORT_VERSION, build_report, seconds_reported
from theoremcheck.reporting.run_report import closing_lines, record_of, write_report
from theoremcheck.reporting.suite import Suite, suite_of
from theoremcheck.reporting.table import table
from theoremcheck.reporting.texts import failure_text, plan

__all__ = [
    "REPORT_VERSION",
    "Entry",
    "Suite",
    "as_record",
    "broken_record",
    "build_report",
    "closing_lines",
    "entries_of",
    "entry_of",
    "failure_text",
    "pack_evidence",
    "plan",
    "record_of",
    "seconds_reported",
    "suite_of",
    "table",
    "unpack_evidence",
    "without_pictures",
    "write_report",
]
