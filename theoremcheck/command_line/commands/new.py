"""`theoremcheck new`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import click
from jinja2 import Environment, PackageLoader, StrictUndefined

from theoremcheck.command_line.options import example
from theoremcheck.command_line.registering import register
from theoremcheck.command_line.terminal import say

__all__ = ["command"]

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TEMPLATES = Environment(
    loader=PackageLoader("theoremcheck.command_line"),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,
)


@click.command(
    "new",
    epilog=example(
        "theoremcheck new smith2026.mean-concentrates", "theoremcheck new smith2026.other-lemma --directory my-theorems"
    ),
)
@click.argument("name")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    help="The author's own repository.  [default: the current directory]",
)
def command(name: str, directory: Path) -> None:
    """Start a claim of your own: NAME is `paper.what-it-says`, for ever.

    Writes a page that works as it stands (regime, experiment, prediction, control), its test, and, where they are
    missing, the package around it with its pyproject.toml. It changes no file that is there already, but for
    pyproject.toml, where it enters the package of another paper.
    """
    for line in _write_claim(name, directory):
        say(line)


@dataclass(frozen=True)
class _Names:
    """What the parts are called."""

    claim: str
    package: str
    page: str
    project: str
    version: str


def _write_claim(name: str, directory: Path) -> Iterator[str]:
    """Write the files of a new claim, and say which.

    Raises:
        click.UsageError: If the name cannot name a claim, or if its page is there already.
    """
    names = _names(name)
    folder = f"{names.package}/claims"
    files = {
        "pyproject.toml": "pyproject.toml",
        ".gitignore": "gitignore",
        f"{names.package}/__init__.py": "package.py",
        f"{folder}/__init__.py": "claims.py",
        f"{folder}/{names.page}.py": "page.py",
        f"tests/test_{names.package}_{names.page}.py": "test.py",
    }
    new = (f"{folder}/{names.page}.py", f"tests/test_{names.package}_{names.page}.py")
    for path in new:
        if (directory / path).exists():
            raise click.UsageError(f"{directory / path} is there already, and nothing that is there is changed")
    registered = not (directory / "pyproject.toml").exists()
    for path, template in files.items():
        if not (directory / path).exists():
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            text = _TEMPLATES.get_template(f"{template}.jinja").render(names=names)
            (directory / path).write_text(text, encoding="utf-8")
            yield f"wrote {directory / path}"
    if not registered and (said := register(names.package, directory / "pyproject.toml")):
        yield said
    yield f"\nnow try: {_enter(directory)}theoremcheck run {name}"


def _enter(directory: Path) -> str:
    return "" if directory.resolve() == Path.cwd() else f"cd {directory} && "


def _names(name: str) -> _Names:
    if not _NAME.fullmatch(name):
        raise click.UsageError(
            f"{name!r} must be two lower-case names joined by a dot, such as smith2026.mean-concentrates: the paper, "
            "and what the theorem says"
        )
    package, page = (part.replace("-", "_") for part in name.split("."))
    for part in (package, page):
        if keyword.iskeyword(part):
            raise click.UsageError(f"{name!r}: {part!r} is a word of Python and cannot name a module")
    return _Names(name, package, page, f"{package.replace('_', '-')}-claims", version("theoremcheck"))
