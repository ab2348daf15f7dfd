"""Exit codes: what a script may conclude from a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["AS_EXPECTED", "DIFFERS", "INTERRUPTED", "UNTRUSTED", "code_of"]

AS_EXPECTED = 0
"""Every verdict is the known one."""
DIFFERS = 1
"""A verdict differs from what is known, or a page of claims could not be imported."""
# 2 is click's own: the command line made no sense, and nothing was done.
UNTRUSTED = 3
"""Evidence was edited, damaged, mixed up, or says other than a replay of its draws; or no verdict comes of it."""
INTERRUPTED = 130
"""Stopped by the user; what was drawn is kept."""


def code_of(records: Sequence[dict[str, Any]], failures: Sequence[object], *, trusted: bool) -> int:
    """The exit code of records; what cannot be trusted weighs most.

    Args:
        records: One a claim.
        failures: Pages that could not be imported.
        trusted: Whether all of the evidence behind the records can be trusted.
    """
    if not trusted:
        return UNTRUSTED
    differs = failures or not all(record["as_expected"] for record in records)
    return DIFFERS if differs else AS_EXPECTED
