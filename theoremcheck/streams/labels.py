"""Which labels a call of an experiment has drawn: the same one twice gives the same numbers, mostly by mistake.

Two draws that were meant to be independent and share their label are equal, and a claim about them may hold for that
reason alone. Who shares numbers on purpose draws them through `Streams.common`, which nobody watches.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from types import FrameType

__all__ = ["DrawnTwice", "Labels"]

Lines = tuple[tuple[str, int], ...]
"""File and line of each caller up to the experiment, the innermost first: where two draws stand on one line, whoever
called it tells them apart."""


class DrawnTwice(UserWarning):
    """One label was drawn twice, and the second draw has the numbers of the first."""


class Labels:
    """The draws of one call of an experiment so far, by (key, law, label), with the lines that made them."""

    def __init__(self) -> None:
        """Nothing is drawn yet; whoever calls this is about to call the experiment."""
        self._watcher = sys._getframe(1).f_code.co_filename
        self._drawn: dict[tuple[int, str, str], Lines] = {}
        self._said: set[tuple[tuple[str, int], tuple[str, int]]] = set()

    def note(self, key: int, law: str, label: str) -> None:
        """Remember a draw; warn of one that repeats an earlier one, once for each pair of lines."""
        lines = _callers(sys._getframe(1), self._watcher)
        first = self._drawn.setdefault((key, law, label), lines)
        if first is lines:
            return
        pairs = list(zip(first, lines, strict=False))
        # In a loop all lines are the same; that of the experiment itself is nearest to it.
        pair = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
        if pair not in self._said:
            self._said.add(pair)
            warnings.warn(
                f"{law}({label!r}) is drawn twice and gives the same numbers, at {_place(pair[0])} and at "
                f"{_place(pair[1])}: take another label, or `streams.common` if the numbers are to be shared",
                DrawnTwice,
                stacklevel=2,
            )


def _callers(frame: FrameType | None, watcher: str) -> Lines:
    own = str(Path(__file__).parent)
    lines: list[tuple[str, int]] = []
    while frame is not None and frame.f_code.co_filename != watcher:
        if not frame.f_code.co_filename.startswith(own):
            lines.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return tuple(lines)


def _place(line: tuple[str, int]) -> str:
    """File and line, the file by its path within this directory or else by its folder and name."""
    path = Path(line[0])
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else Path(*path.parts[-2:])
    return f"{shown}:{line[1]}"
