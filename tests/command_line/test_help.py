"""Help: there at once, with an example, and exit codes that a script may rely on."""

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import click
import pytest
from click.testing import CliRunner

from theoremcheck.command_line import commands
from theoremcheck.command_line.main import main

COMMANDS = main.list_commands(click.Context(main))


def shown(*arguments):
    return CliRunner().invoke(main, [*arguments, "--help"]).output


def test_every_file_of_a_command_is_one():
    """What the help lists before anything is imported is written by hand."""
    assert COMMANDS == sorted(module.name for module in iter_modules(commands.__path__))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lists_every_command(name):
    assert f"  {name} " in shown()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_has_an_example_of_it(name):
    assert f"theoremcheck {name}" in shown(name).partition("Example:")[2]


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_exit_codes_are_documented(code):
    assert f"\n    {code}  " in shown().partition("Exit codes:")[2]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["prove"], ["new", "--help"]])
def test_what_needs_no_engine_waits_for_none(arguments):
    code = (
        "import sys; from theoremcheck.command_line.main import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_each_what_its_own_help_says(name):
    listed = main.get_command(click.Context(main), name)
    command = import_module(f"theoremcheck.command_line.commands.{name}").command
    assert (listed.name, listed.get_short_help_str()) == (command.name, command.get_short_help_str())


def test_an_unknown_command_is_a_usage_error():
    assert CliRunner().invoke(main, ["prove"]).exit_code == 2


@pytest.mark.parametrize(
    "arguments", [["run", "--budget", "huge"], ["run", "--jobs", "0"], ["replay"], ["list", "--kind", "x"]]
)
def test_nonsense_is_a_usage_error(arguments):
    assert CliRunner().invoke(main, arguments).exit_code == 2
