"""Batches: trials of one shape, as many at once as the memory allows."""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import torch

__all__ = ["BatchSizes", "is_out_of_memory"]

_FIRST, _LARGEST = 64, 4096
_SHARE = 0.5
"""Of the memory that is free when a run starts; the other half is for what else the machine does."""


class BatchSizes:
    """How many trials of a shape to train at once: few at first, then as the measured memory of a trial allows."""

    def __init__(self, device: torch.device, processes: int = 1) -> None:
        """Take a share of what is free, divided by the processes that run at the same time."""
        self._device = device
        self._bytes = _SHARE * _free_memory(device) / processes
        self._limits: dict[Any, int] = defaultdict(lambda: _FIRST)

    def run(self, shape: Any, trials: Sequence[int], train: Callable[[Sequence[int]], None]) -> None:
        """Train all trials of one shape, in pieces; a piece that runs out of memory is halved and tried again."""
        position = 0
        while position < len(trials):
            piece = trials[position : position + self._limits[shape]]
            try:
                self._limits[shape] = self._measure(shape, piece, train)
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error) or len(piece) == 1:
                    raise
                self._limits[shape] = len(piece) // 2
                gc.collect()
                continue
            position += len(piece)

    def _measure(self, shape: Any, piece: Sequence[int], train: Callable[[Sequence[int]], None]) -> int:
        before = _peak_memory(self._device)
        train(piece)
        grown = _peak_memory(self._device) - before
        # No growth: the piece fitted into what earlier ones had taken, so a larger one may be tried.
        bound = _LARGEST if grown <= 0 else int(self._bytes / (grown / len(piece)))
        return max(1, min(2 * max(len(piece), self._limits[shape]), bound, _LARGEST))


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
