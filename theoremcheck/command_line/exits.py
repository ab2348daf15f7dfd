"""Exit codes: what a script may conclude from a command."""

from __future__ import annotations

__all__ = ["AS_EXPECTED", "DIFFERS", "INTERRUPTED", "UNTRUSTED", "USAGE"]

AS_EXPECTED = 0
"""Every verdict is the known one."""
DIFFERS = 1
"""A verdict differs from what is known, or a page of claims could not be imported."""
USAGE = 2
"""The command line made no sense; nothing was done."""
UNTRUSTED = 3
"""Evidence was edited, damaged, mixed up, or says other than a replay of its draws."""
INTERRUPTED = 130
"""Stopped by the user; what was drawn is kept."""
