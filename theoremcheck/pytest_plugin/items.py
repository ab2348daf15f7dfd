"""Claims as pytest items: one a claim, its controls included."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from theoremcheck.catalogue.loading import Found, catalogue_of, claims_in, clashes
from theoremcheck.evidence import seconds_by_owner
from theoremcheck.pytest_plugin.hooks import PAGE, RECORD
from theoremcheck.reporting import (
    Record,
    as_record,
    broken_record,
    build_report,
    entries_of,
    failed_record,
    failure_text,
    record_text,
    seconds_reported,
)
from theoremcheck.running import BUDGETS, device_named, run_claim
from theoremcheck.vocabulary import Verdict

__all__ = ["ClaimFile", "ClaimItem", "arrange", "report_on"]


class VerdictFailure(Exception):
    """A verdict that differs from the known one; its text is the whole message."""


class ClaimFile(pytest.File):
    """A page of claims."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """One item a claim, below a node of its study if it has one; a page that fails to import is one failed item."""
        try:
            found = claims_in(self.path)
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
    """A claim with its controls: passes if the verdict is the one that is known."""

    def __init__(self, *, found: Found, **kwargs: Any) -> None:
        """Mark it with its kind and its paper."""
        super().__init__(**kwargs)
        self.claim = self.obj = found.claim
        self.clash = ""
        self._line = found.line
        paper = found.claim.paper.replace("-", "_")
        self.config.addinivalue_line("markers", f"{paper}: claims of this paper")
        for marker in ("claim", found.claim.kind, paper):
            self.add_marker(marker)
        if found.claim.known is Verdict.REFUTED:
            self.add_marker("known_refuted")

    def runtest(self) -> None:
        """Spend draws until claim and controls are decided, hand the record over, and compare the verdict."""
        record = self._record()
        entry = record.entry
        summary: dict[str, object] = {"verdict": str(entry.verdict), "expected": str(entry.expected)}
        if (series := entry.series) is not None:
            summary |= {name: getattr(series, name) for name in ("draws", "holds", "lower", "upper")}
        self.user_properties += [(RECORD, record_text(record)), (PAGE, str(self.path)), *summary.items()]
        if record.warnings:
            self.add_report_section("call", "warnings of the experiment", "\n".join(record.warnings))
        if not entry.as_expected:
            raise VerdictFailure(failure_text(entry))

    def _record(self) -> Record:
        if self.clash:
            return broken_record(self.claim, self.clash)
        # Experiments are many small kernels: more threads slow them down (up to 14 times, where cores are busy). What
        # uses more cores is more workers.
        torch.set_num_threads(1)
        started = time.perf_counter()
        try:
            return as_record(
                run_claim(
                    self.claim,
                    BUDGETS[self.config.getoption("budget")],
                    Path(self.config.option.evidence),
                    device=device_named(self.config.getoption("device"), _worker()),
                    more=self.config.getoption("more"),
                    processes=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
                )
            )
        except Exception as error:
            # Untrustworthy evidence, or an error in a stranger's declaration: this claim's line says so.
            return failed_record(self.claim, error, time.perf_counter() - started)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A text for a theorist; a traceback only for an error of the engine itself."""
        return str(excinfo.value) if isinstance(excinfo.value, VerdictFailure) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it is declared, and what it is; pytest would take the dots of the bare name for those of a class."""
        return self.path, self._line - 1, f"{self.claim.kind} {self.claim.name}"


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name clashes, and put the claims that took longest so far first, so that no worker ends alone with one of them.

    A fresh clone has no evidence, but perhaps a published report. Every worker sees the same files here, since nothing
    is run before all have collected: the order is the same.
    """
    claims = [item for item in items if isinstance(item, ClaimItem)]
    _mark_clashes(claims)
    spent = {**seconds_reported(config.rootpath / "reports"), **seconds_by_owner(Path(config.option.evidence))}

    def seconds(item: pytest.Item) -> float:
        if not isinstance(item, ClaimItem):
            return float("inf")  # tests keep their place before the claims
        return spent.get(item.claim.study.name if item.claim.study else item.claim.name, 0.0)

    items.sort(key=seconds, reverse=True)


def report_on(config: pytest.Config, records: Sequence[Record], paths: Iterable[str]) -> None:
    """Write the report of the claims that were run, from their evidence.

    The pages are imported here too, and the evidence is read back: what later claims of a study added belongs to the
    report of earlier ones, and a report made tomorrow from the same evidence is the same.
    """
    budget = BUDGETS[config.getoption("budget")]
    ran = [record.entry for record in records]
    names = [entry.name for entry in ran]
    pages = dict.fromkeys(map(Path, paths))
    claims = {found.claim.name: found.claim for found in catalogue_of(pages).found}
    # A name that two pages claim, or a page that only a worker could import, has no one declaration to read it by; and
    # an experiment that never gave an outcome left no evidence.
    broken = {entry.name for entry in ran if entry.verdict is Verdict.BROKEN}
    readable = {name for name in names if name in claims and names.count(name) == 1} - broken
    entries = entries_of([claims[name] for name in names if name in readable], Path(config.option.evidence), budget)
    others = [entry for entry in ran if entry.name not in readable]
    build_report(Path(config.option.report), [*entries, *others], budget.name)


def _mark_clashes(claims: Sequence[ClaimItem]) -> None:
    declared_twice = clashes((item.claim.name, item.path) for item in claims)
    for item in claims:
        item.clash = declared_twice.get(item.claim.name, "")


def _worker() -> int:
    """Number of this process among the workers, which share the GPUs."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
