"""One text for one meaning: a syntax tree written out so that every Python from 3.11 on writes the same.

Bytecode and `ast.unparse` both change from one Python to the next; the syntax tree hardly does. Names, order, the type
of a constant and every bit of a float count. These do not:

- places, comments, parentheses, quotes, line ends and the encoding: the tree does not hold them;
- fields that are absent, empty or zero: a newer Python has more fields, and leaves them so in an older program;
- how an f-string is cut into constants, and whether an empty format is written down: Pythons differ there;
- statements that do nothing: docstrings, constants that stand alone, and `pass`.
"""

from __future__ import annotations

import ast
import hashlib
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from types import EllipsisType, NoneType
from typing import Any

__all__ = ["canonical", "digest_of", "parsed"]

_SILENT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields that follow from the rest (`ctx`), that the parser fills on request alone, or that keep a letter (`u""`)."""

_CONSTANTS: dict[type, Callable[[Any], str]] = {
    str: ascii,  # not `repr`, which asks Python's own edition of Unicode what can be printed
    bytes: ascii,
    int: hex,  # not `str`, which gives up at 4300 digits
    float: float.hex,
    complex: lambda number: f"({number.real.hex()}, {number.imag.hex()})",
    bool: repr,
    NoneType: repr,
    EllipsisType: repr,
}


def parsed(source: bytes) -> ast.Module:
    """The tree of a file, decoded as Python does: by its byte-order mark or its coding line, line ends made alike."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # Python gave them when it compiled the file
        warnings.simplefilter("ignore", DeprecationWarning)
        return ast.parse(source)


def digest_of(node: ast.AST) -> str:
    """Digest of what a piece of source says: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(node).encode("ascii")).hexdigest()


def canonical(node: Any) -> str:
    """A node, a list of nodes or a constant as ASCII text; two that read alike say the same.

    Raises:
        KeyError: If the tree holds a constant of a type that no parser makes.
    """
    if isinstance(node, ast.AST):
        said = [f"{name}={text}" for name in _telling(node._fields) if (text := _field(node, name))]
        return f"{type(node).__name__}({', '.join(said)})"
    if isinstance(node, list):
        return f"[{', '.join([canonical(item) for item in node])}]"
    return _CONSTANTS[type(node)](node)


@cache
def _telling(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Fields that say something, in an order that no Python chooses."""
    return tuple(name for name in sorted(fields) if name not in _SILENT)


def _field(node: ast.AST, name: str) -> str:
    """What a field says; nothing, where it is absent, empty or zero."""
    value = getattr(node, name, None)
    if isinstance(node, ast.Constant | ast.MatchSingleton):
        return canonical(value)  # here zero and None are what is said
    if not value:
        return ""
    if name == "format_spec":
        value = _pieces([value])
    elif name == "values" and isinstance(node, ast.JoinedStr):
        value = _pieces(value)
    elif isinstance(value, list):
        value = [item for item in value if not _does_nothing(item)]
    return canonical(value) if value else ""


def _does_nothing(item: Any) -> bool:
    return isinstance(item, ast.Pass) or (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))


def _pieces(values: Iterable[ast.expr]) -> list[Any]:
    """The parts of an f-string, neighbouring constants joined, empty ones left out."""
    pieces: list[Any] = []
    for value in values:
        for piece in _pieces(value.values) if isinstance(value, ast.JoinedStr) else [value]:
            text = piece.value if isinstance(piece, ast.Constant) else piece
            if isinstance(text, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += text
            elif text != "":
                pieces.append(text)
    return pieces
