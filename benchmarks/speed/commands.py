"""How long each command takes from its start to its end, and the catalogue to its verdicts."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

__all__ = ["catalogue_seconds", "command_seconds"]

_ROOT = Path(__file__).parents[2]

CLAIM = "symile2024.total-correlation-bound"
"""One of the cheapest: what is timed is all that is around it."""


def command_seconds(claim: str = CLAIM, turns: int = 2, root: Path = _ROOT) -> dict[str, list[float]]:
    """Seconds of each command, turn after turn, on a machine that remembers nothing of the catalogue at first.

    Args:
        claim: A claim that is decided at the quick budget.
        turns: How often those are called that remember, or train nothing.
        root: The project's root.
    """
    with tempfile.TemporaryDirectory() as scratch:
        environment = _environment(scratch)
        beside = ("--budget", "quick", "--report", f"{scratch}/report")
        calls: Mapping[str, tuple[Sequence[str], int]] = {
            "--help": (("--help",), turns),
            "list, the first time": (("list", *beside), 1),
            "list": (("list", *beside), turns),
            "show CLAIM": (("show", claim, *beside), turns),
            "run CLAIM, the first time": (("run", claim, *beside), 1),
            "run CLAIM, decided": (("run", claim, *beside), turns),
            "report": (("report", *beside), turns),
        }
        return {
            name: [_seconds(arguments, environment, root) for _ in range(count)]
            for name, (arguments, count) in calls.items()
        }


def catalogue_seconds(budgets: Sequence[str], root: Path = _ROOT) -> dict[str, float]:
    """Seconds of a run of the whole catalogue at each budget, each without any evidence from before."""
    found = {}
    for budget in budgets:
        with tempfile.TemporaryDirectory() as scratch:
            arguments = ("run", "--budget", budget, "--report", f"{scratch}/report")
            found[budget] = _seconds(arguments, _environment(scratch), root)
    return found


def _environment(scratch: str) -> dict[str, str]:
    """With a memory of its own, and this clone's engine."""
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "XDG_CACHE_HOME": f"{scratch}/cache", "PYTHONPATH": os.pathsep.join(paths)}


def _seconds(arguments: Sequence[str], environment: Mapping[str, str], root: Path) -> float:
    started = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "theoremcheck", *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"theoremcheck {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return perf_counter() - started
