"""Sizes of batches that the parts of a series share, within what its process may take of the memory.

They run one experiment, so what one part learned holds for all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import CDLL
from pathlib import Path
from typing import Any, TypeVar

import torch

from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.guard import memory_left

__all__ = ["SharedSizes"]

T = TypeVar("T")

_SHARE = 1 / 3
"""Of what the process may still take when its run starts, for a batch: twice of what earlier ones tell fits too."""
_SCARCE = 2**30
"""Bytes for one batch below which batches of each shape begin with a single trial and double from there. Sixteen, with
which they begin otherwise, may be of any size, and what one trial seems to take may be too little: where it found room
in what earlier ones left behind, it took nothing."""


class SharedSizes(BatchSizes):
    """Goes on with the size that earlier trials of a series came to, whether draws, replicates or looks of its search.

    Two hundred and fifty-six looks in batches that begin at sixteen again take twice as long as in one or two. On a CPU
    no batch is to take more than a third of what the process may still take: beyond its share it would end itself.
    """

    def __init__(self, device: torch.device, processes: int, labels: Iterable[str]) -> None:
        """Take a share of what is free, as `BatchSizes` does.

        Args:
            device: Where experiments run.
            processes: Runs that share this machine's memory.
            labels: Of the claim's series; a part of one begins with its label and a slash.
        """
        super().__init__(device, processes)
        if device.type == "cpu":
            self._bytes = min(self._bytes, _SHARE * memory_left())
        self._scarce = device.type == "cpu" and self._bytes < _SCARCE
        self._tried: set[Any] = set()
        self._labels = sorted(labels, key=len, reverse=True)

    def run(self, shape: Any, trials: Sequence[int], train: Callable[[Sequence[int]], T]) -> Iterator[T]:
        """Train all trials of one shape, which is (label, precision, shape of a regime), piece by piece."""
        label, *rest = shape
        whole = next((known for known in self._labels if f"{label}/".startswith(f"{known}/")), label)
        pace = self._paces[whole, *rest]
        if not pace.growing and not self._scarce:
            # That twice the size was no faster once may have been the machine's mood: each request asks once more.
            # Where memory is scarce, it may have been the memory.
            pace.size, pace.growing = 2 * pace.size, True
        if self._scarce and (whole, *rest) not in self._tried:
            pace.size = 1
            self._tried.add((whole, *rest))
        yield from super().run((whole, *rest), trials, train)

    def _measure(self, pace: Any, piece: Sequence[int], train: Callable[[Sequence[int]], T]) -> T:
        if self._scarce:
            # Else a batch that fits into what earlier ones took, or left behind, seems to take nothing, and many times
            # of it are tried.
            _give_back()
            _forget_peak()
        return super()._measure(pace, piece, train)


def _give_back() -> None:
    """Hand memory that nobody uses back to the system, where the C library can (malloc_trim(3))."""
    if (trim := getattr(CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def _forget_peak() -> None:
    """Let the high-water mark of the resident memory begin anew (proc(5)); no harm where nobody keeps one."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
