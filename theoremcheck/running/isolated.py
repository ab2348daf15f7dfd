"""One claim at a time in a process of its own: whatever ends that process, the claim has its result."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from typing import Generic, TypeVar

from theoremcheck.catalogue.located import Found
from theoremcheck.running.desk import Broken, Plan
from theoremcheck.running.dispatch import Finish, run_there
from theoremcheck.running.executors import FreshProcesses

__all__ = ["Isolated"]

T = TypeVar("T")


class Isolated(Generic[T]):
    """Runs claims for a process that must not die, such as a worker of pytest-xdist, which only waits.

    The process starts with the first claim and serves all others, until one of them ends it.
    """

    def __init__(self, worker: int, fresh: Callable[[], FreshProcesses], finish: Finish[T]) -> None:
        """No process starts yet.

        Args:
            worker: Number of this worker among those that run at the same time.
            fresh: Makes the process, and a new one each time that a claim has ended the last.
            finish: Makes of a result what travels back.
        """
        self._worker, self._fresh, self._finish = worker, fresh, finish
        self._process: FreshProcesses | None = None

    def run(self, item: Found, plan: Plan) -> T:
        """Run a claim; a death of its process, or what its page raises there, is a broken claim."""
        process = self._process = self._process or self._fresh()
        try:
            return process.submit(run_there, item.path, item.variable, plan, self._worker, self._finish).result()
        except BrokenExecutor:
            message = process.last_words()
        except Exception as error:
            message = repr(error)
        except BaseException:
            self.close()  # whoever stops the wait, stops the claim
            raise
        self.close()
        return self._finish(item, Broken(item.claim, message))

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.shutdown(wait=False, cancel_futures=True)
            self._process = None
