"""Claims as pytest items: one a claim, its controls included."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from zlib import crc32

import pytest

from theoremcheck.catalogue.introductions import introductions_of
from theoremcheck.catalogue.loading import catalogue_of, clashes, learned
from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.pages import Pages
from theoremcheck.catalogue.verdicts import Verdicts
from theoremcheck.claim import Claim
from theoremcheck.pytest_plugin.hooks import AGAIN, PAGE, RECORD, SECONDS
from theoremcheck.reporting import (
    FixedLevel,
    Record,
    broken_record,
    failure_text,
    keep_settled,
    left_alone,
    outgrown,
    record_of,
    record_text,
    resumed,
    seconds_reported,
    settled_record,
    write_report,
)
from theoremcheck.running import (
    BUDGETS,
    Broken,
    FreshProcesses,
    Isolated,
    Plan,
    groups_of,
    run_or_broken,
    seconds_so_far,
)
from theoremcheck.vocabulary import Verdict

__all__ = ["ClaimFile", "ClaimItem", "arrange", "report_on", "seconds_spent"]

_PLAN = pytest.StashKey[Plan]()
_PAGES = pytest.StashKey[Pages]()
_ISOLATED = pytest.StashKey["Isolated[Record]"]()
_RAN = pytest.StashKey[dict[str, dict["ClaimItem", Record]]]()
"""Of each study, or claim without one, what ran in this process."""


class VerdictFailure(Exception):
    """A verdict that differs from the known one; its text is the whole message."""


class ClaimFile(pytest.File):
    """A page of claims."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """One item a claim, below a node of its study if it has one; a page that fails to import is one failed item."""
        try:
            found = learned(self.path, self.config.stash.setdefault(_PAGES, Pages()))
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException:
            # A stranger's page may fail in any way, by an exit or a skip as well: the others are to run all the same.
            yield BrokenPage.from_parent(self, name="import", text=traceback.format_exc(limit=-3))
            return
        for item in found:
            if item.claim.study is None:
                yield ClaimItem.from_parent(self, name=item.claim.name, found=item)
            else:
                yield StudyNode.from_parent(self, name=item.claim.study.name, found=item)


class StudyNode(pytest.Collector):
    """The study that a claim belongs to; its name tells the scheduler which claims share a trajectory."""

    def __init__(self, *, found: Found, **kwargs: Any) -> None:
        """Keep the claim."""
        super().__init__(**kwargs)
        self._found = found

    def collect(self) -> Iterator[pytest.Item]:
        """The claim."""
        yield ClaimItem.from_parent(self, name=self._found.claim.name, found=self._found)


class BrokenPage(pytest.Item):
    """A page that could not be imported."""

    def __init__(self, *, text: str, **kwargs: Any) -> None:
        """Keep the traceback."""
        super().__init__(**kwargs)
        self._text = text
        self.add_marker("claim")

    def runtest(self) -> None:
        """Fail with the traceback."""
        raise VerdictFailure(f"{self.path.name} could not be imported, so its claims were not run:\n\n{self._text}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """The traceback of the import alone."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where, and what."""
        return self.path, 0, f"{self.path.name} (import)"


class ClaimItem(pytest.Item):
    """A claim with its controls: passes if the verdict is the declared one."""

    def __init__(self, *, found: Found, **kwargs: Any) -> None:
        """Mark it with its kind and its paper."""
        super().__init__(**kwargs)
        self.found = found
        self.claim = found.claim
        self.module = sys.modules[found.module]
        self.obj = _stand_in(found.claim, self.module)
        self.fixturenames: list[str] = []
        paper = found.claim.paper.replace("-", "_")
        self.config.addinivalue_line("markers", f"{paper}: claims of this paper")
        for marker in ("claim", found.claim.kind, paper):
            self.add_marker(marker)
        if found.claim.known is Verdict.REFUTED:
            self.add_marker("known_refuted")

    def runtest(self) -> None:
        """Draw until claim and controls have a decision, hand the record over, and compare the verdict."""
        try:
            record = self._run(self.config.stash[_PLAN])
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:
            # Somebody's time limit for a test: the claim has its line all the same, and pytest the exception.
            self._hand_over(broken_record(Broken(self.claim, f"it was stopped: {error}")))
            raise
        self._hand_over(record)
        if record.warnings:
            self.add_report_section("call", "warnings of the experiment", "\n".join(record.warnings))
        ran = self.config.stash[_RAN].setdefault(self.found.owner, {})
        ran[self] = record
        told = {item: one.entry.as_expected for item, one in ran.items() if item is not self}
        self._run_what_grew(ran)
        failed = [item for item, one in ran.items() if told.get(item, True) and not one.entry.as_expected]
        if failed:
            raise VerdictFailure("\n\n".join(self._failure_text(ran[item]) for item in failed))

    def _failure_text(self, record: Record) -> str:
        since = f"{record.entry.name} passed, and its study has added draws to its own since:\n\n"
        return ("" if record.entry.name == self.claim.name else since) + failure_text(record.entry)

    def _run_what_grew(self, ran: dict[ClaimItem, Record]) -> None:
        """After the last claim of a study: run those again that others have added draws to, until nothing grows.

        What pytest has told of the others stays told. So this item fails for one that passed and would not now; one
        that failed and would pass now stays failed, and the table has its last verdict.
        """
        claims = (item for item in self.session.items if isinstance(item, ClaimItem))
        if any(item.found.owner == self.found.owner and item not in ran for item in claims):
            return
        plan, latest = replace(self.config.stash[_PLAN], more=0), list(ran.values())
        while grown := outgrown([item.found for item in ran], ran.values(), plan.evidence, latest):
            latest = []
            for item in [item for item in ran if item.found in grown]:
                latest.append(item._run(plan))
                ran[item] = resumed(ran[item], latest[-1])
                self.user_properties.append((AGAIN, f"{item.nodeid}\n{record_text(ran[item])}"))

    def _run(self, plan: Plan) -> Record:
        """In a process of its own, which the claim may end; in this one for a debugger."""
        if self.config.getoption("usepdb"):
            return record_of(plan.evidence, self.found, run_or_broken(self.claim, plan, _worker()))
        if not plan.more and self.claim.name not in plan.clashes:
            settled = settled_record(Verdicts(plan.evidence, plan.budget.name), self.found)
            if settled is not None:
                return settled
        record = self.config.stash[_ISOLATED].run(self.found, plan)
        keep_settled(plan.evidence, plan.budget, self.found, record)
        return record

    def _hand_over(self, record: Record) -> None:
        entry = record.entry
        summary: dict[str, object] = {"verdict": str(entry.verdict), "expected": str(entry.expected)}
        if (series := entry.series) is not None:
            summary |= {name: getattr(series, name) for name in ("draws", "holds", "lower", "upper")}
        self.user_properties += [(RECORD, record_text(record)), (PAGE, str(self.path)), *summary.items()]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A text for a theorist; a traceback only for an error of the engine itself."""
        return str(excinfo.value) if isinstance(excinfo.value, VerdictFailure) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it is declared, and what it is; pytest would take the dots of the bare name for those of a class."""
        return self.path, self.found.line - 1, f"{self.claim.kind} {self.claim.name}"


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Plan the run, clashes of names included, and put the claims that took longest so far first, after all tests.

    Workers take the seconds from the controller: another run may be adding to the evidence, and two workers that read
    it one after the other would collect in two orders.
    """
    fixed_level(config)  # a wrong one is an error before anything is spent
    found = [item.found for item in items if isinstance(item, ClaimItem)]
    plan = config.stash[_PLAN] = Plan(
        budget=BUDGETS[config.getoption("budget")],
        evidence=Path(config.option.evidence),
        device=config.getoption("device"),
        more=config.getoption("more"),
        processes=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
        clashes=clashes(found),
    )
    limit = config.getoption("batch_limit") or plan.budget.batch_limit
    isolated = config.stash[_ISOLATED] = Isolated(
        _worker(), lambda: FreshProcesses(1, limit, beside=plan.processes - 1), partial(record_of, plan.evidence)
    )
    config.add_cleanup(isolated.close)
    config.stash[_RAN] = {}
    told = getattr(config, "workerinput", {}).get(SECONDS)
    groups = groups_of(found, seconds_spent(config) if told is None else told)
    ordered = [(item.path, item.variable) for group in groups for item in group]
    places = {address: place for place, address in enumerate(ordered)}

    def place(item: pytest.Item) -> int:
        return places[item.found.path, item.found.variable] if isinstance(item, ClaimItem) else -1

    items.sort(key=place)


def required_of(items: Iterable[pytest.Item]) -> list[float]:
    """The probabilities that claims among some items require."""
    return [level for item in items if isinstance(item, ClaimItem) for level in item.found.facts.required]


def seconds_spent(config: pytest.Config) -> dict[str, float]:
    """Seconds of each study, or claim without one, by the evidence and by what this project has published."""
    return seconds_so_far(Path(config.option.evidence), seconds_reported(config.rootpath / "reports"))


def report_on(config: pytest.Config, records: Sequence[Record], paths: Iterable[str]) -> str:
    """Write the report of the claims of this run; their pages are imported here too, to read the evidence by.

    It keeps the claims that this run left alone, and says in words how many.
    """
    pages = dict.fromkeys(map(Path, paths))
    found = catalogue_of(pages).found
    budget, folder, evidence = BUDGETS[config.getoption("budget")], config.option.report, config.option.evidence
    names = {record.entry.name for record in records}
    others = left_alone([item for item in found if item.name in names], config.rootpath, Path(evidence), budget)
    said = introductions_of([*pages, *others.pages])
    write_report(Path(folder), found, records, Path(evidence), budget, fixed_level(config), said, others.entries)
    return others.words


def fixed_level(config: pytest.Config) -> FixedLevel | None:
    """The level that the options fix for all verdicts together.

    Raises:
        pytest.UsageError: If both options are given, or a level lies outside (0, 1).
    """
    try:
        return FixedLevel.of(config.getoption("fdr"), config.getoption("fwer"))
    except ValueError as error:
        raise pytest.UsageError(str(error)) from error


def _stand_in(claim: Claim, module: ModuleType) -> FunctionType:
    """What pytest and its plugins look for in an item: a function of the page, by whose globals conditions are read."""
    function = FunctionType((lambda: None).__code__, vars(module), claim.name)
    function.__doc__, function.__module__ = claim.statement, module.__name__
    return function


def _worker() -> int:
    """Number of this process among the workers, which share the GPUs; a name that is none counts by its letters."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    number = name.removeprefix("gw")
    return int(number) if number.isdecimal() else crc32(name.encode()) % 2**16
