"""The workers of a dask cluster as an executor; importing this needs the extra `cluster`.

Each worker of the cluster only waits for a process of its own, in which claims run: so a claim that hangs, fills the
memory or ends its process is told from a worker that was lost, and the worker stays. A worker that is lost is dask's
affair: it gives the task to another one, which goes on from the evidence. Only where several workers were lost in a row
over one task, dask gives up, and the claim is broken.

The client's own executor would not do: its `shutdown` knows no `cancel_futures`, and it takes two calls of a function
with equal arguments for one.
"""

from __future__ import annotations

import logging
import platform
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from multiprocessing import current_process
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import distributed
from distributed.scheduler import KilledWorker

from theoremcheck.catalogue.located import Found
from theoremcheck.running.executors import Died, FreshProcesses
from theoremcheck.running.readiness import expected_of, unready

__all__ = ["LOCAL", "ClusterError", "DaskWorkers"]

P = ParamSpec("P")
T = TypeVar("T")

LOCAL = "local"
"""In place of an address: a cluster of this machine's processes, for as long as the run takes."""
_PATIENCE = 30.0
"""Seconds for a scheduler to answer and for its first worker to register; a queue of jobs is waited for by its user."""

_REHEARSAL = 600.0
"""Seconds for a worker to start a process and to import torch and all pages, from a busy file system too."""

_held: dict[str, FreshProcesses] = {}
"""In a worker: the process that it waits for, by the run that asked for it."""


class ClusterError(RuntimeError):
    """A cluster that cannot run these claims; the text says why, in one sentence."""


@dataclass(frozen=True)
class _Worker:
    """A worker as the scheduler knows it."""

    address: str
    host: str
    threads: int


class DaskWorkers(Executor):
    """An executor over the workers of a dask cluster.

    Attributes:
        workers: How many there were at the start.
        sharing: How many of them share one machine, at most.
        dashboard: Where a browser shows what they do.
    """

    def __init__(self, address: str, limit: float, processes: int) -> None:
        """Connect.

        Args:
            address: Of the scheduler, or `LOCAL`.
            limit: Longest time of a batch, in seconds.
            processes: Workers of a `LOCAL` cluster.

        Raises:
            ClusterError: If no scheduler answers there, or it has no workers, or they are not of one thread each.
        """
        self._run, self._limit = uuid.uuid4().hex, limit
        self._cluster = _local_cluster(processes) if address == LOCAL else None
        try:
            self._client = distributed.Client(self._cluster or address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no scheduler of dask answers at {address!r} ({error})") from error
        try:
            workers = self._registered(address)
        except ClusterError:
            self._disconnect()
            raise
        self.workers, self.dashboard = len(workers), self._client.dashboard_link
        self.sharing = max(Counter(worker.host for worker in workers).values())

    def check(self, found: Sequence[Found], evidence: Path, device: str) -> None:
        """See whether every worker would run these claims as this process would; train nothing.

        Raises:
            ClusterError: If one of them would not.
        """
        addresses = [worker.address for worker in self._known()]
        for what, here, call in (
            ("Python", ".".join(platform.python_version_tuple()[:2]), platform.python_version),
            ("torch", version("torch").partition("+")[0], partial(version, "torch")),
            ("theoremcheck", version("theoremcheck"), partial(version, "theoremcheck")),
        ):
            there = self._client.run(call, workers=addresses, on_error="return")
            for address in addresses:
                _compare(what, here, there[address], address)
        with _marked(evidence) as mark:
            expected = expected_of(found, mark, device)
            asked = {
                worker: self._client.submit(*self._there(unready, expected), **_only(worker)) for worker in addresses
            }
            for worker, answer in asked.items():
                self._raise_unready(worker, answer)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        task = self._client.submit(*self._there(partial(fn, *args, **kwargs)), pure=False)
        task.add_done_callback(partial(_hand_over, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        # On the workers the processes of this run end, whatever they do; the workers stay, for another run.
        try:
            self._client.run(_release, self._run, on_error="ignore")
        except (OSError, CancelledError):  # the scheduler is gone, and its workers follow it
            pass
        self._disconnect()

    def _there(self, fn: Callable[..., Any], *args: Any) -> tuple[Any, ...]:
        return _in_own_process, self._run, self._limit, self.sharing - 1, fn, *args

    def _registered(self, address: str) -> list[_Worker]:
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise ClusterError(f"the scheduler at {address!r} has no worker") from error
        workers = self._known()
        for worker in workers:
            if worker.threads != 1:
                raise ClusterError(
                    f"worker {worker.address} has {worker.threads} threads: an experiment changes what belongs to a "
                    "whole process, so start workers of one thread each (`dask worker --nthreads 1`)"
                )
        return workers

    def _known(self) -> list[_Worker]:
        known: Mapping[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        return [_Worker(address, told["host"], told["nthreads"]) for address, told in known.items()]

    def _raise_unready(self, worker: str, answer: Any) -> None:
        try:
            reason = answer.result(timeout=_REHEARSAL)
        except Exception as error:  # whatever a strange environment raises, before anything is trained
            reason = f"cannot run anything of ours ({type(error).__name__}: {error})"
        if reason is not None:
            raise ClusterError(f"worker {worker} {reason}")

    def _disconnect(self) -> None:
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def _local_cluster(processes: int) -> Any:
    return distributed.LocalCluster(
        n_workers=processes, threads_per_worker=1, processes=True, silence_logs=logging.CRITICAL, dashboard_address=":0"
    )


def _only(worker: str) -> dict[str, Any]:
    return {"workers": [worker], "allow_other_workers": False, "pure": False}


def _compare(what: str, here: str, there: Any, worker: str) -> None:
    if isinstance(there, Exception):
        raise ClusterError(f"worker {worker} has no {what} ({type(there).__name__}: {there})")
    release = there.partition("+")[0]
    if release != here and not (what == "Python" and release.startswith(f"{here}.")):
        raise ClusterError(f"worker {worker} has {what} {there}, expected {here} as here")


@contextmanager
def _marked(evidence: Path) -> Iterator[Path]:
    """A file in the folder of evidence by which others know that it is the same folder."""
    evidence.mkdir(parents=True, exist_ok=True)
    mark = evidence / f".{uuid.uuid4().hex}"
    mark.touch()
    try:
        yield mark
    finally:
        mark.unlink()


def _hand_over(future: Future[Any], task: Any) -> None:
    """Give the result of a dask task to whoever waits for our future."""
    error: BaseException
    try:
        result = task.result()
    except KilledWorker as killed:
        error = Died(f"{killed.allowed_failures + 1} workers were lost one after another while they ran it")
    except CancelledError:
        error = BrokenExecutor("the scheduler of the cluster was lost, or closed")
    except Exception as raised:
        error = raised
    else:
        future.set_result(result)
        return
    future.set_exception(error)


def _in_own_process(run: str, limit: float, beside: int, fn: Callable[..., T], *args: Any) -> T:
    """In a worker: call a function in the process that the worker keeps for this run.

    Raises:
        Died: If the call ended that process.
    """
    # A nanny starts its worker as a process that may have no children, since they would outlive it; ours do not.
    current_process().daemon = False
    process = _held.get(run)
    if process is None:
        _release_all()
        process = _held[run] = FreshProcesses(1, limit, beside)
    try:
        return process.submit(fn, *args).result()
    except BrokenExecutor:
        words = process.last_words()
        _release(run)
        raise Died(words) from None


def _release(run: str) -> None:
    """In a worker: end the process of a run."""
    if (process := _held.pop(run, None)) is not None:
        process.shutdown(wait=False, cancel_futures=True)


def _release_all() -> None:
    for run in list(_held):
        _release(run)
