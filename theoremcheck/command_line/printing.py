"""What several commands print alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from theoremcheck.catalogue.loading import Failure
from theoremcheck.claim import ClaimError
from theoremcheck.command_line.terminal import say
from theoremcheck.reporting import Entry, FixedLevel, Record, closing_lines, failure_text

__all__ = ["print_failures", "print_report", "print_suite", "short"]


def print_failures(entries: Sequence[Entry], failures: Sequence[Failure]) -> None:
    """Why each claim differs from what is known, in words, and which pages could not be imported."""
    for entry in entries:
        if not entry.as_expected:
            say(failure_text(entry) + "\n")
    for failure in failures:
        say(f"{failure.place} could not be imported, so its claims were not run:\n\n{failure.text}\n")


def print_suite(records: Sequence[Record], fixed: FixedLevel | None = None) -> None:
    """The table and the suite line, as pytest shows them."""
    if records:
        for line in closing_lines(records, fixed):
            say(line)


def short(path: Path) -> str:
    """A path as a reader in the current directory would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def print_report(write: Callable[[], Path], words: str = "") -> bool:
    """Write a report and say where it is, and more; whether it could be written. The table stands above it."""
    try:
        page = write()
    except (OSError, ClaimError) as error:  # a full disk, a folder that nobody may write to; names that clash
        say(f"no report was written: {error}")
        return False
    say(f"report: {short(page)}{words}")
    return True
