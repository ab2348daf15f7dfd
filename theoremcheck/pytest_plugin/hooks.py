"""The pytest plugin: options, which files hold claims, and the table at the end.

Only what pytest needs at start-up is imported here; the engine, and torch with it, is loaded with the first claim file.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from theoremcheck.catalogue.files import (
    CLAIM_FILES,
    holds_claims,
    may_hold_claims,
    project_within,
    python_files,
    registration_of,
)
from theoremcheck.catalogue.speaking import speaks_of_theoremcheck
from theoremcheck.vocabulary import BUDGET_NAMES, DEFAULT_BUDGET, KINDS

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

    from theoremcheck.reporting import Record

RECORD = "theoremcheck"
"""Name of the user property that holds a claim's record, and of a worker's input that says where the evidence lies."""
AGAIN = "theoremcheck-again"
"""Name of the user property that holds, a line each, a node that was told already and the record of its claim since."""
SECONDS = "theoremcheck-seconds"
"""Name of a worker's input that says how long each study, or claim without one, took so far."""
PAGE = "theoremcheck-page"
"""Name of the user property that says which file declares the claim."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of a run, and the patterns of files that hold claims."""
    group = parser.getgroup("theoremcheck", "theorems as executable claims")
    group.addoption(
        "--budget",
        choices=BUDGET_NAMES,
        default=DEFAULT_BUDGET,
        help="how sure a verdict has to be and how many draws it may cost (default: %(default)s)",
    )
    group.addoption("--report", metavar="DIR", help="where the report is written (default: reports/latest)")
    group.addoption("--evidence", metavar="DIR", help="where trials are recorded (default: evidence/ in --report)")
    group.addoption("--device", default="auto", help="cpu, cuda, cuda:1, ...; auto takes a GPU where there is one")
    group.addoption("--more", type=int, default=0, metavar="N", help="add N draws to every claim, decided or not")
    group.addoption(
        "--batch-limit", type=_seconds, metavar="SECONDS", help="time limit of a batch (default: by budget)"
    )
    for name, bounds in (("--fdr", "expected share of wrong verdicts"), ("--fwer", "probability of any wrong verdict")):
        group.addoption(name, type=float, metavar="LEVEL", help=f"fix beforehand the {bounds}, and say what it keeps")
    parser.addini(
        "claim_files",
        "patterns of files that hold claims, from the folder that holds the root directory",
        type="linelist",
        default=list(CLAIM_FILES),
    )


def _seconds(text: str) -> float:
    if not 0 < float(text) < float("inf"):
        raise ValueError(f"{text} must be a positive number of seconds")
    return float(text)


def pytest_configure(config: pytest.Config) -> None:
    """Markers, folders as absolute paths, and who gathers the records."""
    for marker in (
        "claim: an executable theorem",
        "known_refuted: a statement that does not hold as printed",
        *(f"{kind}: a claim of this kind" for kind in KINDS),
    ):
        config.addinivalue_line("markers", marker)
    if hasattr(config, "workerinput"):
        config.option.evidence = config.workerinput[RECORD]
        return
    report = config.invocation_params.dir / (config.option.report or config.rootpath / "reports" / "latest")
    config.option.report = str(report)
    config.option.evidence = str(config.invocation_params.dir / (config.option.evidence or report / "evidence"))
    config.pluginmanager.register(_Suite(config), "theoremcheck-suite")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the files that hold claims."""
    if not _is_page(file_path, parent):
        return None
    from theoremcheck.pytest_plugin.items import ClaimFile

    return ClaimFile.from_parent(parent, path=file_path)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Keep pytest from importing a claim file a second time as a test module, where it is named on the command line."""
    return _Nothing.from_parent(parent, path=module_path) if _is_page(module_path, parent) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Claims that took longest first, and clashes of names named."""
    if any(item.get_closest_marker("claim") for item in items):
        from theoremcheck.pytest_plugin.items import arrange

        arrange(config, items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Keep the claims of one study on one worker: they share a trajectory, which is then trained once."""
    if config.getoption("dist") not in ("load", "worksteal") or not _may_hold_claims(config):
        return None
    from theoremcheck.pytest_plugin.scheduling import ClaimScheduling

    return ClaimScheduling(config, log)


def pytest_report_header(config: pytest.Config) -> str | None:
    """The budget, before anything is spent."""
    if not _may_hold_claims(config):
        return None
    from theoremcheck.reporting import plan

    return plan(config.getoption("budget"))


def pytest_report_collectionfinish(config: pytest.Config, items: Sequence[pytest.Item]) -> list[str] | None:
    """What verdicts on these claims are going to cost; whoever only hands out work to workers knows none of them."""
    if not any(item.get_closest_marker("claim") for item in items):
        return None
    from theoremcheck.pytest_plugin.items import required_of
    from theoremcheck.reporting import costs

    return costs(config.getoption("budget"), required_of(items))


class _Nothing(pytest.File):
    """A file without tests."""

    def collect(self) -> Iterator[pytest.Item]:
        return iter(())


class _Suite:
    """Gathers the records that workers hand over; on the controller alone."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._records: dict[str, Record] = {}
        self._pages: list[str] = []
        self._problem = self._others = ""
        self._seconds: dict[str, float] | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput[RECORD] = self._config.option.evidence
        if _may_hold_claims(self._config):
            from theoremcheck.pytest_plugin.items import seconds_spent

            self._seconds = seconds_spent(self._config) if self._seconds is None else self._seconds
            node.workerinput[SECONDS] = self._seconds

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the record out of the report, so that JUnit lists a claim's few numbers and not all of it."""
        told = {name for name, _ in report.user_properties}
        if told & {RECORD, AGAIN}:
            from theoremcheck.reporting import record_from
        for name, value in report.user_properties:
            if name == RECORD:
                self._records[report.nodeid] = record_from(str(value))
            elif name == AGAIN:
                node, _, text = str(value).partition("\n")
                self._records[node] = record_from(text)
            elif name == PAGE:
                self._pages.append(str(value))
        report.user_properties = [item for item in report.user_properties if item[0] not in (RECORD, AGAIN, PAGE)]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self._records:
            return
        from theoremcheck.pytest_plugin.items import report_on

        try:
            self._others = report_on(self._config, list(self._records.values()), self._pages)
        except OSError as error:  # a full disk, a folder that nobody may write to
            self._problem = str(error)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        except Exception:
            # The terminal shows the table all the same: the run has its verdicts, and only writing them down failed.
            self._problem = "\n" + traceback.format_exc(limit=-3)
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self._records:
            return
        from theoremcheck.pytest_plugin.items import fixed_level
        from theoremcheck.reporting import closing_lines

        terminalreporter.section("theorems")
        for line in closing_lines(list(self._records.values()), fixed_level(self._config)):
            terminalreporter.write_line(line)
        if self._problem:
            terminalreporter.write_line(f"no report was written: {self._problem}", red=True)
            return
        terminalreporter.write_line(f"report: {Path(self._config.option.report) / 'index.html'}{self._others}")


def _is_page(path: Path, parent: pytest.Collector) -> bool:
    """Whether to look for claims in a file: because of its place, or because it is named and speaks of them."""
    if _holds_claims(path, parent.config):
        return not _is_elsewhere(path, parent.config)
    named = parent.session.isinitpath(path) and may_hold_claims(path)
    return named and speaks_of_theoremcheck(path, parent.config.rootpath)


def _is_elsewhere(path: Path, config: pytest.Config) -> bool:
    """Whether a file belongs to a project below this one's root directory, and no argument leads into that."""
    project = project_within(path, config.rootpath)
    if project is None or registration_of(path) is not None:
        return False
    named = (config.invocation_params.dir / argument.partition("::")[0] for argument in config.args)
    return not any(place.is_relative_to(project) for place in named)


def _holds_claims(path: Path, config: pytest.Config) -> bool:
    """Whether a file is one of claims, by the patterns of this project."""
    return holds_claims(path, config.rootpath, config.getini("claim_files"))


def _may_hold_claims(config: pytest.Config) -> bool:
    """Whether the arguments of the command line reach a claim file."""
    for argument in config.args:
        path = config.invocation_params.dir / argument.partition("::")[0]
        if path.is_file() and _holds_claims(path, config):
            return True
        if path.is_dir() and any(_holds_claims(file, config) for file in python_files(path)):
            return True
        if config.getoption("pyargs") and not path.exists():
            spec = find_spec(argument.partition("::")[0])
            folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
            if any(_holds_claims(file, config) for folder in folders for file in python_files(folder)):
                return True
    return False
