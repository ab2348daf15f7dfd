"""What an experiment raised: in words, with the line of its author's own code, and whether it was the experiment."""

from __future__ import annotations

import os
import signal
import traceback
from pathlib import Path

import numpy
import scipy
import torch

__all__ = ["in_words", "was_interrupted"]

_ENGINE = Path(__file__).parent.parent
_LIBRARIES = (_ENGINE, *(Path(str(library.__file__)).parent for library in (torch, numpy, scipy)))
_STANDARD = Path(os.__file__).parent


def in_words(error: BaseException) -> str:
    """The error, with file, line and function; no folders, which differ from machine to machine."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(Path(frame.filename))]
    where = f" ({Path(own[-1].filename).name}, line {own[-1].lineno}, in {own[-1].name})" if own else ""
    return f"{type(error).__name__}: {error}{where}"


def was_interrupted(error: BaseException) -> bool:
    """Whether a signal's handler raised it, as a time limit does: it says how busy the machine is, and no more."""
    handlers = {getattr(signal.getsignal(number), "__code__", None) for number in signal.valid_signals()} - {None}
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(frame.f_code in handlers for frame in frames)


def _is_own(file: Path) -> bool:
    """Whether a line stands in a stranger's page or model, and not in what it calls."""
    standard = file.is_relative_to(_STANDARD) and "site-packages" not in file.parts
    return file.is_file() and not standard and not any(file.is_relative_to(library) for library in _LIBRARIES)
