"""Handing claims to the workers of any executor: one claim at a time to each that is free."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import Generic, TypeVar

from theoremcheck.catalogue.loading import Found, claims_in
from theoremcheck.running.desk import Broken, Group, Plan, run_or_broken
from theoremcheck.running.runner import Outcome

__all__ = ["Finish", "run_groups", "run_there"]

T = TypeVar("T")

Finish = Callable[[Outcome | Broken], T]
"""What a worker makes of a result before it sends it back: a function of a module, since functions travel by name."""

_PATIENCE = 0.2
"""Seconds between two looks at the workers; the display has its own pace."""

_NO_WORDS = "the worker that ran it died"
"""Said of an executor that cannot tell why."""


def run_groups(
    groups: Sequence[Group],
    plan: Plan,
    fresh: Callable[[], Executor],
    finish: Finish[T],
    started: Callable[[Found], None],
) -> Generator[T, None, None]:
    """Run claims on an executor; a worker that dies costs no more than the claim which killed it.

    Args:
        groups: Claims by study, in the order in which they are to start.
        plan: What they share; `plan.processes` of them run at the same time.
        fresh: Makes an executor, and a new one each time that a worker's death has broken the last.
        finish: Makes of a result what travels back.
        started: Is told of each claim before a worker gets it.

    Yields:
        What `finish` made, claim by claim, as they finish.

    Raises:
        BrokenExecutor: If an executor takes not even its first claim.
    """
    dispatch = _Dispatch(groups, plan, fresh, finish, started)
    try:
        yield from dispatch.finished()
    finally:
        dispatch.close()


class _Dispatch(Generic[T]):
    """One claim for each worker, and not a queue of them: so the dispatch knows what a dead worker was doing."""

    def __init__(
        self,
        groups: Sequence[Group],
        plan: Plan,
        fresh: Callable[[], Executor],
        finish: Finish[T],
        started: Callable[[Found], None],
    ) -> None:
        self._waiting = deque(groups)
        self._suspects: deque[Group] = deque()
        self._running: dict[Future[T], tuple[Group, int]] = {}
        self._plan, self._fresh, self._finish, self._started = plan, fresh, finish, started
        self._executor = fresh()

    def finished(self) -> Iterator[T]:
        """The claims as they finish."""
        while self._waiting or self._suspects or self._running:
            self._submit()
            done, _ = wait(self._running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
            for future in done:
                yield from self._collect(future)

    def close(self) -> None:
        """Wait for nobody: whoever still runs was interrupted."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self) -> None:
        # Whoever ran while a worker died is run again alone: then it is known who it was.
        queue = self._suspects or self._waiting
        free = set(range(1 if self._suspects else self._plan.processes)) - {slot for _, slot in self._running.values()}
        if self._suspects and self._running:
            return
        for slot in sorted(free)[: len(queue)]:
            self._started(queue[0][0])
            future = self._handed(queue[0][0], slot)
            if future is None:
                return
            self._running[future] = queue.popleft(), slot

    def _handed(self, item: Found, slot: int) -> Future[T] | None:
        """The future of a claim; None where the executor has broken under others, whose futures will say the same."""
        try:
            return self._future(item, slot)
        except BrokenExecutor:
            if self._running:
                return None
        self._renew()
        # An executor that refuses its first claim would refuse it for ever, so its error ends the run.
        return self._future(item, slot)

    def _future(self, item: Found, slot: int) -> Future[T]:
        return self._executor.submit(run_there, item.path, item.variable, self._plan, slot, self._finish)

    def _renew(self) -> None:
        self._executor.shutdown(wait=False)
        self._executor = self._fresh()

    def _collect(self, future: Future[T]) -> Iterator[T]:
        if future not in self._running:
            return
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            yield from self._bury()
            return
        group, _ = self._running.pop(future)
        yield self._next(group, future.result() if error is None else self._broken(group, repr(error)))

    def _bury(self) -> Iterator[T]:
        """A worker died, and the executor with it: whoever ran is suspected, unless it was only one."""
        groups = [group for group, _ in self._running.values()]
        words = getattr(self._executor, "last_words", lambda: _NO_WORDS)()
        self._running.clear()
        self._renew()
        if len(groups) > 1:
            self._suspects.extend(groups)
        else:
            yield self._next(groups[0], self._broken(groups[0], words))

    def _next(self, group: Group, finished: T) -> T:
        """Go on with the other claims of a study."""
        if len(group) > 1:
            self._waiting.appendleft(group[1:])
        return finished

    def _broken(self, group: Group, message: str) -> T:
        return self._finish(Broken(group[0].claim, message))


def run_there(path: Path, variable: str, plan: Plan, worker: int, finish: Finish[T]) -> T:
    """Run the claim that a page declares; the claim itself holds functions, which do not travel."""
    (item,) = (item for item in claims_in(path) if item.variable == variable)
    return finish(run_or_broken(item.claim, plan, worker))
