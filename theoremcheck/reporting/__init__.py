"""What a reader gets: typed entries and records, the table in the terminal, and the report with its page and badges."""

from theoremcheck.reporting.contents import REPORT_VERSION
from theoremcheck.reporting.entry import Entry
from theoremcheck.reporting.from_evidence import entries_of, record_of_evidence
from theoremcheck.reporting.from_judgement import as_record, broken_record
from theoremcheck.reporting.left_alone import LeftAlone, has_evidence, left_alone
from theoremcheck.reporting.outgrown import outgrown, resumed
from theoremcheck.reporting.packing import PACKED, pack_evidence, unpack_evidence
from theoremcheck.reporting.pictures import Picture, Subject
from theoremcheck.reporting.record import Record, record_from, record_text
from theoremcheck.reporting.remembered import entries_known, keep_settled, settled_record, standings
from theoremcheck.reporting.run_report import closing_lines, record_of, write_report
from theoremcheck.reporting.suite import FixedLevel, Suite, suite_line, suite_of
from theoremcheck.reporting.terminal_table import table
from theoremcheck.reporting.texts import costs, failure_text, plan
from theoremcheck.reporting.writing import build_report, page_with, seconds_reported

__all__ = [
    "PACKED",
    "REPORT_VERSION",
    "Entry",
    "FixedLevel",
    "LeftAlone",
    "Picture",
    "Record",
    "Subject",
    "Suite",
    "as_record",
    "broken_record",
    "build_report",
    "closing_lines",
    "costs",
    "entries_known",
    "entries_of",
    "failure_text",
    "has_evidence",
    "keep_settled",
    "left_alone",
    "outgrown",
    "pack_evidence",
    "page_with",
    "plan",
    "record_from",
    "record_of_evidence",
    "record_text",
    "record_of",
    "resumed",
    "seconds_reported",
    "settled_record",
    "standings",
    "suite_line",
    "suite_of",
    "table",
    "unpack_evidence",
    "write_report",
]
