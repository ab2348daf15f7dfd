"""`theoremcheck report`."""

from __future__ import annotations

from pathlib import Path

import click

from theoremcheck.catalogue.introductions import introductions_of
from theoremcheck.command_line.chosen_level import fixed_level
from theoremcheck.command_line.exits import code_of
from theoremcheck.command_line.facts import facts_at
from theoremcheck.command_line.options import (
    budget_option,
    claims_argument,
    evidence_option,
    example,
    fixed_level_options,
    folders,
    keyword_option,
    paper_option,
    report_option,
)
from theoremcheck.command_line.printing import print_failures, print_report, print_suite
from theoremcheck.command_line.selection import Selection, choose
from theoremcheck.command_line.standing import entries_here
from theoremcheck.reporting import Entry, FixedLevel, Record, build_report
from theoremcheck.reporting.comparing import Facts, comparison_of, facts_of

__all__ = ["command"]


@click.command(
    "report",
    epilog=example("theoremcheck report", "theoremcheck report --evidence nights/evidence --report public"),
)
@claims_argument
@budget_option
@evidence_option
@report_option
@paper_option
@keyword_option
@fixed_level_options
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    metavar="OLD",
    help="An earlier report, or evidence: the front page says what differs, as `theoremcheck compare` does.",
)
def command(
    claims: tuple[str, ...],
    budget: str,
    evidence: Path | None,
    report: Path | None,
    paper: str | None,
    keywords: tuple[str, ...],
    fdr: float | None,
    fwer: float | None,
    against: Path | None,
) -> None:
    """Write the report again from the evidence alone. It draws nothing; the same evidence gives the same bytes.

    It leaves out claims without evidence, unless you name them.
    """
    place, evidence = folders(report, evidence)
    selection = choose(claims, paper=paper, keywords=keywords)
    earlier = facts_at(against, budget) if against is not None else None
    level = fixed_level(fdr, fwer)
    raise SystemExit(_rebuild(selection, budget, evidence, place, level, earlier, named=bool(claims)))


def _rebuild(
    selection: Selection,
    budget: str,
    evidence: Path,
    report: Path,
    fixed: FixedLevel | None,
    earlier: list[Facts] | None,
    *,
    named: bool,
) -> int:
    """Write the report of the selected claims; the exit code."""
    entries = entries_here(selection, budget, evidence, named=named)
    if not entries:
        raise click.UsageError(f"no evidence in {evidence} of any of the {len(selection.found)} claims here")
    print_failures([], selection.failures)
    print_suite([_as_record(entry) for entry in entries], fixed)
    since = None if earlier is None else comparison_of(earlier, facts_of(entries))

    def write() -> Path:
        said = introductions_of(item.path for item in selection.found)
        return build_report(report, entries, budget, fixed, said, since)

    written = print_report(write)
    return code_of(entries, selection.failures, written=written)


def _as_record(entry: Entry) -> Record:
    """An entry as the table reads it: over all runs, its draws were spent."""
    return Record(entry, spent=entry.series.draws if entry.series else 0, seconds=entry.seconds)
