"""Values of a declaration, described as JSON that is the same in every process, on every Python and every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
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
        if isinstance(value, type | ModuleType):
            return self._named(value)
        if isinstance(value, Path):
            return _contents_of(value)
        if isinstance(value, SearchStrategy):
            return "strategy"  # it only searches, no number depends on it
        if is_dataclass(value):
            return [self._named(type(value)), [self.describe(getattr(value, field.name)) for field in fields(value)]]
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
        if "<" not in function.__qualname__:
            return [self._named(function), *described]
        # Lambdas of a module share a name, and Pythons disagree on those of local functions: what it does tells.
        self.modules.add(function.__module__)
        return [function.__module__, _source_digest(function), *described]

    def _named(self, value: Any) -> str:
        module = value.__name__ if isinstance(value, ModuleType) else value.__module__
        self.modules.add(module)
        return module if isinstance(value, ModuleType) else f"{module}.{value.__qualname__}"


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
