"""A regime's values as evidence keeps them: JSON, with a tag where JSON has no such value.

| value | its form |
|---|---|
| None, a bool, int, str, finite float | itself |
| another float | `{"float": "inf"}` |
| a tuple | `{"tuple": [forms]}` |
| a frozenset | `{"frozenset": [forms, in the order of their text]}` |
| a member of an enum | `{"enum": "module.Class", "member": "NAME"}` |
| a frozen dataclass | `{"dataclass": "module.Class", "fields": {name: form}}` |
| a function or a class | `{"name": "module.function"}` |
| any other value whose `repr` is the same in every process | `{"text": "torch.float32"}` |

Evidence may be a stranger's. Reading a form imports nothing and runs no code but that of the classes which the reader
hands in: what a form names, the reader looks up among the values that the claim itself declares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from inspect import isroutine
from math import isfinite
from typing import Any

import numpy as np

__all__ = ["UnrecordableError", "decode", "encode", "key_of", "name_of", "plain"]

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")


class UnrecordableError(ValueError):
    """A value that evidence cannot keep; the message shows it."""


def encode(value: Any) -> Any:
    """The form of a value.

    Raises:
        UnrecordableError: If the value has none.
    """
    if type(value) in (type(None), bool, int, str):
        return value
    if type(value) is float:
        return value if isfinite(value) else {"float": str(value)}
    if type(value) is tuple:
        return {"tuple": [encode(item) for item in value]}
    if type(value) is frozenset:
        return {"frozenset": sorted((encode(item) for item in value), key=key_of)}
    if isinstance(value, Enum):
        return {"enum": name_of(type(value)), "member": value.name}
    if isinstance(value, type) or isroutine(value):
        return {"name": name_of(value)}
    if isinstance(value, np.generic) and type(value.item()) in (bool, int, str, float):
        return encode(value.item())
    if is_dataclass(value) and vars(type(value))["__dataclass_params__"].frozen:
        return {"dataclass": name_of(type(value)), "fields": _fields(value)}
    return {"text": _text(value)}


def decode(form: Any, parts: Mapping[str, Any], classes: Mapping[str, Any]) -> Any:
    """The value of a form.

    Args:
        form: What `encode` gave.
        parts: Values that the caller knows, by the key of their form: such a part comes back as the very same object.
        classes: Enums and dataclasses that the caller knows, by name.

    Raises:
        LookupError: If the form names something that is not known.
    """
    if not isinstance(form, Mapping):
        return form
    if (key := key_of(form)) in parts:
        return parts[key]
    match form:
        case {"float": text}:
            return float(text)
        case {"tuple": items}:
            return tuple(decode(item, parts, classes) for item in items)
        case {"frozenset": items}:
            return frozenset(decode(item, parts, classes) for item in items)
        case {"enum": name, "member": member} if member in getattr(classes.get(name), "__members__", ()):
            return classes[name][member]
        case {"dataclass": name, "fields": values} if name in classes:
            return classes[name](**{field: decode(item, parts, classes) for field, item in values.items()})
    raise LookupError(f"{json.dumps(form)} is none of the declared values, and not made of them")


def plain(form: Any) -> Any:
    """A form for a reader's eye, where nothing is declared: numbers, tuples and sets of them, and short names."""
    match form:
        case {"float": text}:
            return float(text)
        case {"tuple": items}:
            return tuple(map(plain, items))
        case {"frozenset": items}:
            return frozenset(map(plain, items))
        case {"enum": name, "member": member}:
            return f"{_short(name)}.{member}"
        case {"dataclass": name, "fields": values}:
            return f"{_short(name)}({', '.join(f'{field}={plain(item)!r}' for field, item in values.items())})"
        case {"name": name}:
            return _short(name)
        case {"text": text}:
            return text
    return form


def key_of(form: Any) -> str:
    """A text that tells forms apart."""
    return json.dumps(form, sort_keys=True)


def name_of(value: Any) -> str:
    """Module and qualified name of a class or a function."""
    module = getattr(value, "__module__", None)
    return f"{module}.{value.__qualname__}" if module else value.__qualname__


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: encode(getattr(value, field.name)) for field in fields(value)}


def _text(value: Any) -> str:
    text = repr(value)
    if _ADDRESS.search(text):
        raise UnrecordableError(
            f"{text} has no form that evidence can keep: it prints an address, another one in every process; "
            "name the value by a text, an enum or a frozen dataclass, and make it of that in the experiment"
        )
    return text


def _short(name: str) -> str:
    return name.rpartition(".")[2]
