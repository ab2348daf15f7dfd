"""The hash of everything that decides a claim's draws and its verdict, recorded before the first draw is spent.

It covers the claim's declaration, the source of every module of the catalogue that the declaration reaches (comments,
docstrings and formatting excluded) and the versions of the engine's statistics and streams. Evidence of one
specification never counts for another.
"""

from __future__ import annotations

import ast
import dis
import hashlib
import json
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
import torch
from hypothesis.strategies import SearchStrategy

from theoremcheck.claim import Claim, Experiment
from theoremcheck.regimes import Sampler
from theoremcheck.statistics import STATISTICS_VERSION
from theoremcheck.streams import STREAMS_VERSION

__all__ = ["Series", "SpecificationError", "series_of", "specification_hash"]

_LIBRARIES = frozenset({"torch", "numpy", "scipy", "pandas", "hypothesis"})
"""Installed packages that a declaration may name a function of without being a catalogue themselves."""

_ENGINE = {"statistics": STATISTICS_VERSION, "streams": STREAMS_VERSION}


class SpecificationError(TypeError):
    """A declaration holds a value that has no stable description."""


@dataclass(frozen=True)
class Series:
    """One series of trials: a claim's own, or that of one of its controls.

    Attributes:
        owner: Whose draws they are: the claim's name, or that of its study.
        specification: Hash that keys the streams and names the folder of the evidence.
        label: Name of the series within the owner's evidence.
        breaks: The hypothesis that is broken; None for the claim's own series.
        regimes: Where its parameters are drawn from.
        experiment: What is run.
    """

    owner: str
    specification: str
    label: str
    breaks: str | None
    regimes: Sampler
    experiment: Experiment


def series_of(claim: Claim) -> tuple[Series, ...]:
    """The claim's own series first, then its controls in the order of declaration."""
    owner = claim.study.name if claim.study else claim.name
    specification = specification_hash(claim)
    series = [(None, claim.regimes, claim.experiment)] + [
        (control.breaks, control.regimes or claim.regimes, control.experiment or claim.experiment)
        for control in claim.controls
    ]
    return tuple(
        Series(owner, specification, _label(claim, breaks, regimes, experiment), breaks, regimes, experiment)
        for breaks, regimes, experiment in series
    )


def specification_hash(claim: Claim) -> str:
    """Sixteen hexadecimal digits; the same for the claims of one study.

    Raises:
        SpecificationError: If the declaration holds a value whose description would change from run to run.
    """
    reached = _Reached()
    if claim.study is None:
        declaration = reached.describe(claim)
    else:
        # The pages that share a trajectory are specified together, by their sources alone, so that the hash is the same
        # whichever of them asks; the every_series tell their regimes apart by their labels.
        declaration = reached.describe(claim.study)
        reached.modules = set(_modules_of(claim.study.package))
    return _digest({"declaration": declaration, "sources": _sources(reached.modules), "engine": _ENGINE})[:16]


def _label(claim: Claim, breaks: str | None, regimes: Sampler, experiment: Experiment) -> str:
    name = breaks or "claim"
    if claim.study is None:
        return name
    # Claims of a study share a series exactly where everything that decides its trials is the same.
    decisive = (regimes, experiment, claim.scale, claim.trust, claim.dtype)
    kind = "claim" if breaks is None else "control"
    return f"{kind} {_digest(_Reached().describe(decisive))[:8]}"


class _Reached:
    """Describes values, and remembers the modules that their functions and types live in."""

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self._open: set[int] = set()

    def describe(self, value: Any) -> Any:
        """A JSON value that is the same in every process."""
        if value is None or isinstance(value, bool | int | str):
            return " ".join(value.split()) if isinstance(value, str) else value
        if isinstance(value, float):
            return value.hex()
        if isinstance(value, Enum):
            return [type(value).__qualname__, value.name]
        if isinstance(value, torch.dtype):
            return str(value)
        if isinstance(value, torch.Tensor):
            value = value.detach().cpu()
            value = value.double().numpy() if value.dtype is torch.bfloat16 else value.numpy()
        if isinstance(value, np.ndarray | np.generic):
            array = np.asarray(value)
            if array.dtype.hasobject:
                return [str(array.dtype), self.describe(array.tolist())]
            return [str(array.dtype), array.shape, hashlib.sha256(array.tobytes()).hexdigest()]
        if id(value) in self._open:
            return "itself"
        self._open.add(id(value))
        try:
            return self._describe_compound(value)
        finally:
            self._open.discard(id(value))

    def _describe_compound(self, value: Any) -> Any:
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
        if isinstance(value, MethodType):
            return [self.describe(value.__func__), self.describe(value.__self__)]
        if isinstance(value, FunctionType):
            return self._describe_function(value)
        if isinstance(value, np.ufunc):
            return value.__name__
        if isinstance(value, BuiltinFunctionType):
            holder = value.__self__
            return [
                value.__name__,
                None if holder is None or isinstance(holder, type | ModuleType) else self.describe(holder),
            ]
        if isinstance(value, SearchStrategy):
            return "strategy"  # it only searches, no number depends on it
        if is_dataclass(value):
            return [self._named(type(value)), [self.describe(getattr(value, field.name)) for field in fields(value)]]
        if callable(value) and hasattr(value, "__dict__"):
            return [self._named(type(value)), self.describe(vars(value))]
        raise SpecificationError(
            f"{value!r} of type {type(value).__qualname__} has no stable description: use numbers, strings, tuples, "
            "dataclasses, functions or functools.partial in a claim"
        )

    def _describe_function(self, function: FunctionType) -> Any:
        cells = [_contents(cell) for cell in function.__closure__ or ()]
        defaults = (function.__defaults__, function.__kwdefaults__)
        described = [self._named(function), self.describe(cells), self.describe(defaults)]
        # Two lambdas of a module share a name; what they do tells them apart.
        return [*described, _code_digest(function.__code__)] if "<" in function.__qualname__ else described

    def _named(self, value: Any) -> str:
        module = value.__name__ if isinstance(value, ModuleType) else value.__module__
        self.modules.add(module)
        return module if isinstance(value, ModuleType) else f"{module}.{value.__qualname__}"


def _contents(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return "not filled yet"


def _code_digest(code: CodeType) -> str:
    """Digest of the resolved instructions; a docstring is a constant that no instruction loads."""
    return _digest([[step.opname, _operand(step)] for step in dis.get_instructions(code)])


def _operand(step: dis.Instruction) -> Any:
    if step.opcode in dis.hasjabs or step.opcode in dis.hasjrel:
        return step.argval - step.offset
    return _constant(step.argval) if step.opcode in dis.hasconst else step.argrepr


def _constant(item: Any) -> str:
    if isinstance(item, CodeType):
        return _code_digest(item)
    return repr(sorted(map(repr, item))) if isinstance(item, frozenset) else repr(item)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _modules_of(package: str) -> list[str]:
    """A package and all modules in it, imported or not."""
    try:
        spec = find_spec(package)
    except ModuleNotFoundError:
        spec = None
    if spec is None or spec.submodule_search_locations is None:
        raise SpecificationError(f"the study's package {package!r} is no importable folder")
    found = walk_packages(spec.submodule_search_locations, prefix=f"{package}.")
    return [package, *sorted(module.name for module in found)]


def _sources(roots: Iterable[str]) -> dict[str, str]:
    """Digest of the normalised source of every module of the catalogue that the roots reach by imports."""
    own = {name.partition(".")[0] for name in roots}
    sources: dict[str, str] = {}
    pending = sorted(roots)
    while pending:
        name = pending.pop()
        path = _source_file(name)
        if name in sources or path is None or not _belongs(name, path, own):
            continue
        sources[name], imported = _normalised(name, path, path.stat().st_mtime_ns)
        pending.extend(imported)
        pending.extend(".".join(name.split(".")[:depth]) for depth in range(1, name.count(".") + 1))
    return sources


def _source_file(name: str) -> Path | None:
    module = sys.modules.get(name)
    location = getattr(module, "__file__", None)
    if location is None and name != "__main__":
        try:
            spec = find_spec(name)
        except (ImportError, ValueError):  # not a module: `from package import function` is asked as a module too
            return None
        location = spec.origin if spec else None
    return Path(location) if location and location.endswith(".py") and Path(location).is_file() else None


def _belongs(name: str, path: Path, own: set[str]) -> bool:
    """Whether a module is part of a catalogue, rather than of the engine, of Python or of an installed library."""
    top = name.partition(".")[0]
    if top == "theoremcheck":
        return False
    installed = {"site-packages", "dist-packages"} & set(path.parts)
    if installed:
        return top in own - _LIBRARIES
    return not path.is_relative_to(sysconfig.get_path("stdlib"))


@cache
def _normalised(name: str, path: Path, modified: int) -> tuple[str, tuple[str, ...]]:
    """Digest of a module's source without comments, docstrings and formatting, and the modules that it imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = tuple(_imports(tree, name if path.name == "__init__.py" else name.rpartition(".")[0]))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [line for line in node.body if not _is_text(line)] or [ast.Pass()]
    return hashlib.sha256(ast.unparse(tree).encode()).hexdigest(), imported


def _is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)


def _imports(tree: ast.AST, package: str) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
