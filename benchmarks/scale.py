"""What limits a run on very many workers first: a simulation of messages, the shared folder and the last claim.

    python -m benchmarks.scale                    # 10,000 workers, and the tables of docs/scale.md
    python -m benchmarks.scale --workers 300

Events are simulated, and the clock is not this machine's. A scheduler handles one message at a time; a worker asks the
shared folder for a write after every batch, and the folder serves so many a second; claims have the seconds that the
published run took for each, over and over where there are more. What a message, a write and a batch cost is an option
each, with the value that was measured, or the reason, beside it.
"""

from __future__ import annotations

import argparse
import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

REPORT = Path(__file__).parents[1] / "reports" / "reference" / "report.json"


@dataclass(frozen=True)
class Setting:
    """A cluster and what is run on it.

    Attributes:
        workers: Processes that train.
        claims: How many claims the catalogue has.
        message: Seconds of the scheduler for a task, there and back.
        writes: Batches that the shared folder takes in a second: each is an append and an fsync.
        batch: Seconds of a batch, after which a worker writes.
        portion: Seconds of work in a task of a spread claim.
        window: Portions of one spread claim in flight, needed or drawn ahead.
        spread: Whether claims longer than an equal share are spread.
        alone: Share of a claim's seconds that its run spends between batches, where nobody can help.
    """

    workers: int
    claims: int
    message: float
    writes: float
    batch: float
    portion: float
    window: int
    spread: bool
    alone: float


@dataclass(frozen=True)
class Night:
    """How a simulated run went.

    Attributes:
        hours: From its start to its last claim.
        busy: Share of all workers' time that was training.
        scheduler: Share of the time in which the scheduler was at work.
        folder: Share of the time in which the folder was at work.
        last: Seconds in which the last claim ran alone, with the other workers idle.
        tasks: How many tasks there were.
    """

    hours: float
    busy: float
    scheduler: float
    folder: float
    last: float
    tasks: int


class Server:
    """Serves one request at a time, in the order in which they come."""

    def __init__(self) -> None:
        self.free, self.worked = 0.0, 0.0

    def serve(self, asked: float, seconds: float) -> float:
        """When a request that comes at a time is done."""
        self.free = max(self.free, asked) + seconds
        self.worked += seconds
        return self.free


def seconds_of_claims(claims: int) -> list[float]:
    """Seconds of each claim: those of the published run, over and over."""
    known = [max(claim["seconds"], 0.1) for claim in json.loads(REPORT.read_text(encoding="utf-8"))["claims"]]
    return sorted((known[number % len(known)] for number in range(claims)), reverse=True)


def tasks_of(seconds: Sequence[float], setting: Setting) -> Iterator[list[list[float]]]:
    """Each claim as rounds of tasks: a round starts when the one before is done, as a look follows a look."""
    share = sum(seconds) / setting.workers
    for claim in seconds:
        if not setting.spread or claim <= share or claim <= 2 * setting.portion:
            yield [[claim]]
            continue
        portions, rounds = ceil(claim * (1 - setting.alone) / setting.portion), list[list[float]]()
        for first in range(0, portions, setting.window):
            rounds.append([setting.portion] * min(setting.window, portions - first))
        between = claim * setting.alone / len(rounds)
        yield [[portion + between / len(one) for portion in one] for one in rounds]


def simulated(setting: Setting) -> Night:
    """Run a catalogue; claims start in the order of their length, the longest first."""
    seconds = seconds_of_claims(setting.claims)
    scheduler, folder = Server(), Server()
    rounds = list(tasks_of(seconds, setting))
    waiting = [(number, 0, length) for number, one in enumerate(rounds) for length in one[0]][::-1]
    left = [len(one[0]) for one in rounds]
    at = [0] * len(rounds)
    events: list[tuple[float, bool, int, float]] = []
    free, now, trained, tasks, idle_since = setting.workers, 0.0, 0.0, 0, 0.0
    while waiting or events:
        while waiting and free:
            number, _, length = waiting.pop()
            begun = scheduler.serve(now, setting.message)
            heapq.heappush(events, (begun + length, False, number, length))
            trained, tasks, free = trained + length, tasks + 1, free - 1
        if not waiting and free < setting.workers:
            idle_since = idle_since or now
        now, written, number, length = heapq.heappop(events)
        if not written:
            # The trials of a portion travel back, and are written at once by whoever asked for them. A whole claim
            # writes batch by batch; the folder is asked for these writes together, which is no earlier.
            writes = ceil(length / setting.batch) if len(rounds[number]) == 1 else 1
            heapq.heappush(events, (folder.serve(now, writes / setting.writes), True, number, length))
            continue
        free += 1
        left[number] -= 1
        if not left[number] and at[number] + 1 < len(rounds[number]):
            at[number] += 1
            following = rounds[number][at[number]]
            left[number] = len(following)
            waiting += [(number, at[number], length) for length in following]
            idle_since = 0.0
    return Night(
        hours=now / 3600,
        busy=trained / (now * setting.workers),
        scheduler=scheduler.worked / now,
        folder=folder.worked / now,
        last=now - idle_since,
        tasks=tasks,
    )


def row(name: str, setting: Setting) -> str:
    """A line of a table."""
    night = simulated(setting)
    return (
        f"| {name} | {night.hours:.2f} | {night.busy:.0%} | {night.scheduler:.0%} | {night.folder:.0%} | "
        f"{night.last:.0f} | {night.tasks} |"
    )


HEAD = """| setting | hours | training | scheduler busy | folder busy | seconds of waiting for the last | tasks |
|---|---|---|---|---|---|---|"""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=100_000, help="of a large catalogue")
    parser.add_argument("--message", type=float, default=0.0004, help="seconds of the scheduler a task; an assumption")
    parser.add_argument("--writes", type=float, default=2_000.0, help="fsyncs a second of a shared file system")
    options = parser.parse_args()
    base = Setting(
        workers=options.workers,
        claims=options.claims,
        message=options.message,
        writes=options.writes,
        batch=1.0,
        portion=10.0,
        window=16,
        spread=True,
        alone=0.05,
    )
    hours = sum(seconds_of_claims(options.claims)) / 3600
    print(f"{options.workers} workers, {options.claims} claims, {hours:.0f} hours of training\n")
    print("Seconds between two writes of a worker to the shared folder, claims whole:\n\n" + HEAD)
    for batch in (0.1, 1.0, 5.0, 30.0):
        print(row(f"batches of {batch:g} s", replace(base, batch=batch, spread=False)))
    base = replace(base, batch=30.0)
    print("\nLong claims spread, in batches of 30 s; the window is that of portions in flight:\n\n" + HEAD)
    print(row("none spread", replace(base, spread=False)))
    for window in (1, 4, 16, 64):
        print(row(f"window {window}", replace(base, window=window)))
    print("\nSeconds of work in a portion, with a window of 16:\n\n" + HEAD)
    for portion in (0.1, 1.0, 10.0, 60.0):
        print(row(f"portions of {portion:g} s", replace(base, portion=portion)))


if __name__ == "__main__":
    main()
