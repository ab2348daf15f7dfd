"""A traceback cut to the lines that an author wrote."""

from __future__ import annotations

import linecache
import os
import traceback
from pathlib import Path

import numpy
import scipy
import torch

__all__ = ["authors_part"]

_MOST_FRAMES = 12
"""The last ones: what calls itself fills a screen otherwise."""
_LIBRARIES = (Path(__file__).parents[1], *(Path(str(library.__file__)).parent for library in (torch, numpy, scipy)))
_STANDARD = Path(os.__file__).parent


def authors_part(error: BaseException) -> str:
    """A traceback without the frames of this engine, of Python and of numerical libraries; empty where none is left.

    Files are named from the current directory, or by their name alone: folders differ from machine to machine.
    """
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame.filename)]
    if not own:
        return ""
    shown = [
        traceback.FrameSummary(_short(frame.filename), frame.lineno, frame.name, lookup_line=False, line=frame.line)
        for frame in own[-_MOST_FRAMES:]
    ]
    return "".join([*traceback.format_list(shown), *traceback.format_exception_only(error)]).rstrip()


def _is_own(file: str) -> bool:
    """Whether a line stands in what an author wrote: a file, or a cell of a notebook."""
    path = Path(file)
    standard = path.is_relative_to(_STANDARD) and "site-packages" not in path.parts
    library = any(path.is_relative_to(folder) for folder in _LIBRARIES)
    return bool(linecache.getlines(file)) and not standard and not library


def _short(file: str) -> str:
    path = Path(file)
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name
