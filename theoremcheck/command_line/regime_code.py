"""A regime written as code, read without running anything: `Gap(n=8, alpha=0.5)`."""

from __future__ import annotations

import ast
from dataclasses import fields
from math import inf, nan
from typing import Any

from theoremcheck.regimes.points import hints

__all__ = ["RegimeCodeError", "read_regime"]

_NAMED = {"inf": inf, "nan": nan}


class RegimeCodeError(ValueError):
    """Text that is no regime of the claim; the message says what came and what was expected."""


def read_regime(text: str, regime: type[Any]) -> Any:
    """The regime that a text names: a call of the claim's own dataclass with literal arguments, and nothing else.

    Raises:
        RegimeCodeError: If the text is anything else, or if a field is missing, unknown or of the wrong type.
    """
    names = [field.name for field in fields(regime)]
    expected = f"expected {regime.__name__}({', '.join(f'{name}=...' for name in names)})"
    try:
        call = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise RegimeCodeError(f"{text!r} is no Python expression; {expected}") from error
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != regime.__name__:
        raise RegimeCodeError(f"{text!r} is no {regime.__name__}; {expected}")
    given = [*zip(names, call.args, strict=False), *((word.arg, word.value) for word in call.keywords)]
    values = {str(name): _literal(str(name), node) for name, node in given}
    if len(call.args) > len(names) or len(values) < len(given) or set(values) != set(names):
        raise RegimeCodeError(f"{text!r} gives {', '.join(values) or 'nothing'}; {expected}")
    try:
        return regime(**{name: _typed(regime, name, value) for name, value in values.items()})
    except RegimeCodeError:
        raise
    except Exception as error:
        raise RegimeCodeError(f"{regime.__name__} rejects these values: {error}") from error


def _literal(name: str, node: ast.expr) -> Any:
    sign, bare = (-1, node.operand) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else (1, node)
    if isinstance(bare, ast.Name) and bare.id in _NAMED:
        return sign * _NAMED[bare.id]
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise RegimeCodeError(f"{name}={ast.unparse(node)} is no literal value, and nothing is evaluated") from error


def _typed(regime: type[Any], name: str, value: Any) -> Any:
    """A value of the field's type; a whole number is welcome in a float field, as in any code."""
    kind = hints(regime)[name]  # type: ignore[arg-type]
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool)):
        raise RegimeCodeError(f"{name}={value!r} must be a {kind.__name__}")
    return value
