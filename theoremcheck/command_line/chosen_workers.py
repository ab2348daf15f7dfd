"""Where a command line wants its claims to run: in processes of this machine, unless it says otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path

import click

from theoremcheck.catalogue.located import Found
from theoremcheck.command_line.chosen_cluster import cluster_of
from theoremcheck.command_line.chosen_device import device_of
from theoremcheck.command_line.chosen_executor import executor_of
from theoremcheck.running import FreshProcesses, share_of

__all__ = ["Workers", "free_cores", "workers_of"]

_LEAST = 400 * 2**20
"""Bytes of a process: one that has imported the catalogue, and trained nothing, has 223 MiB (docs/performance.md)."""


@dataclass(frozen=True)
class Workers:
    """What runs claims.

    Attributes:
        fresh: Makes an executor.
        at_once: How many claims it holds at a time.
        sharing: How many workers share the memory of one machine, at most.
        words: What they are, for whoever started the run.
        elsewhere: Whether they may be more than there are claims to run: then long claims are spread over them.
    """

    fresh: Callable[[], Executor]
    at_once: int
    sharing: int
    words: str
    elsewhere: bool


def workers_of(
    executor: str | None,
    dask: str | None,
    jobs: int | None,
    found: Sequence[Found],
    groups: int,
    evidence: Path,
    device: str,
    limit: float,
    memory: float,
) -> Workers:
    """The workers that a command line asks for; what is wrong with them, it says before anything is trained.

    Args:
        executor: `module:factory` of an executor.
        dask: Address of a dask scheduler, or `local`.
        jobs: How many claims at a time.
        found: The claims.
        groups: How many of them can run at the same time.
        evidence: Directory of all evidence.
        device: Name of the device.
        limit: Longest time of a batch, in seconds.
        memory: Bytes that processes of this machine may take together; infinite leaves it to the machine.

    Raises:
        click.UsageError: If they will not do.
    """
    if memory < inf and (dask or executor):
        raise click.UsageError("--memory is for processes of this machine, and --executor or --dask asks for others")
    if dask:
        cluster, fresh = cluster_of(dask, found, evidence, device, limit, jobs or free_cores())
        seen = f", dashboard: {cluster.dashboard}" if cluster.dashboard else ""
        words = f"workers of dask: {cluster.workers}{seen}"
        return Workers(fresh, jobs or cluster.workers, cluster.sharing, words, True)
    device_of(device)
    if executor:
        first, factory = executor_of(executor)
        # Nobody knows which of its workers share a machine; one that serves us well has a core for each. Threads share
        # this process with the runs of spread claims, and an experiment may change what belongs to all of it.
        spreads = not isinstance(first, ThreadPoolExecutor)
        return Workers(factory, jobs or free_cores(), free_cores(), f"executor: {executor}", spreads)
    processes = max(1, min(jobs or free_cores(), groups))
    if (share := share_of(memory, processes)) < _LEAST:
        raise click.BadParameter(
            f"leaves each worker {max(0.0, share) / 2**20:.0f} MiB beside the process that hands out their work, and "
            f"each needs {_LEAST / 2**20:.0f}: give more, or ask for fewer --jobs",
            param_hint="--memory",
        )
    made = partial(FreshProcesses, processes, limit, memory=memory)
    return Workers(made, processes, processes, f"processes: {processes}", False)


def free_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
