"""A regime written as code, read without running anything: `Gap(n=8, alpha=0.5)`.

It looks a name up among the values that the claim declares, and among the classes of these and of the regime's
annotations: `Kind.GOOD`, `torch.float64`, `Noise(kind=Kind.GOOD)`. Nothing else has a name here.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from math import inf, nan
from typing import Any

from theoremcheck.regimes.points import hints
from theoremcheck.regimes.printed import code_of
from theoremcheck.regimes.recorded import OfPoints, declared_classes, declared_parts

__all__ = ["RegimeCodeError", "read_regime"]


_LITERAL = (type(None), bool, int, float, str)


class RegimeCodeError(ValueError):
    """Text that is no regime of the claim; the message says what came and what was expected."""


@dataclass(frozen=True)
class _Names:
    """The names that the code of a field may use.

    Attributes:
        values: By their code.
        classes: Frozen dataclasses, by their name.
    """

    values: Mapping[str, Any]
    classes: Mapping[str, type]

    @classmethod
    def of(cls, regimes: OfPoints, name: str) -> _Names:
        classes = declared_classes(regimes, name)
        members = [member for found in classes if issubclass(found, Enum) for member in found]
        named = [(code_of(value), value) for value in (*members, *declared_parts(regimes, name))]
        # Two functions of one name cannot be told apart here, so that name stands for neither.
        values = {text: value for text, value in named if all(value == other for same, other in named if same == text)}
        return cls({"inf": inf, "nan": nan, **values}, {kind.__name__: kind for kind in classes if is_dataclass(kind)})

    def read(self, node: ast.expr) -> Any:
        """The value of an expression.

        Raises:
            ValueError: If the expression is neither such a value nor made of such values.
        """
        match node:
            case ast.Name() | ast.Attribute() if (text := ast.unparse(node)) in self.values:
                return self.values[text]
            case ast.UnaryOp(op=ast.USub(), operand=ast.Name(id="inf" | "nan" as name)):
                return -self.values[name]
            case ast.Tuple(elts=items):
                return tuple(map(self.read, items))
            case ast.Call(func=ast.Name(id="frozenset"), args=[] | [ast.Set()] as given, keywords=[]):
                return frozenset(self.read(item) for held in given if isinstance(held, ast.Set) for item in held.elts)
            case ast.Call(func=ast.Name(id=name), args=[], keywords=words) if name in self.classes:
                return self.classes[name](**{str(word.arg): self.read(word.value) for word in words})
        return ast.literal_eval(node)


def read_regime(text: str, regimes: OfPoints) -> Any:
    """The regime that a text names: a call of the claim's own dataclass, as reports print it, and nothing else.

    Raises:
        RegimeCodeError: If the text is anything else, or if a field is missing, unknown or of the wrong type.
    """
    regime: type[Any] = regimes.regime
    names = [field.name for field in fields(regime)]
    expected = f"expected {regime.__name__}({', '.join(f'{name}=...' for name in names)})"
    try:
        call = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise RegimeCodeError(f"{text!r} is no Python expression; {expected}") from error
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id != regime.__name__:
        raise RegimeCodeError(f"{text!r} is no {regime.__name__}; {expected}")
    given = [*zip(names, call.args, strict=False), *((str(word.arg), word.value) for word in call.keywords)]
    nodes = dict(given)
    if len(call.args) > len(names) or len(nodes) < len(given) or set(nodes) != set(names):
        raise RegimeCodeError(f"{text!r} gives {', '.join(nodes) or 'nothing'}; {expected}")
    values = {name: _value(regimes, name, node) for name, node in nodes.items()}
    try:
        return regime(**{name: _typed(regime, name, value) for name, value in values.items()})
    except RegimeCodeError:
        raise
    except Exception as error:
        raise RegimeCodeError(f"{regime.__name__} rejects these values: {error}") from error


def _value(regimes: OfPoints, name: str, node: ast.expr) -> Any:
    names = _Names.of(regimes, name)
    try:
        return names.read(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        declared = [text for text, value in names.values.items() if type(value) not in _LITERAL]
        known = f"; the claim declares {', '.join(declared)}" if declared else ""
        raise RegimeCodeError(
            f"{name}={ast.unparse(node)} is no literal value, and nothing is evaluated{known}"
        ) from error


def _typed(regime: type[Any], name: str, value: Any) -> Any:
    """A value of the field's type; a whole number is welcome in a float field, as in any code."""
    kind = hints(regime)[name]  # type: ignore[arg-type]
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is Any or not isinstance(kind, type):
        return value
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise RegimeCodeError(f"{name}={value!r} must be a {kind.__name__}")
    return value
