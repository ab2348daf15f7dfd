"""A process that ends itself where a batch takes too long or the process too much memory, and leaves word of it.

An experiment may hang in a library's code, which no exception reaches, or fill the memory of the machine. Neither is an
outcome: how long a draw takes says how busy the machine is. So the process ends, its parent reads what it left, and the
claim has its line all the same.
"""

from __future__ import annotations

import faulthandler
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path

__all__ = ["arm", "guarded", "last_words", "memory_left"]

_PACE = 0.2
"""Seconds between two looks at the memory. A core filled 1.3 GiB/s when measured: it overshoots by a quarter of one."""
_FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<function>\S+)')
_ENGINE = str(Path(__file__).parents[1])

_guard: _Guard | None = None


class _Guard:
    """What watches this process."""

    def __init__(self, folder: Path, seconds: float, memory: float) -> None:
        self.seconds, self.memory = seconds, memory
        self.doing, self.trace, self._grown = (folder / f"{os.getpid()}.{kind}" for kind in ("doing", "trace", "grown"))
        threading.Thread(target=self._watch_memory, daemon=True).start()

    def _watch_memory(self) -> None:
        while (used := _resident()) is not None:
            if used > self.memory:
                self._grown.write_text(f"{used / 2**30:.1f} GiB of memory", encoding="utf-8")
                os._exit(1)
            time.sleep(_PACE)


def arm(folder: Path, seconds: float, memory: float) -> None:
    """Guard this process from now on.

    Args:
        folder: Where it leaves word.
        seconds: Longest time of a batch.
        memory: Largest resident memory of the process, in bytes; without effect where nobody tells it.
    """
    global _guard
    _guard = _Guard(folder, seconds, memory)


def memory_left() -> float:
    """Bytes by which this process may grow before it would end itself; infinite where nothing or nobody tells."""
    used = _resident()
    return inf if _guard is None or used is None else max(0.0, _guard.memory - used)


@contextmanager
def guarded(doing: str) -> Iterator[None]:
    """Around a batch: end the process where the batch takes too long. Nothing happens in a process that is not armed.

    Args:
        doing: What the batch is of, in words.
    """
    if _guard is None:
        yield
        return
    _guard.doing.write_text(doing, encoding="utf-8")
    with _guard.trace.open("w") as trace:
        # In a thread of its own that needs no interpreter: a library that never returns holds it.
        faulthandler.dump_traceback_later(_guard.seconds, exit=True, file=trace)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            _guard.doing.unlink()


def last_words(folder: Path, seconds: float) -> str:
    """Why a process died, as far as it left word, in a sentence without subject."""
    doing = " and ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.doing")))
    during = f" in {doing}" if doing else ""
    if grown := [path.read_text(encoding="utf-8") for path in folder.glob("*.grown")]:
        return f"the process that ran it took {grown[0]}{during}, more than its share of this machine's"
    if traces := [text for path in folder.glob("*.trace") if (text := path.read_text(errors="replace"))]:
        return f"a batch took longer than the limit of {seconds:g} s{during}{_where(traces[0])}"
    return f"the process that ran it died{during}: it was killed, ran out of memory, or left by itself"


def _where(trace: str) -> str:
    """The innermost line of a stranger's own code in a traceback, which begins with the last call."""
    frames = [match for match in _FRAME.finditer(trace) if _is_own(match["file"])]
    if not frames:
        return ""
    return f" ({Path(frames[0]['file']).name}, line {frames[0]['line']}, in {frames[0]['function']})"


def _is_own(file: str) -> bool:
    return not file.startswith(("<", _ENGINE, os.path.dirname(os.__file__))) and "site-packages" not in file


def _resident() -> int | None:
    """Resident memory of this process in bytes; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
