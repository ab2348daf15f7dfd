"""Files that a stranger's code reads while a page is imported or an experiment runs.

What a trial computes may depend on a file that no import leads to: a table of numbers, a module that is imported by
name. A specification covers the source that a declaration reaches, and what the claim says it reads; so the engine
notes what else was opened, and a run names it.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Collection, Iterator, Set
from contextlib import contextmanager
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path
from types import FrameType
from typing import Any

__all__ = ["files_noted", "files_read_by"]

_ENGINE = Path(__file__).parents[1]
_NOT_OURS = tuple(
    os.path.join(os.path.realpath(folder), "")
    for folder in (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), _ENGINE, "/proc", "/sys")
)
"""Folders of Python, of the engine and of the kernel; with those of installed libraries, none belongs to a claim. Nor
does what is no regular file; one that is may lie in /dev, where memory is used as a disk."""
_INSTALLED = (*(f"{os.sep}{folder}{os.sep}" for folder in ("site-packages", "dist-packages")), f".egg-info{os.sep}")
"""The last is what an editable installation leaves beside its source; whoever asks for entry points reads it."""

_read_by: dict[str, set[str]] = defaultdict(set)
"""For each file of a stranger's code, what it opened, for the whole process: a module is imported only once."""
_depth = 0
_installed = False


@contextmanager
def files_noted() -> Iterator[None]:
    """Note the files that are opened for reading inside, and whose code opened them."""
    global _depth, _installed
    if not _installed:
        sys.addaudithook(_hook)  # for ever: Python has no way to remove it; outside of this context it returns at once
        _installed = True
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1


def files_read_by(sources: Collection[Path]) -> Set[Path]:
    """The files that some source files opened so far for reading; a compiled module counts as its source."""
    names = {os.path.realpath(source) for source in sources}
    return {Path(read) for source in names & _read_by.keys() for read in tuple(_read_by[source])}


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _depth or event != "open":
        return
    path, mode, flags = arguments
    if not isinstance(path, str | bytes) or not _reads(mode, flags):
        return
    reader = _innermost()
    if reader is not None and (opened := _of_a_claim(os.fsdecode(path))) is not None:
        _read_by[reader].add(opened)


def _reads(mode: str | None, flags: int) -> bool:
    if mode is not None:
        return "r" in mode
    return flags & (os.O_WRONLY | os.O_RDWR) == 0


def _innermost() -> str | None:
    """The file of the innermost running code that belongs to neither Python, nor a library, nor the engine."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and (own := _code(frame.f_code.co_filename)) is None:
        if frame.f_code.co_name == "<module>":  # a library that is imported reads what it likes
            return None
        frame = frame.f_back
    return own if frame is not None else None


def _of_a_claim(name: str) -> str | None:
    """A file by its one true name; None for one that is no claim's."""
    real = os.path.realpath(name)
    if real.endswith(".pyc"):
        try:
            real = source_from_cache(real)
        except ValueError:  # a compiled module without its source
            return real
    foreign = real.startswith(_NOT_OURS) or any(folder in real for folder in _INSTALLED)
    return None if foreign or not os.path.isfile(real) else real


_code = cache(_of_a_claim)
"""The same of a file of code, which is there as long as the code runs; a file that is read may come later."""
