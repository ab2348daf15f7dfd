"""Which page made which claims, so that whoever collects a page can name those that it keeps nowhere."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from types import FrameType

__all__ = ["made_by", "note_made"]

_made: dict[str, dict[str, int]] = defaultdict(dict)
"""For each file, the names of claims that it made while it was imported, with the line that did."""


def note_made(name: str) -> None:
    """Note that the module which is being imported makes a claim of this name, by itself or through a helper."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    if frame is not None:
        _made[frame.f_code.co_filename].setdefault(name, frame.f_lineno)


def made_by(path: Path) -> dict[str, int]:
    """The names of the claims that a file made so far in this process, with their lines."""
    return dict(_made.get(str(path), {}))
