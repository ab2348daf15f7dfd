"""Exit codes: what a script may conclude from a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from theoremcheck.catalogue.loading import Failure
from theoremcheck.vocabulary import Problem

if TYPE_CHECKING:
    from theoremcheck.reporting import Entry

__all__ = ["AS_EXPECTED", "DIFFERS", "INTERRUPTED", "UNTRUSTED", "code_of"]

AS_EXPECTED = 0
"""Every verdict is the expected one."""
DIFFERS = 1
"""A verdict differs from what is known, a page of claims could not be imported, or no report could be written."""
# 2 is click's own: the command line made no sense, and nothing was done.
UNTRUSTED = 3
"""Evidence was edited, damaged, mixed up, or says other than a replay of its draws; or no verdict comes of it."""
INTERRUPTED = 130
"""The user stopped the run; the evidence keeps what it drew."""


def code_of(entries: Sequence[Entry], failures: Sequence[Failure], *, written: bool = True) -> int:
    """The exit code of entries; evidence that cannot be trusted weighs most.

    Args:
        entries: One a claim.
        failures: Pages that could not be imported.
        written: Whether the report that was asked for is there.
    """
    if any(entry.problem is Problem.EVIDENCE for entry in entries):
        return UNTRUSTED
    as_expected = written and not failures and all(entry.as_expected for entry in entries)
    return AS_EXPECTED if as_expected else DIFFERS
