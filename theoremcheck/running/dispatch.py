"""Handing claims to the workers of any executor: one task at a time to each that is free.

Most claims are one task each: a worker runs the whole claim. One that alone would take longer than the rest of the run
is spread: its run stays here, in a thread, and its trials are tasks.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from theoremcheck.catalogue.located import Found, PageError, found_at
from theoremcheck.running.desk import Broken, Group, Plan, run_or_broken
from theoremcheck.running.executors import Died
from theoremcheck.running.portions import Portion, Trained, train_there
from theoremcheck.running.runner import Outcome
from theoremcheck.running.spread import Ahead, Spread

__all__ = ["Finish", "Shift", "run_groups", "run_there"]

T = TypeVar("T")

Finish = Callable[[Found, Outcome | Broken], T]
"""What a worker makes of a claim's result before it sends it back: a function of a module, as those travel by name."""

_PATIENCE = 0.2
"""Seconds that an interruption may have to wait; the display has its own pace."""

_NO_WORDS = "the worker that ran it died"
"""Said of an executor that cannot tell why."""


@dataclass
class Shift:
    """How long the workers of a run had something to do.

    Attributes:
        workers: How many tasks the executor holds at the same time.
        tasks: Seconds for which each task was with a worker.
        began: When the run began, by `time.perf_counter`.
        ended: When its last claim finished.
    """

    workers: int = 1
    tasks: list[float] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    ended: float = field(default_factory=time.perf_counter)

    @property
    def idle_share(self) -> float:
        """Share of the workers' time in which they had no task."""
        present = self.workers * (self.ended - self.began)
        return max(0.0, 1 - sum(self.tasks) / present) if present > 0 else 0.0


def run_groups(
    groups: Sequence[Group],
    plan: Plan,
    fresh: Callable[[], Executor],
    finish: Finish[T],
    started: Callable[[Found], None],
    at_once: int,
    spread: Sequence[Group] = (),
    ahead: Ahead | None = None,
    shift: Shift | None = None,
) -> Generator[T, None, None]:
    """Run claims on an executor; a worker that dies costs no more than the claim which killed it.

    Args:
        groups: Claims by study, in the order in which they are to start.
        plan: What they share.
        fresh: Makes an executor, and a new one each time that a worker's death has broken the last.
        finish: Makes of a result what travels back.
        started: Is told of each claim before a worker gets it.
        at_once: How many tasks the executor holds at the same time.
        spread: Further claims by study, whose trials all free workers train together.
        ahead: Counts the draws that idle workers make ahead of the looks of these.
        shift: Counts the time that workers have something to do.

    Yields:
        What `finish` made, claim by claim, as they finish.

    Raises:
        BrokenExecutor: If an executor takes not even its first task.
    """
    shift = shift or Shift()
    dispatch = _Dispatch(groups, plan, fresh, finish, started, at_once, shift)
    try:
        for group in spread:
            dispatch.owners += 1
            Thread(target=dispatch.run_here, args=(group, ahead or Ahead()), daemon=True).start()
        for finished in dispatch.finished():
            shift.ended = time.perf_counter()
            yield finished
    finally:
        dispatch.close()


@dataclass(eq=False)
class _Whole:
    """The first claim of a study; the others follow it."""

    group: Group


@dataclass(eq=False)
class _Part:
    """A portion of a claim's trials, and the future that whoever asked for it waits for."""

    portion: Portion
    promise: Future[Trained]
    needed: bool
    begun: bool = False

    def begin(self) -> bool:
        """Whether somebody still waits for it, who from now on cannot cancel it."""
        self.begun = self.begun or self.promise.set_running_or_notify_cancel()
        return self.begun


_Task = _Whole | _Part


@dataclass
class _Ended(Generic[T]):
    """What a thread that runs spread claims says: one has finished, or the thread ends, perhaps by an error."""

    finished: T | None
    error: BaseException | None = None


class _Dispatch(Generic[T]):
    """One task for each worker, and not a queue of them: so the dispatch knows what a dead worker was doing."""

    def __init__(
        self,
        groups: Sequence[Group],
        plan: Plan,
        fresh: Callable[[], Executor],
        finish: Finish[T],
        started: Callable[[Found], None],
        at_once: int,
        shift: Shift,
    ) -> None:
        self._waiting: deque[_Task] = deque(map(_Whole, groups))
        self._suspects, self._needed, self._idle = deque[_Task](), deque[_Task](), deque[_Task]()
        self._running: dict[Future[Any], tuple[_Task, int]] = {}
        self._shift, shift.workers = shift, at_once
        self._events: SimpleQueue[Future[Any] | _Part | _Ended[T]] = SimpleQueue()
        self._plan, self._fresh, self._finish, self._started = plan, fresh, finish, started
        self._at_once, self._executor, self._closed = at_once, fresh(), False
        self.owners, self._turn = 0, Lock()

    def finished(self) -> Iterator[T]:
        """The claims as they finish."""
        while self._waiting or self._suspects or self.owners or self._runs_whole():
            self._submit()
            try:
                event = self._events.get(timeout=_PATIENCE)
            except Empty:
                continue
            yield from self._hear(event)

    def _runs_whole(self) -> bool:
        """Whether a claim runs: portions that still do, when no run is left to ask for them, nobody waits for."""
        return any(isinstance(task, _Whole) for task, _ in self._running.values())

    def run_here(self, group: Group, ahead: Ahead) -> None:
        """In a thread: run the claims of a study one after the other, with their trials trained by all free workers."""
        try:
            for item in group if not self._closed else ():
                self._started(item)
                with self._turn:
                    finished = self._finish(item, self._run_spread(item, ahead))
                self._events.put(_Ended(finished))
        except BaseException as error:  # raised again where somebody hears it
            self._events.put(_Ended(None, error))
        else:
            self._events.put(_Ended(None))

    def close(self) -> None:
        """Wait for nobody: whoever still runs was interrupted."""
        self._closed = True
        for task in (*self._needed, *self._idle, *self._suspects, *(task for task, _ in self._running.values())):
            if isinstance(task, _Part) and not task.promise.done() and not task.promise.cancel():
                task.promise.set_exception(CancelledError())
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _run_spread(self, item: Found, ahead: Ahead) -> Outcome | Broken:
        try:
            spread = Spread.of(item, self._hand, self._at_once, ahead, self._turn)
        except Exception as error:
            return Broken(item.claim, _words(error))
        try:
            return run_or_broken(item.claim, self._plan, 0, spread)
        finally:
            spread.drop()

    def _hand(self, portion: Portion, *, needed: bool) -> Future[Trained]:
        """Called by threads that run spread claims: the main one alone touches queues and executor."""
        part = _Part(portion, Future(), needed)
        if self._closed:
            part.promise.cancel()
        else:
            (self._needed if needed else self._idle).append(part)
            self._events.put(part)
        return part.promise

    def _hear(self, event: Future[Any] | _Part | _Ended[T]) -> Iterator[T]:
        if isinstance(event, Future):
            yield from self._collect(event)
        elif isinstance(event, _Ended):
            if event.error is not None:
                raise event.error
            if event.finished is None:
                self.owners -= 1
            else:
                yield event.finished

    def _submit(self) -> None:
        # Whoever ran while a worker died is run again alone: then it is known who it was.
        while True:
            # Draws that nobody may need come last, and only where a worker would be idle.
            queue = self._suspects or self._needed or self._waiting or self._idle
            alone = bool(self._suspects)
            free = set(range(1 if alone else self._at_once)) - {slot for _, slot in self._running.values()}
            if not queue or not free or alone and self._running:
                return
            task = queue[0]
            if isinstance(task, _Part) and not task.begin():
                queue.popleft()
                continue
            if isinstance(task, _Whole):
                self._started(task.group[0])
            begun = time.perf_counter()
            future = self._handed(task, slot := min(free))
            if future is None:
                return
            self._running[future] = queue.popleft(), slot
            future.add_done_callback(partial(self._returned, begun))

    def _returned(self, begun: float, future: Future[Any]) -> None:
        """Called in the executor's own thread, at once: the main one may be busy with the display."""
        self._shift.tasks.append(time.perf_counter() - begun)
        self._events.put(future)

    def _handed(self, task: _Task, slot: int) -> Future[Any] | None:
        """The future of a task; None where the executor has broken under others, whose futures will say the same."""
        try:
            return self._future(task, slot)
        except BrokenExecutor:
            if self._running:
                return None
        self._renew()
        # An executor that refuses its first task would refuse it for ever, so its error ends the run.
        return self._future(task, slot)

    def _future(self, task: _Task, slot: int) -> Future[Any]:
        if isinstance(task, _Part):
            return self._executor.submit(train_there, task.portion, self._plan.device, slot, self._plan.processes)
        item = task.group[0]
        return self._executor.submit(run_there, item.path, item.variable, self._plan, slot, self._finish)

    def _renew(self) -> None:
        self._executor.shutdown(wait=False)
        self._executor = self._fresh()

    def _collect(self, future: Future[Any]) -> Iterator[T]:
        if future not in self._running:
            return
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            yield from self._bury()
            return
        task, _ = self._running.pop(future)
        if error is not None:
            yield from self._failed(task, error)
        elif isinstance(task, _Part):
            task.promise.set_result(future.result())
        else:
            yield self._next(task.group, future.result())

    def _bury(self) -> Iterator[T]:
        """A worker died, and the executor with it: whoever ran is suspected, unless it was only one.

        What nobody needs yet is not tried again: whoever comes to need it asks anew.
        """
        words = getattr(self._executor, "last_words", lambda: _NO_WORDS)()
        tasks: list[_Task] = []
        for task, _ in self._running.values():
            if isinstance(task, _Part) and not task.needed:
                task.promise.set_exception(Died(words))
            else:
                tasks.append(task)
        together = len(self._running) > 1
        self._running.clear()
        self._renew()
        if together:
            self._suspects.extend(tasks)
        for task in () if together else tasks:
            yield from self._failed(task, Died(words))

    def _failed(self, task: _Task, error: BaseException) -> Iterator[T]:
        if isinstance(task, _Part):
            task.promise.set_exception(error)
            return
        item = task.group[0]
        yield self._next(task.group, self._finish(item, Broken(item.claim, _words(error))))

    def _next(self, group: Group, finished: T) -> T:
        """Go on with the other claims of a study."""
        if len(group) > 1:
            self._waiting.appendleft(_Whole(group[1:]))
        return finished


def _words(error: BaseException) -> str:
    return str(error) if isinstance(error, Died | PageError) else repr(error)


def run_there(path: Path, variable: str, plan: Plan, worker: int, finish: Finish[T]) -> T:
    """Run the claim that a page declares; the claim itself holds functions, which do not travel."""
    item = found_at(path, variable)
    return finish(item, run_or_broken(item.claim, plan, worker))
