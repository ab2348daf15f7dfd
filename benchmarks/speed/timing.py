"""Calls timed in turn, and the memory that each of them takes.

What is timed is the processor's time in this process: every way has one thread, so that it is what the clock on the
wall says on a machine that does nothing else, and hardly more on a busy one. What is left of the others falls on all
ways alike, since they take turns.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

__all__ = ["Ratio", "Timed", "in_turn", "ratio"]

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESET = "5"
"""What sets the peak of the resident memory back to what it is now (Linux, proc_pid_clear_refs(5))."""


@dataclass(frozen=True)
class Timed:
    """One way after all its turns.

    Attributes:
        milliseconds: Of the processor for a trial, one number a turn.
        mebibytes: Largest resident memory of a call above that before it; None where the system does not tell.
    """

    milliseconds: tuple[float, ...]
    mebibytes: float | None

    @property
    def median(self) -> float:
        """Milliseconds of a trial."""
        return median(self.milliseconds)


@dataclass(frozen=True)
class Ratio:
    """How many times as long one way takes as another: of the medians, and the least and largest of a turn."""

    value: float
    least: float
    largest: float

    def __str__(self) -> str:
        return f"{_short(self.value)} ({_short(self.least)} to {_short(self.largest)})"


def ratio(slow: Timed, fast: Timed) -> Ratio:
    """Of two ways that took turns."""
    turns = [one / other for one, other in zip(slow.milliseconds, fast.milliseconds, strict=True)]
    return Ratio(slow.median / fast.median, min(turns), max(turns))


def in_turn(ways: Mapping[str, Callable[[int], object]], trials: Mapping[str, int], turns: int) -> dict[str, Timed]:
    """Call each way with its number of trials, way after way, turn after turn."""
    times: dict[str, list[float]] = {way: [] for way in ways}
    memory: dict[str, float | None] = {}
    for _ in range(turns):
        for way, call in ways.items():
            before = _reset_peak()
            started = process_time()
            call(trials[way])
            times[way].append((process_time() - started) / trials[way] * 1e3)
            if before is not None:
                memory[way] = max(memory.get(way) or 0.0, _kibibytes("VmHWM") / 1024 - before)
    return {way: Timed(tuple(times[way]), memory.get(way)) for way in ways}


def _reset_peak() -> float | None:
    """Resident memory in MiB, from which the peak counts on; what earlier calls have left free goes back first."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
        _CLEAR.write_text(_RESET)
        return _kibibytes("VmRSS") / 1024
    except (OSError, AttributeError):  # another system, or another library of C than glibc
        return None


def _kibibytes(name: str) -> float:
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return float(line.split()[1])


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
