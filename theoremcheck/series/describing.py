"""Values of a declaration, described as JSON that is the same in every process, on every Python and every machine."""

from __future__ import annotations

import dis
import hashlib
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
import torch
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from theoremcheck.digests.canonical import digest_of
from theoremcheck.digests.functions import SourceError, definition_of

__all__ = ["Describer", "SpecificationError", "digest_of_json"]


class SpecificationError(TypeError):
    """A declaration holds a value that has no stable description."""


def digest_of_json(value: Any) -> str:
    """Digest of a JSON value: 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


class Describer:
    """Describes values, and remembers the modules that their functions and types live in.

    Attributes:
        modules: Import names of those modules.
    """

    def __init__(self) -> None:
        """Nothing is described yet."""
        self.modules: set[str] = set()
        self._open: set[int] = set()

    def describe(self, value: Any) -> Any:
        """A JSON value; numbers count to their last bit, texts without their line breaks.

        Raises:
            SpecificationError: If the description would change from run to run.
        """
        if isinstance(value, Enum):
            return [type(value).__qualname__, value.name]
        if value is None or isinstance(value, bool | int | str):
            return " ".join(value.split()) if isinstance(value, str) else value
        if isinstance(value, float):
            return value.hex()
        if isinstance(value, torch.dtype):
            return str(value)
        if isinstance(value, torch.Tensor):
            held = value.detach().cpu()
            return [str(held.dtype), self._array((held.double() if held.dtype is torch.bfloat16 else held).numpy())]
        if isinstance(value, np.ndarray | np.generic):
            return self._array(np.asarray(value))
        if id(value) in self._open:
            return "itself"
        self._open.add(id(value))
        try:
            return self._compound(value)
        finally:
            self._open.discard(id(value))

    def _array(self, array: NDArray[Any]) -> Any:
        if array.dtype.hasobject:
            return ["object", self.describe(array.tolist())]
        little = array.astype(array.dtype.newbyteorder("<"))
        if little.dtype.kind in "fc":
            little[np.isnan(little)] = np.nan  # the sign of 0 / 0 depends on the processor
        return [self.describe(little.dtype.descr), list(little.shape), hashlib.sha256(little.tobytes()).hexdigest()]

    def _compound(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return [[self.describe(key), self.describe(item)] for key, item in value.items()]
        if isinstance(value, set | frozenset):
            return sorted(json.dumps(self.describe(item)) for item in value)
        if isinstance(value, list | tuple):
            return [self.describe(item) for item in value]
        if isinstance(value, partial):
            return ["partial", self.describe(value.func), self.describe(value.args), self.describe(value.keywords)]
        if isinstance(value, type) and _is_of_cells(value.__module__):
            return self._class_of_cells(value)
        if isinstance(value, type | ModuleType):
            return self._named(value)
        if isinstance(value, Path):
            return _contents_of(value)
        if isinstance(value, SearchStrategy):
            return "strategy"  # it only searches, no number depends on it
        if is_dataclass(value):
            return [self.describe(type(value)), [self.describe(getattr(value, field.name)) for field in fields(value)]]
        if callable(value):
            return self._callable(value)
        raise _unstable(value)

    def _callable(self, value: Any) -> Any:
        if isinstance(value, MethodType):
            return [self.describe(value.__func__), self.describe(value.__self__)]
        if isinstance(value, FunctionType):
            return self._function(value)
        if isinstance(value, np.ufunc):
            return value.__name__
        if isinstance(value, BuiltinFunctionType):
            holder = value.__self__
            bound = None if holder is None or isinstance(holder, type | ModuleType) else self.describe(holder)
            return [value.__name__, bound]
        if hasattr(value, "__wrapped__"):  # `functools.cache`: what else it carries differs from Python to Python
            return [self._named(type(value)), self.describe(value.__wrapped__)]
        if hasattr(value, "__dict__"):
            return [self._named(type(value)), self.describe(vars(value))]
        raise _unstable(value)

    def _function(self, function: FunctionType) -> Any:
        cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        held = {name: _contents(cell) for name, cell in sorted(cells, key=lambda cell: cell[0])}
        described = [self.describe(held), self.describe((function.__defaults__, function.__kwdefaults__))]
        if _is_of_cells(function.__module__):
            return [function.__qualname__, _source_digest(function), self._used_by(function), *described]
        if "<" not in function.__qualname__:
            return [self._named(function), *described]
        # Lambdas of a module share a name, and Pythons disagree on those of local functions: what it does tells.
        self.modules.add(function.__module__)
        return [function.__module__, _source_digest(function), *described]

    def _used_by(self, function: FunctionType) -> Any:
        """What a function of a cell takes from other cells: where no file holds all of them, each counts by itself."""
        steps = (step for code in _codes_in(function.__code__) for step in dis.get_instructions(code))
        names = {step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
        return {name: self.describe(function.__globals__[name]) for name in sorted(names & function.__globals__.keys())}

    def _class_of_cells(self, kind: type) -> Any:
        """A class of a cell: its bases, its fields with their defaults, and its functions by their source."""
        members = {name: _function_in(member) for name, member in sorted(vars(kind).items())}
        # What dataclasses write has no source, and follows from the fields.
        written = {
            name: self.describe(member)
            for name, member in members.items()
            if isinstance(member, FunctionType) and inspect.unwrap(member).__code__.co_filename != "<string>"
        }
        annotations = {name: str(kind.__annotations__[name]) for name in getattr(kind, "__annotations__", {})}
        defaults = {name: self.describe(vars(kind)[name]) for name in annotations if name in vars(kind)}
        return [kind.__qualname__, [self.describe(base) for base in kind.__bases__], annotations, defaults, written]

    def _named(self, value: Any) -> str:
        module = value.__name__ if isinstance(value, ModuleType) else value.__module__
        self.modules.add(module)
        return module if isinstance(value, ModuleType) else f"{module}.{value.__qualname__}"


def _is_of_cells(module: str) -> bool:
    """Whether a module is a session's: cells of a notebook or lines of a prompt, and no file."""
    session = sys.modules.get(module)
    return session is not None and getattr(session, "__file__", None) is None and module == "__main__"


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    """A code object and those of the functions and comprehensions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_in(constant)


def _function_in(member: Any) -> Any:
    """The function behind a member of a class, such as that of a property."""
    if isinstance(member, property):
        return member.fget
    return getattr(member, "__func__", member)


def _contents_of(path: Path) -> Any:
    """A file by its name and what it holds, wherever it lies; a folder by its files, no hidden ones or caches."""
    if path.is_dir():
        seen = [below for below in sorted(path.iterdir()) if not below.name.startswith((".", "__pycache__"))]
        return [path.name, [_contents_of(below) for below in seen if not (below.is_dir() and below.is_symlink())]]
    try:
        return [path.name, hashlib.sha256(path.read_bytes()).hexdigest()]
    except OSError as error:
        raise SpecificationError(f"{path} belongs to the specification and cannot be read: {error}") from error


def _contents(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return "not filled yet"


def _source_digest(function: FunctionType) -> str:
    try:
        return digest_of(definition_of(function))
    except SourceError as error:
        raise SpecificationError(
            f"{error}; a claim names its local functions and lambdas by their source: put the claim into a file, and "
            "lambdas of one line into lines of their own"
        ) from error


def _unstable(value: Any) -> SpecificationError:
    return SpecificationError(
        f"{value!r} of type {type(value).__qualname__} has no stable description: use numbers, strings, tuples, "
        "dataclasses, functions or functools.partial in a claim"
    )
