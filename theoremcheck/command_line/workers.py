"""Running claims: in this process, or in several that share nothing but the folder of the evidence."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import torch

from theoremcheck.catalogue.loading import Found, claims_in
from theoremcheck.evidence import seconds_by_owner
from theoremcheck.reporting import Record, as_record, broken_record, failed_record
from theoremcheck.running import BUDGETS, device_named, run_claim

__all__ = ["Plan", "groups_of", "run_here", "run_in_processes"]

Group = tuple[Found, ...]
"""Claims that share a trajectory, to be run one after the other: the first trains it."""

_PATIENCE = 0.2
"""Seconds between two looks at the workers; the display has its own pace."""


@dataclass(frozen=True)
class Plan:
    """What is the same for all claims of a run."""

    budget: str
    evidence: Path
    device: str
    more: int
    processes: int


def groups_of(found: Sequence[Found], evidence: Path) -> list[Group]:
    """Claims by study, those first that took longest so far: so no worker ends alone with one of them."""
    groups: dict[str, list[Found]] = {}
    for item in found:
        groups.setdefault(_owner(item), []).append(item)
    spent = seconds_by_owner(evidence)
    return [tuple(groups[owner]) for owner in sorted(groups, key=lambda owner: -spent.get(owner, 0.0))]


def run_here(groups: Sequence[Group], plan: Plan, started: Callable[[Found], None]) -> Iterator[Record]:
    """Run claims in this process, one after the other."""
    for item in (item for group in groups for item in group):
        started(item)
        yield _run(item, plan, 0)


def run_in_processes(groups: Sequence[Group], plan: Plan, started: Callable[[Found], None]) -> Iterator[Record]:
    """Run claims in fresh processes; one that dies costs no more than the claim which killed it."""
    pool = _Pool(groups, plan, started)
    try:
        yield from pool.finished()
    finally:
        pool.close()


class _Pool:
    """Hands out one claim at a time to each free worker, so that it is known what a dead worker was doing."""

    def __init__(self, groups: Sequence[Group], plan: Plan, started: Callable[[Found], None]) -> None:
        self._waiting = deque(groups)
        self._suspects: deque[Group] = deque()
        self._running: dict[Future[Record], tuple[Group, int]] = {}
        self._plan, self._started = plan, started
        self._executor = self._fresh()

    def finished(self) -> Iterator[Record]:
        """The claims as they finish."""
        while self._waiting or self._suspects or self._running:
            self._submit()
            done, _ = wait(self._running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
            for future in done:
                yield from self._collect(future)

    def close(self) -> None:
        """Leave no process behind, not even where the run was interrupted."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children() if self._running else ():
            process.terminate()

    def _submit(self) -> None:
        # Whoever ran while a worker died is run again alone: then it is known who it was.
        queue = self._suspects or self._waiting
        free = set(range(1 if self._suspects else self._plan.processes)) - {slot for _, slot in self._running.values()}
        if self._suspects and self._running:
            return
        for slot in sorted(free)[: len(queue)]:
            try:
                future = self._executor.submit(_run_elsewhere, _Address.of(queue[0][0]), self._plan, slot)
            except BrokenProcessPool:
                if not self._running:
                    self._executor = self._fresh()
                return  # the futures of whoever ran will say the same
            group = queue.popleft()
            self._running[future] = group, slot
            self._started(group[0])

    def _collect(self, future: Future[Record]) -> Iterator[Record]:
        if future not in self._running:
            return
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            yield from self._bury()
            return
        group, _ = self._running.pop(future)
        yield self._next(group, future.result() if error is None else _broken(group[0], repr(error)))

    def _bury(self) -> Iterator[Record]:
        """A worker died, and the executor with it: whoever ran is suspected, unless it was only one."""
        groups = [group for group, _ in self._running.values()]
        self._running.clear()
        self._executor.shutdown(wait=False)
        self._executor = self._fresh()
        if len(groups) > 1:
            self._suspects.extend(groups)
        else:
            yield self._next(groups[0], _broken(groups[0][0], "the process that ran it died: killed, or out of memory"))

    def _next(self, group: Group, finished: Record) -> Record:
        """Go on with the other claims of a study."""
        if len(group) > 1:
            self._waiting.appendleft(group[1:])
        return finished

    def _fresh(self) -> ProcessPoolExecutor:
        # Torch and threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._plan.processes, context, initializer=_enter)


@dataclass(frozen=True)
class _Address:
    """Where a claim is found; a claim itself holds functions, which do not travel."""

    path: Path
    variable: str

    @classmethod
    def of(cls, item: Found) -> _Address:
        return cls(item.path, item.variable)


def _enter() -> None:
    """A worker leaves an interruption to its parent, which ends it; where the parent is killed, it ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _run_elsewhere(address: _Address, plan: Plan, slot: int) -> Record:
    (item,) = (item for item in claims_in(address.path) if item.variable == address.variable)
    return _run(item, plan, slot)


def _run(item: Found, plan: Plan, slot: int) -> Record:
    """Run one claim; whatever goes wrong around its experiment is its record's."""
    # Experiments are many small kernels: more threads slow them down. What uses more cores is more processes.
    torch.set_num_threads(1)
    started = time.perf_counter()
    try:
        outcome = run_claim(
            item.claim,
            BUDGETS[plan.budget],
            plan.evidence,
            device=device_named(plan.device, slot),
            more=plan.more,
            processes=plan.processes,
        )
        return as_record(outcome)
    except Exception as error:
        return failed_record(item.claim, error, time.perf_counter() - started)


def _broken(item: Found, message: str) -> Record:
    return broken_record(item.claim, message)


def _owner(item: Found) -> str:
    return item.claim.study.name if item.claim.study else item.claim.name
