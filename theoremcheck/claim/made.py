"""Which page made which claims: whoever collects a page can name those that it keeps nowhere, and a study its own."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any
from weakref import finalize

if TYPE_CHECKING:
    from theoremcheck.claim.declaration import Claim

__all__ = ["changed", "made_by", "maker_of", "note_made"]

_made: dict[str, dict[str, int]] = defaultdict(dict)
"""For each file, the names of claims that it made while it was imported, with the line that did."""
_makers: dict[int, str] = {}
"""For each claim that lives, by its identity, the file that made it: claims of one name may be made in several."""


def note_made(claim: Claim) -> None:
    """Note that the module which is being imported makes this claim, by itself or through a helper."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    if frame is not None:
        _made[frame.f_code.co_filename].setdefault(claim.name, frame.f_lineno)
        _note_maker(claim, frame.f_code.co_filename)


def made_by(path: Path) -> dict[str, int]:
    """The names of the claims that a file made so far in this process, with their lines."""
    return dict(_made.get(str(path), {}))


def maker_of(claim: Claim) -> str:
    """The file that made a claim; the name of a cell or of a prompt, where no file did."""
    return _makers.get(id(claim), "no module")


def changed(claim: Claim, **parts: Any) -> Claim:
    """A claim with other parts that counts as made where it was: the engine looks at its own claim in another way."""
    other = replace(claim, **parts)
    _note_maker(other, maker_of(claim))
    return other


def _note_maker(claim: Claim, file: str) -> None:
    if id(claim) not in _makers:
        finalize(claim, _makers.pop, id(claim), None).atexit = False
    _makers[id(claim)] = file
