"""Executors that this machine offers: tasks in this process, or in fresh ones that share nothing but the evidence."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

__all__ = ["FreshProcesses", "ThisProcess"]

P = ParamSpec("P")
T = TypeVar("T")


class ThisProcess(Executor):
    """Runs each task at once, where it is submitted: its future is done before anybody can wait for it."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a stranger's code may exit as well, which in a process of its own ends no run
            future.set_exception(error)
        return future


class FreshProcesses(Executor):
    """A pool of processes that start anew; none is left behind, not even where a run was interrupted."""

    def __init__(self, processes: int) -> None:
        """No process starts before the first task."""
        self._others = set(multiprocessing.active_children())
        # Torch and threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, context, initializer=_enter)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        # The pool would let them finish their tasks first, which may take hours.
        for process in () if wait else set(multiprocessing.active_children()) - self._others:
            process.terminate()


def _enter() -> None:
    """A worker leaves an interruption to its parent, which ends it; where the parent is killed, it ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
