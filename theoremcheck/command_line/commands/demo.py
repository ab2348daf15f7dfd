"""`theoremcheck demo`."""

from __future__ import annotations

import json
import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import click
import torch
from jinja2 import Environment, PackageLoader, StrictUndefined

from theoremcheck.command_line.commands.verify import verify
from theoremcheck.command_line.options import example
from theoremcheck.command_line.running import Settings, run
from theoremcheck.command_line.selection import choose
from theoremcheck.command_line.terminal import say
from theoremcheck.running import BUDGETS
from theoremcheck.vocabulary import BUDGET_NAMES

__all__ = ["command"]


@dataclass(frozen=True)
class _Page:
    """In what the three pages differ: their words and the right-hand side, in LaTeX and in Python."""

    name: str
    title: str
    formula: str
    code: str


_PAGES = (
    _Page(
        "true-theorem",
        "The mean of independent signs concentrates.",
        r"b \sqrt{\frac{2 \log 40}{n}}",
        "self.bound * sqrt(2 * log(40) / self.count)",
    ),
    _Page(
        "wrong-constant",
        "The mean of independent signs concentrates, with a quarter of the true constant.",
        r"\frac{b}{4} \sqrt{\frac{2 \log 40}{n}}",
        "self.bound / 4 * sqrt(2 * log(40) / self.count)",
    ),
    _Page(
        "no-teeth",
        "The mean of independent signs is small: true, and of any signs, since the n is missing.",
        r"b \sqrt{2 \log 40}",
        "self.bound * sqrt(2 * log(40))",
    ),
)
_TRUE = f"demo.{_PAGES[0].name}"

_BEFORE = """\
Three claims, in {folder}/claims: one theorem three times, and only its right-hand side
differs. None of them says what will come out. Each is drawn, compared with a control in which a
hypothesis is broken, and searched for counterexamples.
"""
_BETWEEN = """
What you have seen:
  demo.true-theorem    supported: it held, and failed where the signs are not independent
  demo.wrong-constant  refuted: the simplest regime that was found, and the line that replays it, stand above
  demo.no-teeth        powerless: it held, but also where the signs are not independent, so it shows nothing

Nobody has to believe a report. In a copy of the evidence, draw {index} of demo.true-theorem observed
a mean of {old}; somebody writes {new} there.
This is what `theoremcheck verify forged` says of it:
"""
_AFTER = """
It names the file and the line. Now type:

  cd {folder}
  theoremcheck show demo.no-teeth                   # a claim, and what its evidence says
  theoremcheck verify reports/latest --replay 20    # the evidence as it was, some draws made again
  theoremcheck new smith2026.my-theorem             # a page of your own that works, to be changed

and open {folder}/reports/latest/index.html. `theoremcheck COMMAND --help` has examples of every command.
"""


@click.command("demo", epilog=example("theoremcheck demo", "theoremcheck demo /tmp/first-look"))
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("theoremcheck-demo"), metavar="[FOLDER]"
)
def command(folder: Path) -> None:
    """Show in under a minute what theoremcheck does: a theorem, a wrong constant, a check without teeth, a forgery.

    Writes three small claims into FOLDER, by default ./theoremcheck-demo, runs them, changes a number in a copy of the
    evidence and verifies that. FOLDER must not exist; nothing outside it is written, and nothing is downloaded. It is a
    project of its own: `theoremcheck run` and `pytest` in the folder above do not run its claims.
    """
    if folder.exists():
        raise click.UsageError(f"{folder} is there already, and nothing that is there is changed: name another folder")
    _write_project(folder)
    with chdir(folder):
        say(_BEFORE.format(folder=folder))
        budget, report = BUDGETS[BUDGET_NAMES[0]], Path("reports", "latest").absolute()
        evidence = report / "evidence"
        run(
            choose(["claims"]),
            Settings(budget, evidence, report, "cpu", more=0, batch_limit=budget.batch_limit, jobs=None, fixed=None),
        )
        forged = Path("forged").absolute()
        shutil.copytree(evidence, forged)
        index, old, new = _forge(forged)
        say(_BETWEEN.format(index=index, old=old, new=new))
        verify(forged, 0, None, None, torch.device("cpu"))
    say(_AFTER.format(folder=folder))


def _write_project(folder: Path) -> None:
    """Make a folder a project of its own: what is typed in the folder above leaves its claims alone."""
    _write_pages(folder / "claims")
    (folder / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["claims"]\n', encoding="utf-8")


def _write_pages(folder: Path) -> None:
    templates = Environment(
        loader=PackageLoader("theoremcheck.command_line"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    folder.mkdir(parents=True)
    for page in _PAGES:
        text = templates.get_template("demo.py.jinja").render(page=page)
        (folder / f"{page.name.replace('-', '_')}.py").write_text(text, encoding="utf-8")


def _forge(evidence: Path) -> tuple[int, str, str]:
    """Change an observable of one recorded draw as an editor would; its index, and the number before and after."""
    segment = next(path for path in sorted(evidence.glob(f"{_TRUE}/*/*.jsonl")) if '"mean":' in path.read_text())
    lines = segment.read_text(encoding="utf-8").splitlines(keepends=True)
    trials = ((row, json.loads(line)) for row, line in enumerate(lines) if '"mean":' in line)
    row, trial = next((row, trial) for row, trial in trials if trial["observables"]["mean"])  # half of 0 is no change
    old, new = (json.dumps(trial["observables"]["mean"] * share) for share in (1.0, 0.5))
    lines[row] = lines[row].replace(f'"mean":{old}', f'"mean":{new}')
    segment.write_text("".join(lines), encoding="utf-8")
    return trial["index"], old, new
