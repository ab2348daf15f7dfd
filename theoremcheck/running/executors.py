"""The executor that this machine offers: fresh processes that share nothing but the evidence."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from math import inf
from pathlib import Path
from typing import ParamSpec, TypeVar

from theoremcheck.running.allocator import keep_freed_memory
from theoremcheck.running.guard import arm, last_words

__all__ = ["Died", "FreshProcesses", "share_of"]

P = ParamSpec("P")
T = TypeVar("T")


_START = "spawn"
"""Threads, and torch on a GPU, do not survive a fork."""
_MOST = 0.9
"""Of the memory, for all processes together: what is left keeps the machine, and whoever reports, alive."""
_REPORTS = 400 * 2**20
"""Bytes of the process that hands out work and writes the report, with the whole catalogue imported."""
_CONTAINER = Path("/sys/fs/cgroup/memory.max")


class Died(RuntimeError):
    """A task ended the process that ran it, and an executor goes on; the text says how, without a subject."""


class FreshProcesses(Executor):
    """A pool of processes that start anew; none is left behind, not even where a run was interrupted."""

    def __init__(self, processes: int, limit: float, beside: int = 0, memory: float = inf) -> None:
        """No process starts before the first task.

        Args:
            processes: How many; each gets its share of this machine's memory.
            limit: Longest time of a batch, in seconds.
            beside: Processes of other pools that share the machine.
            memory: Bytes that all of them and this process may take together; `inf` leaves it to the machine.
        """
        self._others = set(multiprocessing.active_children())
        self._limit, self._words = limit, Path(tempfile.mkdtemp(prefix="theoremcheck-"))
        context = multiprocessing.get_context(_START)
        share = min(_MOST * _memory() / (processes + beside), share_of(memory, processes + beside))
        self._pool = ProcessPoolExecutor(processes, context, initializer=_enter, initargs=(self._words, limit, share))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        # The pool would let them finish their tasks first, which may take hours.
        for process in () if wait else set(multiprocessing.active_children()) - self._others:
            process.terminate()
        shutil.rmtree(self._words, ignore_errors=True)

    def last_words(self) -> str:
        """Why a process died, in words."""
        return last_words(self._words, self._limit)


def share_of(memory: float, processes: int) -> float:
    """Bytes for each of some processes, of so many for all of them and the one that hands out their work."""
    return (memory - _REPORTS) / processes


def _enter(words: Path, limit: float, share: float) -> None:
    """A worker leaves an interruption to its parent, which ends it; where the parent is killed, it ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    keep_freed_memory()
    arm(words, limit, share)


def _outlive_nobody() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _memory() -> float:
    """Memory of this machine, or what its container may have of it, in bytes; infinite where nobody tells."""
    try:
        installed = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return inf
    try:
        return min(installed, float(_CONTAINER.read_text(encoding="ascii")))
    except (OSError, ValueError):  # there is none, or it says "max"
        return installed
