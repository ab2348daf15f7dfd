"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from theoremcheck.catalogue.files import project_root
from theoremcheck.vocabulary import BUDGET_NAMES, DEFAULT_BUDGET

__all__ = [
    "MemorySize",
    "budget_option",
    "claim_argument",
    "claims_argument",
    "device_option",
    "evidence_option",
    "example",
    "fixed_level_options",
    "folders",
    "keyword_option",
    "paper_option",
    "report_option",
]

_FOLDER = click.Path(file_okay=False, path_type=Path)
_REPORT = Path("reports", "latest")

_UNITS = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "ki": 1024, "mi": 1024**2, "gi": 1024**3}
_SIZE = re.compile(r"(?P<number>\d+(\.\d+)?)\s*(?P<unit>[kmg]?i?)b?", re.IGNORECASE)


class MemorySize(click.ParamType[float]):
    """Bytes, with or without a unit: 2GiB, 500MB, 1.5G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number of bytes.

        Raises:
            click.BadParameter: If the text is no size.
        """
        if isinstance(value, int | float):
            return float(value)
        found = _SIZE.fullmatch(value.strip())
        if found is None or found["unit"].lower() not in _UNITS:
            self.fail(f"{value!r} is no size, expected one such as 2GiB or 500MB", param, ctx)
        return float(found["number"]) * _UNITS[found["unit"].lower()]


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

claims_argument: Decorator = click.argument("claims", nargs=-1, metavar="[CLAIM]...")
claim_argument: Decorator = click.argument("claim")

budget_option: Decorator = click.option(
    "--budget",
    type=click.Choice(BUDGET_NAMES),
    default=DEFAULT_BUDGET,
    show_default=True,
    help="How sure a verdict has to be, and how many draws it may cost.",
)
device_option: Decorator = click.option(
    "--device", default="auto", show_default=True, help="cpu, cuda, cuda:1, ...; auto takes a GPU where there is one."
)
evidence_option: Decorator = click.option(
    "--evidence", type=_FOLDER, help="Where trials are recorded.  [default: evidence/ in --report]"
)
report_option: Decorator = click.option(
    "--report", type=_FOLDER, help=f"Where the report lies.  [default: {_REPORT.as_posix()} in the project's root]"
)
paper_option: Decorator = click.option("--paper", help="Only claims of this paper, such as yaras2025.")
keyword_option: Decorator = click.option(
    "-k",
    "keywords",
    metavar="TEXT",
    multiple=True,
    help="Only claims whose name contains the text; given more than once, any of the texts.",
)


def fixed_level_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A level for all verdicts together, fixed before the run; the command gets `fdr` and `fwer`."""
    for name, bounds in (
        ("--fwer", "the probability that any verdict is wrong (e-Holm)"),
        ("--fdr", "the expected share of wrong verdicts (e-BH)"),
    ):
        command = click.option(
            name,
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            metavar="LEVEL",
            help=f"Fix beforehand {bounds}, and say how many verdicts that keeps.",
        )(command)
    return command


def example(*lines: str) -> str:
    """The end of a command's help: lines to type."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def folders(report: Path | None, evidence: Path | None) -> tuple[Path, Path]:
    """Where the report lies and where the evidence does, as absolute paths."""
    report = report or project_root(Path.cwd()) / _REPORT
    return report.absolute(), (evidence or report / "evidence").absolute()
