"""The command `theoremcheck`: finds its commands in the folder beside it.

A command is a module of `theoremcheck.command_line.commands` with a click command named `command`; its name is that of
the module, and the first sentence of its docstring is its line in the list. Most of them need the engine, and torch
with it, so only the one that is called is imported: the list comes at once.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from copy import copy
from functools import wraps
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import click

from theoremcheck.catalogue.located import PageError
from theoremcheck.catalogue.pages import forget
from theoremcheck.catalogue.visible import visible
from theoremcheck.command_line import commands
from theoremcheck.command_line.options import example
from theoremcheck.command_line.terminal import say

__all__ = ["main"]


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(commands.__path__))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:  # which click prints by itself
            if (shown := visible(error.format_message())) == error.format_message():
                raise
            raise click.UsageError(shown, error.ctx) from error

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _NotYet(cmd_name, help=_help_of(cmd_name)) if cmd_name in self.list_commands(ctx) else None


class _NotYet(click.Command):
    """A command as the list shows it; it is imported when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        found: click.Command = copy(import_module(f"{commands.__name__}.{self.name}").command)
        if found.callback is not None:
            found.callback = _once_more(found.callback)
        return found.make_context(info_name, args, parent, **extra)


def _once_more(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that begins anew where pages do not give the claims that this machine knows of.

    What is wrong with the declaration of the claim that somebody named is a sentence, and no traceback.
    """

    @wraps(command)
    def called(*args: Any, **options: Any) -> Any:
        forgotten = set[Path]()
        while True:
            try:
                return command(*args, **options)
            except PageError as error:
                if error.page in forgotten:
                    raise
                say(f"{error}; this machine had learnt that it declares more, and begins anew", err=True)
                forget(error.page)
                forgotten.add(error.page)
            except TypeError as error:
                from theoremcheck.series.specification import SpecificationError  # torch is loaded where one is raised

                if not isinstance(error, SpecificationError):
                    raise
                raise click.ClickException(str(error)) from error

    return called


def _help_of(name: str) -> str | None:
    """The docstring of a command, read without importing it."""
    page = Path(commands.__path__[0], f"{name}.py")
    functions = {
        node.name: node
        for node in ast.parse(page.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    return ast.get_docstring(functions["command"])


_EXITS = """

\b
Exit codes:
  0  every verdict is as expected
  1  a verdict differs from what is known
  2  the command line made no sense
  3  evidence is not trustworthy: edited, damaged, mixed up, not replayed, or no verdict comes of it"""


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog=example("theoremcheck run --budget quick", "theoremcheck show yaras2025.gap-closes-no-faster") + _EXITS,
)
@click.version_option(package_name="theoremcheck")
def main() -> None:
    """QuickCheck for theorems: executable claims, with verdicts whose confidence level is valid.

    It finds claims in the folders named claims/ of the current directory and in every installed package that offers
    some. Wherever a command takes a claim, it also takes a path to a page or to a folder of pages.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows what it lacks by its number, and ends no run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
