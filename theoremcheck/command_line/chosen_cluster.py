"""The dask cluster that a command line names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from theoremcheck.catalogue.located import Found

if TYPE_CHECKING:
    from theoremcheck.running.dask_workers import DaskWorkers

__all__ = ["cluster_of"]

_HINT = "--dask"


def cluster_of(
    address: str, found: Sequence[Found], evidence: Path, device: str, limit: float, processes: int
) -> tuple[DaskWorkers, Callable[[], DaskWorkers]]:
    """A cluster whose workers would run these claims as this process would, and what makes a run's executors on it.

    Args:
        address: Of a scheduler, or `local`.
        found: The claims.
        evidence: Directory of all evidence, which all workers have to see.
        device: Name of the device.
        limit: Longest time of a batch, in seconds.
        processes: Workers of a local cluster.

    Raises:
        click.BadParameter: If dask.distributed is not installed, or the cluster will not do.
    """
    if find_spec("distributed") is None:
        raise click.BadParameter(
            "dask.distributed is not installed; it comes with the extra: pip install 'theoremcheck[cluster]'",
            param_hint=_HINT,
        )
    from theoremcheck.running.dask_workers import ClusterError, DaskWorkers

    def connected() -> DaskWorkers:
        try:
            return DaskWorkers(address, limit, processes)
        except ClusterError as error:
            raise click.BadParameter(str(error), param_hint=_HINT) from error

    first = connected()
    try:
        first.check(found, evidence, device)
    except ClusterError as error:
        first.shutdown()
        raise click.BadParameter(str(error), param_hint=_HINT) from error
    made = [first]
    return first, lambda: made.pop() if made else connected()
