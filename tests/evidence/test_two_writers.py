"""Two processes write at once, and a third is killed: nothing that was written is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from theoremcheck.evidence import read_ledger

WRITER = """
import sys
from pathlib import Path
from theoremcheck.evidence import Segment, Trial

directory, first, batches = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
segment = Segment(directory, "toys.heads", "abc", "cpu")
sys.stdin.readline()  # start together
for batch in range(batches):
    segment.append(
        Trial(
            series="claim", index=first + 2 * (10 * batch + row), claim="toys.heads", regime={}, observables={"x": 0.5}
        ) for row in range(10)
    )
    print(batch, flush=True)
"""


def writer(directory: Path, first: int, batches: int) -> subprocess.Popen[str]:
    """A process that writes every second draw, ten at a time, once it is told to start."""
    arguments = [sys.executable, "-c", WRITER, str(directory), str(first), str(batches)]
    return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def start(process: subprocess.Popen[str]) -> None:
    """Let it write."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Even and odd draws, interleaved in time: no gap and no duplicate."""
    processes = [writer(tmp_path, first, batches=40) for first in (0, 1)]
    for process in processes:
        start(process)
    assert [process.communicate(timeout=60) and process.returncode for process in processes] == [0, 0]
    ledger = read_ledger(tmp_path, "toys.heads", "abc")
    assert len(ledger.contiguous("claim")) == 800 and not ledger.duplicates and not ledger.torn


def test_a_killed_writer_loses_nothing_that_it_had_reported(tmp_path: Path) -> None:
    """A batch is on the disk before `append` returns."""
    process = writer(tmp_path, 0, batches=100_000)
    start(process)
    assert process.stdout is not None
    reported = [process.stdout.readline() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert len(read_ledger(tmp_path, "toys.heads", "abc").trials("claim")) >= 10 * len(reported)
