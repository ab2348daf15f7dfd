"""A function's node is found from its code, among others of its line too."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from theoremcheck.digests.expressions import expression_of
from theoremcheck.digests.functions import SourceError, definition_in, definition_of

SEVERAL = b"""
pair = lambda: 'm1', lambda: 'm2', lambda x, y='m3': (x, 'm4')
curried = lambda x: lambda y: lambda: (x, y, 'm5')
called = (lambda: (lambda: (lambda: 'm6')())())()
chosen = lambda x: x if 'm7' else 8, lambda x: x and 'm8', lambda x: (1 if False else 'm9')
looped = [lambda: (i, 'm10') for i in range(3)], {k: lambda: (k, 'm11') for k in 'ab'}
text = f"{(lambda q: 'm12')(2)}{(lambda q: 'm13')(3)}"
reflowed = (lambda x: (
    'm14'
), lambda x:
    'm15')


@(lambda f: (f, 'm16'))
def decorated(a, b=lambda: 'm17'):
    def inner():
        return a, 'm18'
    return inner, lambda: (a, 'm19'), lambda: (b, 'm20')
"""


def functions_of(code: CodeType) -> Iterator[CodeType]:
    """The functions and lambdas in a code object."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_name == "<lambda>" or not constant.co_name.startswith("<"):
                yield constant
            yield from functions_of(constant)


def marks(constants: Any) -> set[str]:
    """The marks among some constants, also within tuples."""
    flat = [part for item in constants for part in (item if isinstance(item, tuple) else [item])]
    return {item for item in flat if isinstance(item, str) and item.startswith("m")}


@pytest.mark.parametrize(
    "code", [*functions_of(compile(SEVERAL, "several", "exec"))], ids=lambda code: code.co_qualname
)
def test_the_node_holds_what_its_code_holds(code: CodeType) -> None:
    """Each function has a mark of its own, or leads to one."""
    found = definition_in(SEVERAL, code)
    standing = {node.value for node in ast.walk(found) if isinstance(node, ast.Constant)}
    assert marks(code.co_consts) <= marks(standing)
    own = {name.arg for name in (*found.args.args, *found.args.kwonlyargs)}
    assert own == set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def test_a_python_that_notes_no_columns_tells_lambdas_apart_too(tmp_path: Path) -> None:
    """By the constants and names that they use."""
    page = tmp_path / "page.py"
    page.write_text(
        "from theoremcheck.digests.expressions import expression_of\n"
        "def made(a):\n"
        "    return lambda: 1, lambda: 2, lambda: a, lambda b: b, lambda: len, lambda: lambda: None\n"
        "print([expression_of(made) for made in made(0)], expression_of(made(0)[-1]()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "no_debug_ranges", str(page)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['1', '2', 'a', 'b', 'len', 'lambda: None'] None"


def test_a_lambda_is_shown_by_its_expression() -> None:
    """As one would write it."""
    scaled, shifted = lambda x: 2*x, lambda x: (x  +  1)  # fmt: skip  # noqa: E731, E501
    assert (expression_of(scaled), expression_of(shifted)) == ("2 * x", "x + 1")


def test_no_other_function_has_an_expression() -> None:
    """It has a name."""
    assert expression_of(marks) == expression_of(len) == ""


def test_a_wrapped_function_is_found_where_its_own_code_stands() -> None:
    """Not where the function stands whose name it took."""

    @wraps(marks)
    def wrapper() -> None:
        """Nothing."""

    assert definition_of(wrapper).name == "wrapper"  # type: ignore[union-attr]


def executed(source: str, filename: str) -> FunctionType:
    """The function `made` of a text that is executed."""
    namespace: dict[str, Any] = {}
    exec(compile(source, filename, "exec"), namespace)
    return namespace["made"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: len, "was written in Python"),
        (lambda folder: executed("made = lambda: 1", "<string>"), "not read from a file, but from <string>"),
        (lambda folder: executed("\n\nmade = lambda: 1", __file__), "the file was changed after it was imported"),
        (lambda folder: executed("\ndef made(): pass", __file__), "the file was changed after it was imported"),
    ],
)
def test_what_cannot_be_found_is_named(
    make: Callable[[Path], Callable[..., Any]], message: str, tmp_path: Path
) -> None:
    """With the reason."""
    with pytest.raises(SourceError, match=message):
        definition_of(make(tmp_path))


def test_two_that_cannot_be_told_apart_are_refused() -> None:
    """They compute the same, but are not written the same; which one it is no Python says without columns."""
    source = b"both = lambda: 1 + 2, lambda: 3"
    code = next(functions_of(compile(source, "both", "exec")))
    with pytest.raises(SourceError, match="cannot be told from another one in the same line"):
        definition_in(source, code.replace(co_linetable=b""))
