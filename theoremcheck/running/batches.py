"""Batches: trials of one shape, as many at once as memory allows and as makes them faster."""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

import torch

__all__ = ["BatchSizes", "is_out_of_memory"]

T = TypeVar("T")

_FIRST, _LARGEST = 16, 4096
_FASTER = 0.9
"""Seconds a trial at twice the size, over those before, that still ask for more: on a CPU, batches that leave the cache
take longer (n = 400 samples: 60 ms a trial in batches of 6, 77 ms in those of 64). A smaller gain is not worth
the memory."""
_SHARE = 0.5
"""Of the memory that is free when a run starts; the other half is for what else the machine does."""


@dataclass
class _Pace:
    """What a run knows of a shape: the size of its batches, seconds a trial at half that size, whether it may grow."""

    size: int = _FIRST
    seconds: float = inf
    growing: bool = True

    def measured(self, trials: int, seconds: float, bound: int) -> None:
        """Go to twice the size as long as that is faster, and never beyond `bound`."""
        if self.growing and trials == self.size:
            if seconds / trials > _FASTER * self.seconds:
                self.size, self.growing = trials // 2, False
            else:
                self.size, self.seconds = 2 * trials, seconds / trials
        self.size = max(1, min(self.size, bound, _LARGEST))
        # Where memory ends, the next batch is no larger: that it is no faster either is no reason to go back.
        self.growing = self.growing and self.size > trials


class BatchSizes:
    """How many trials of a shape to train at once: few at first, then as their measured time and memory tell."""

    def __init__(self, device: torch.device, processes: int = 1) -> None:
        """Take a share of what is free, divided by the processes that run at the same time."""
        self._device = device
        self._bytes = _SHARE * _free_memory(device) / processes
        self._paces: dict[Any, _Pace] = defaultdict(_Pace)

    def run(self, shape: Any, trials: Sequence[int], train: Callable[[Sequence[int]], T]) -> Iterator[T]:
        """Train all trials of one shape, piece by piece; halve a piece that runs out of memory, and try it again.

        Yields:
            What `train` returns of each piece, in the order of the trials.
        """
        pace, position = self._paces[shape], 0
        while position < len(trials):
            piece = trials[position : position + pace.size]
            try:
                trained = self._measure(pace, piece, train)
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error) or len(piece) == 1:
                    raise
                pace.size, pace.growing = len(piece) // 2, False
                gc.collect()
                continue
            position += len(piece)
            yield trained

    def _measure(self, pace: _Pace, piece: Sequence[int], train: Callable[[Sequence[int]], T]) -> T:
        before, started = _peak_memory(self._device), time.perf_counter()
        trained = train(piece)
        elapsed, grown = time.perf_counter() - started, _peak_memory(self._device) - before
        # No growth: the piece fitted into what earlier ones had taken, so a larger one may be tried.
        bound = _LARGEST if grown <= 0 else int(self._bytes / (grown / len(piece)))
        pace.measured(len(piece), elapsed, bound)
        return trained


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception says that memory ran out, on either device."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and "can't allocate memory" in str(error)


def _free_memory(device: torch.device) -> float:
    if device.type == "cuda":
        return float(torch.cuda.mem_get_info(device)[0])
    return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))


def _peak_memory(device: torch.device) -> float:
    """High-water mark of this process, in bytes."""
    if device.type == "cuda":
        return float(torch.cuda.max_memory_allocated(device))
    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
