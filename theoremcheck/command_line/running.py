"""Running selected claims with what a terminal shows of it, and the report at the end."""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path

from rich.console import Console

from theoremcheck.catalogue.files import project_root
from theoremcheck.catalogue.introductions import introductions_of
from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.verdicts import Verdicts
from theoremcheck.command_line.chosen_workers import Workers, workers_of
from theoremcheck.command_line.exits import INTERRUPTED, code_of
from theoremcheck.command_line.printing import print_failures, print_report, print_suite, short
from theoremcheck.command_line.progress import Display, Plain, Terminal
from theoremcheck.command_line.selection import Selection
from theoremcheck.command_line.terminal import say
from theoremcheck.reporting import (
    FixedLevel,
    Record,
    costs,
    keep_settled,
    left_alone,
    outgrown,
    plan,
    record_of,
    resumed,
    seconds_reported,
    settled_record,
    write_report,
)
from theoremcheck.running import Ahead, Budget, Group, Plan, Shift, groups_of, long_groups, run_groups, seconds_so_far

__all__ = ["Settings", "run"]


@dataclass(frozen=True)
class Settings:
    """What a user chooses for a run.

    Attributes:
        budget: Confidence level and cap.
        evidence: Directory of all evidence.
        report: Where the report goes.
        device: Name of the device.
        more: Draws to add to every claim, decided or not.
        batch_limit: Longest time of one batch, in seconds.
        jobs: Claims at a time; None takes one for each free core.
        fixed: The level that is fixed before the run, if one is.
        executor: `module:factory` of an executor, if claims are to run there.
        dask: Address of a dask scheduler, or `local`, if claims are to run there.
        memory: Bytes that this run's processes may take together.
    """

    budget: Budget
    evidence: Path
    report: Path
    device: str
    more: int
    batch_limit: float
    jobs: int | None
    fixed: FixedLevel | None
    executor: str | None = None
    dask: str | None = None
    memory: float = inf


def run(selection: Selection, chosen: Settings) -> int:
    """Run the selected claims and write the report; the exit code.

    Raises:
        click.UsageError: If the workers that the user chose will not do; nothing is trained then.
    """
    done = [] if chosen.more else _settled(selection, chosen.budget, chosen.evidence)
    work = _Work.of(selection, {record.entry.name for record in done}, chosen)
    for line in _preamble(selection, chosen.budget, work.waiting):
        say(line)
    say(f"claims: {len(selection.found)}, {work.workers.words}, evidence: {short(chosen.evidence)}\n")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends a run leaves no worker behind
    try:
        _run_through(work, selection, chosen, done)
    except KeyboardInterrupt:
        say(
            f"stopped after {len(done)} of {len(selection.found)} claims; what was drawn is kept, and the next run "
            "goes on"
        )
        return INTERRUPTED
    return _closed(selection, done, chosen)


@dataclass(frozen=True)
class _Work:
    """What is left to run, and who runs it.

    Attributes:
        waiting: The claims that no earlier run has settled, by name.
        alone: Groups that each have a worker for themselves.
        spread: Groups whose trials are spread over the workers.
        workers: Those that the user chose.
    """

    waiting: Mapping[str, Found]
    alone: Sequence[Group]
    spread: Sequence[Group]
    workers: Workers

    @classmethod
    def of(cls, selection: Selection, settled: Collection[str], chosen: Settings) -> _Work:
        """All but the settled claims, those first that took longest so far."""
        waiting = {item.name: item for item in selection.found if item.name not in settled}
        seconds = seconds_so_far(chosen.evidence, seconds_reported(project_root(Path.cwd()) / "reports"))
        groups = groups_of(list(waiting.values()), seconds)
        workers = _workers(chosen, list(waiting.values()), len(groups))
        spread = long_groups(groups, seconds, workers.at_once) if workers.elsewhere else []
        return cls(waiting, [group for group in groups if group not in spread], spread, workers)


def _preamble(selection: Selection, budget: Budget, waiting: Mapping[str, Found]) -> Iterator[str]:
    """What the run may cost: of claims that have their verdicts nothing is left to pay."""
    yield plan(budget.name)
    names = [item for item in selection.found if item.name in waiting]
    yield from costs(budget.name, [level for item in names for level in item.facts.required])


def _run_through(work: _Work, selection: Selection, chosen: Settings, done: list[Record]) -> None:
    """Run what is left, add each record to those that are done, and show all of them."""
    budget, evidence, workers, ahead, shift = chosen.budget, chosen.evidence, work.workers, Ahead(), Shift()
    display = _display(len(selection.found), workers.at_once, budget, evidence)
    items = {item.name: item for item in selection.found}

    def ran(alone: Sequence[Group], spread: Sequence[Group], more: int) -> Iterator[Record]:
        plan = Plan(budget, evidence, chosen.device, more, workers.sharing, selection.clashes)
        finish, at_once = partial(record_of, evidence), workers.at_once
        with closing(
            run_groups(alone, plan, workers.fresh, finish, display.started, at_once, spread, ahead, shift)
        ) as records:
            for record in records:
                display.finished(record)
                keep_settled(evidence, budget, items[record.entry.name], record)
                yield record

    with display:
        for record in done:
            display.finished(record)
        latest = [_noted(done, record) for record in ran(work.alone, work.spread, chosen.more)]
        while grown := outgrown(items.values(), done, evidence, latest):
            latest = [_noted(done, record) for record in ran(groups_of(grown, {}), [], 0)]
    if work.spread:
        say(
            f"spread over the workers: {sum(map(len, work.spread))} claims; drawn ahead of a look: "
            f"{ahead.used + ahead.wasted} draws, {ahead.wasted} of them for nothing\n"
        )
    if shift.tasks and shift.workers > 1:
        say(f"{shift.workers} workers, without a task for {shift.idle_share:.1%} of their time\n")


def _noted(done: list[Record], record: Record) -> Record:
    """The record as it came, noted among those that are done: in place of the claim's last one, if it has one."""
    place = next((place for place, one in enumerate(done) if one.entry.name == record.entry.name), None)
    if place is None:
        done.append(record)
    else:
        done[place] = resumed(done[place], record)
    return record


def _closed(selection: Selection, done: Sequence[Record], chosen: Settings) -> int:
    """Print what came of a run, and write its report; the exit code."""
    entries = [record.entry for record in done]
    print_failures(entries, selection.failures)
    print_suite(done, chosen.fixed)
    if not done:
        say("no claim was run, and the report stays as it was")
        return code_of(entries, selection.failures)
    written = _write_report(selection, done, chosen)
    return code_of(entries, selection.failures, written=written)


def _write_report(selection: Selection, done: Sequence[Record], chosen: Settings) -> bool:
    """Write the report of these claims and of those that this run left alone; whether it could be written."""
    evidence, budget = chosen.evidence, chosen.budget
    others = left_alone(selection.found, project_root(Path.cwd()), evidence, budget)

    def write() -> Path:
        said = introductions_of([*(item.path for item in selection.found), *others.pages])
        return write_report(chosen.report, selection.found, done, evidence, budget, chosen.fixed, said, others.entries)

    return print_report(write, others.words)


def _workers(chosen: Settings, waiting: Sequence[Found], groups: int) -> Workers:
    """Those that the user chose; none elsewhere is asked where nothing is to be done."""
    executor, dask = (chosen.executor, chosen.dask) if waiting else (None, None)
    limit, memory = chosen.batch_limit, chosen.memory
    return workers_of(executor, dask, chosen.jobs, waiting, groups, chosen.evidence, chosen.device, limit, memory)


def _settled(selection: Selection, budget: Budget, evidence: Path) -> list[Record]:
    """Records of the claims that a run has ended, whose pages and evidence are as they were then."""
    verdicts = Verdicts(evidence, budget.name)
    own = [item for item in selection.found if item.name not in selection.clashes]
    return [record for item in own if (record := settled_record(verdicts, item)) is not None]


def _display(claims: int, processes: int, budget: Budget, evidence: Path) -> Display:
    console = Console()
    return Terminal(console, claims, processes, budget, evidence) if console.is_terminal else Plain()
