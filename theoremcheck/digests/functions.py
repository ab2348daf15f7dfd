"""Where a function stands: its node in the syntax tree of its file, found the same way on every Python."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from theoremcheck.digests.canonical import digest_of, parsed

__all__ = ["Definition", "SourceError", "definition_in", "definition_of"]

Definition = ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef


class SourceError(LookupError):
    """A function whose source cannot be found, or not told from another's."""


def definition_of(function: Callable[..., Any]) -> Definition:
    """The node of a function that Python compiled from a file or from a cell of a notebook.

    Raises:
        SourceError: If it has no code, its file cannot be read, or its place there is not unique.
    """
    code = getattr(function, "__code__", None)
    if code is None:
        raise SourceError(f"{function!r} is no function that was written in Python")
    path = Path(code.co_filename)
    if path.is_file():
        return definition_in(path.read_bytes(), code)
    cell = "".join(linecache.getlines(code.co_filename))  # IPython keeps the source of its cells there
    if not cell:
        raise SourceError(f"{code.co_qualname} was not read from a file, but from {code.co_filename}")
    return definition_in(cell.encode(), code)


def definition_in(source: bytes, code: CodeType) -> Definition:
    """The node that a code object was compiled from.

    Raises:
        SourceError: If there is none on the line that the code names, or several that say different things.
    """
    found = [node for node in _definitions(source) if _begins(node, code)]
    # Lambdas may share a line. Python notes the columns of what a lambda computes, unless it is told not to, or (before
    # 3.12.4) where a lambda returns a constant; then the constants and names that it uses tell it from the others.
    for narrowed in (_around, _alike):
        if len(found) > 1:
            found = narrowed(found, code)
    place = f"{code.co_qualname} in line {code.co_firstlineno} of {code.co_filename}"
    if not found:
        raise SourceError(f"{place} is not there: the file was changed after it was imported")
    if len({digest_of(node) for node in found}) > 1:
        raise SourceError(f"{place} cannot be told from another one in the same line")
    return found[0]


@lru_cache(maxsize=128)
def _definitions(source: bytes) -> tuple[Definition, ...]:
    return tuple(node for node in ast.walk(parsed(source)) if isinstance(node, Definition))


def _begins(node: Definition, code: CodeType) -> bool:
    """Whether a node has the name and the first line of a code object; decorators belong to their function."""
    if isinstance(node, ast.Lambda):
        return code.co_name == "<lambda>" and node.lineno == code.co_firstlineno
    first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
    return code.co_name == node.name and code.co_firstlineno == first


def _around(nodes: Sequence[Definition], code: CodeType) -> list[Definition]:
    """The innermost of the lambdas whose body holds every place that the code names; all, where it names none."""
    places = [
        ((line, column), (end_line, end_column))
        for line, end_line, column, end_column in code.co_positions()
        if line is not None and end_line is not None and column is not None and end_column
    ]
    if not places:
        return list(nodes)
    first, last = min(first for first, _ in places), max(last for _, last in places)
    holding = [node for node in nodes if _span(node)[0] <= first and last <= _span(node)[1]]
    return sorted(holding, key=lambda node: _span(node)[0])[-1:]


def _span(node: Definition) -> tuple[tuple[int, int], tuple[int, int]]:
    """From where to where the body of a lambda goes, each by line and column."""
    body = node.body if isinstance(node, ast.Lambda) else node
    return (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)


def _alike(nodes: Sequence[Definition], code: CodeType) -> list[Definition]:
    """The lambdas that, compiled alone, use the same constants and names as the code."""
    return [node for node in nodes if isinstance(node, ast.Lambda) and _words(_compiled(node)) == _words(code)]


def _compiled(node: ast.Lambda) -> CodeType:
    constants = compile(ast.Expression(node), "<alone>", "eval", dont_inherit=True).co_consts
    return next(constant for constant in constants if isinstance(constant, CodeType) and constant.co_name == "<lambda>")


def _words(code: CodeType) -> tuple[list[str], list[str], tuple[str, ...]]:
    """What a code object loads; alone, a variable of the surrounding function is taken for a global one."""
    constants = [item.co_name if isinstance(item, CodeType) else repr(item) for item in code.co_consts]
    return constants, sorted({*code.co_names, *code.co_freevars}), code.co_varnames
