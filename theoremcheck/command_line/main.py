"""The command `theoremcheck`: finds its commands in the folder beside it.

A command is a module of `theoremcheck.command_line.commands` with a click command named `command`; its name is that of
the module. Modules of commands import the engine, and torch with it, only when they run: help comes at once.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import click

from theoremcheck.command_line import commands
from theoremcheck.command_line.options import example

__all__ = ["main"]


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return found


_EXITS = """

\b
Exit codes:
  0  every verdict is as expected
  1  a verdict differs from what is known
  2  the command line made no sense
  3  evidence is not trustworthy: edited, damaged, mixed up, or not replayed"""


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog=example("theoremcheck run --budget quick", "theoremcheck show yaras2025.gap-closes-no-faster") + _EXITS,
)
@click.version_option(package_name="theoremcheck")
def main() -> None:
    """QuickCheck for theorems: executable claims, with verdicts whose confidence level is valid.

    Claims are found in the folders named claims/ of the current directory and in every installed package that offers
    some; a path to a page or to a folder of them is taken wherever a claim is.
    """
