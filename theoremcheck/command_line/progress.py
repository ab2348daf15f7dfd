"""What a terminal shows while claims run: draws, and the evidence closing in, read off the segments as they grow.

The evidence is the only thing that workers share with whoever watches, so watching costs them nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from theoremcheck.catalogue.located import Found
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.evidence.segments import LineError, segment_folder, trial_of
from theoremcheck.judging import Tally, tally
from theoremcheck.reporting import Record
from theoremcheck.running import Budget
from theoremcheck.running.budget import draws_to_decide
from theoremcheck.series.again import again_of
from theoremcheck.series.dossier import Dossier
from theoremcheck.statistics import down, levels_in_words, required_levels, up
from theoremcheck.weighing import Weight

__all__ = ["Display", "Plain", "Terminal", "Watch", "seconds_left"]

_LOOKS_A_SECOND = 2


class Display(Protocol):
    """Whom a run tells of its progress."""

    def started(self, item: Found) -> None:
        """The run handed a claim to a worker."""

    def finished(self, record: Record) -> None:
        """A claim has its record."""

    def __enter__(self) -> Display: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Plain:
    """Says nothing: a file or a pipe wants the table at the end, and no more."""

    def started(self, item: Found) -> None:
        """Nothing."""

    def finished(self, record: Record) -> None:
        """Nothing."""

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing."""


class Terminal:
    """A line for every finished claim, and below them the claims that run."""

    def __init__(self, console: Console, claims: int, jobs: int, budget: Budget, evidence: Path) -> None:
        self._claims, self._jobs, self._budget, self._evidence = claims, jobs, budget, evidence
        self._running: dict[str, Watch] = {}
        self._seconds: dict[str, float] = {}
        self._started = time.monotonic()
        self._live = Live(
            console=console, get_renderable=self._render, refresh_per_second=_LOOKS_A_SECOND, transient=True
        )

    def __enter__(self) -> Terminal:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def started(self, item: Found) -> None:
        """Watch its evidence."""
        self._running[item.claim.name] = Watch(item.claim, self._evidence, self._budget)

    def finished(self, record: Record) -> None:
        """Print its line."""
        if watch := self._running.pop(record.entry.name, None):
            self._seconds[record.entry.name] = time.monotonic() - watch.since
        style = "green" if record.entry.as_expected else "bold red"
        sign = "as expected" if record.entry.as_expected else f"expected {record.entry.expected}"
        line = Text.assemble((f"{record.entry.verdict!s:<10}", style), f" {record.entry.name} ", (f"({sign})", "dim"))
        self._live.console.print(line, highlight=False)

    def _render(self) -> Group:
        watched = [(watch, _looked(watch)) for watch in list(self._running.values())]
        grid = Table.grid(padding=(0, 2))
        for watch, seen in watched:
            grid.add_row(*_row(watch, seen))
        return Group(grid, self._foot([seconds_left(watch, seen) for watch, seen in watched]))

    def _foot(self, running: list[float | None]) -> Text:
        elapsed = _clock(time.monotonic() - self._started)
        text = f"{len(self._seconds)} of {self._claims} claims, {elapsed}"
        if not self._seconds or any(left is None for left in running):
            return Text(text, "dim")
        waiting = self._claims - len(self._seconds.keys() | self._running.keys())
        left = sum(left or 0.0 for left in running) + waiting * sum(self._seconds.values()) / len(self._seconds)
        return Text(f"{text}, about {_clock(left / self._jobs)} left", "dim")


@dataclass
class Watch:
    """A claim that runs, seen through its evidence; it verifies nothing, since no verdict rests on it."""

    claim: Claim
    evidence: Path
    budget: Budget
    since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Enter what is recorded already."""
        self._dossier = Dossier.of(self.claim, Ledger())
        self._every_series = {series.label: series for series in self._dossier.every_series}
        self._again = {part.label for series in self._dossier.every_series for part in again_of(series)}
        self._read: dict[Path, int] = {}
        self._seen: Tally | None = None
        self._current = self._dossier.own.label
        self.fresh = self.searched = 0
        self.already = len(self._grow())

    def look(self) -> Tally | None:
        """Weigh the series that the run is drawing; None before its first batch, and while a search goes on."""
        grown = [trial for trial in self._grow() if trial.series not in self._again]
        if grown:
            self.fresh += len(grown)
            self.searched += sum(trial.series not in self._every_series for trial in grown)
            self._current = grown[-1].series
        if self._current not in self._every_series:
            return None
        if (grown or self._seen is None) and self._dossier.ledger.trials(self._current):
            self._seen = tally(self._dossier, self._every_series[self._current], self.budget.alpha)
        return self._seen

    @property
    def series(self) -> str:
        """Which series the run is drawing, or how far the search for counterexamples is."""
        if self._current not in self._every_series:
            return f"search, {self.searched} trials"
        for kind, series in (
            ("control", self._dossier.controls),
            ("positive control", self._dossier.positive_controls),
            ("baseline", self._dossier.baselines),
        ):
            labels = [one.label for one in series]
            if self._current in labels:
                return f"{kind} {labels.index(self._current) + 1} of {len(labels)}"
        return "claim"

    def _grow(self) -> list[Trial]:
        """Enter the trials that the run wrote since the last look, and return them."""
        folder = segment_folder(self.evidence, self._dossier.own.owner, self._dossier.own.specification)
        trials = [trial for path in sorted(folder.glob("*.jsonl")) for trial in self._new(path)]
        self._dossier.ledger.add(trials)
        return trials

    def _new(self, path: Path) -> list[Trial]:
        with path.open("rb") as file:
            file.seek(self._read.get(path, 0))
            whole, newline, _ = file.read().rpartition(b"\n")
        self._read[path] = self._read.get(path, 0) + len(whole) + len(newline)
        records = []
        for line in whole.splitlines():
            try:
                records.append(trial_of(line))
            except LineError:  # the header, or damage that the run itself will name
                continue
        return records


def seconds_left(watch: Watch, seen: Tally | None) -> float | None:
    """Seconds until the series is decided if its draws go on as so far; None before the first draws of this run."""
    if seen is None or not watch.fresh:
        return None
    weight = seen.weight
    needed = draws_to_decide(weight, expects_support=True) if weight.trials and seen.decided is None else 0
    needed = max(0, min(needed, watch.budget.max_draws - weight.trials))
    return needed * (time.monotonic() - watch.since) / watch.fresh


def _looked(watch: Watch) -> Tally | None:
    try:
        return watch.look()
    except Exception:  # whatever is wrong with the claim, its run will say so; a display must not end a run
        return None


def _row(watch: Watch, seen: Tally | None) -> tuple[Any, ...]:
    if seen is None:
        return watch.claim.name, watch.series, "" if watch.searched else "starting", "", "", ""
    share = max(seen.weight.log_e_holds, seen.weight.log_e_fails, 0.0) / -log(seen.weight.alpha)
    left = seconds_left(watch, seen)
    return (
        watch.claim.name,
        watch.series,
        ProgressBar(total=1.0, completed=min(share, 1.0), width=16),
        f"{seen.weight.trials} draws",
        _bound(seen.weight),
        "" if left is None else f"about {_clock(left)}",
    )


def _bound(seen: Weight) -> str:
    required = levels_in_words(required_levels(seen), "{:.3g}".format)
    if seen.holds >= seen.required * seen.trials:
        return f">= {down(seen.lower, 3)}, required {required}"
    return f"<= {up(seen.upper, 3)}, required {required}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
