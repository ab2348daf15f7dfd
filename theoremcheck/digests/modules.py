"""Which source files decide what some modules compute, and what each of them says.

A module counts with all that it imports, early or late, as far as that belongs to a catalogue or to the engine; Python
and installed libraries do not count. The engine's packages are front doors: `from theoremcheck import AtMost` leads to
the file of `AtMost`, not to all that the package offers, so that whoever adds a prediction changes no other claim.
"""

from __future__ import annotations

import ast
import os
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

from theoremcheck.digests.canonical import digest_of, parsed
from theoremcheck.digests.engine import ENGINE, WAY_OF_A_DRAW, is_aside

__all__ = ["SourceFile", "read", "source_in", "sources_of"]

_LIBRARIES = frozenset({"torch", "numpy", "scipy", "pandas", "hypothesis"})
"""Installed packages that a declaration may name a function of without being a catalogue themselves."""
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_STANDARD = os.path.join(sysconfig.get_path("stdlib"), "")


class SourceFile(NamedTuple):
    """Where a module's source lies, and what it says."""

    path: str
    digest: str


class _Import(NamedTuple):
    """A module, the name that an import takes from it (None: the whole of it), and the name that it gets."""

    module: str
    taken: str | None = None
    bound: str | None = None


def sources_of(modules: Iterable[str]) -> dict[str, SourceFile]:
    """The source of every module that decides what the given ones compute, and how their trials are weighed.

    Args:
        modules: Import names; those without a source file, such as built-in ones, count for nothing.
    """
    own = {name.partition(".")[0] for name in modules} - _LIBRARIES
    sources: dict[str, SourceFile] = {}
    pending = [_Import(name) for name in (*sorted(modules), *WAY_OF_A_DRAW)]
    followed: set[_Import] = set()
    found_in = cache(_found)  # for this call alone: files come and go
    while pending:
        step = pending.pop()
        if step in followed:
            continue
        followed.add(step)
        path, folders = found_in(step.module)
        if step.taken is not None and folders:
            pending.append(_Import(f"{step.module}.{step.taken}"))  # what a folder gives may be a module
        # Many take something else of the same module, which says the same to all of them.
        if path is None or step.module in sources or not _belongs(step.module, path, own):
            continue
        digest, imports = _said(read(path), step.module if _is_package(path) else _parent(step.module))
        if _is_front_door(step.module, path):
            pending.extend(found for found in imports if _leads_to(found, step.taken, found_in))
            continue
        sources[step.module] = SourceFile(path, digest)
        pending.extend(imports)
        if not step.module.startswith(f"{ENGINE}."):
            pending.append(_Import(_parent(step.module)))  # importing a module runs its packages first
    return sources


def source_in(module: str, catalogue: str) -> str | None:
    """The file of a module that counts for what a catalogue's package computes; None for libraries and front doors."""
    path, _ = _found(module)
    counts = path is not None and _belongs(module, path, {catalogue}) and not _is_front_door(module, path)
    return path if counts else None


def _leads_to(found: _Import, taken: str | None, found_in: Callable[[str], tuple[str | None, list[str]]]) -> bool:
    """Whether an import of a front door gives the name that the module takes there."""
    if taken in (None, "*", found.bound):
        return True
    path, _ = found_in(found.module)
    return found.taken == "*" and path is not None and taken in _offered(read(path))


def read(path: str) -> bytes:
    """The content of a source file."""
    with open(path, "rb") as file:
        return file.read()


def _parent(module: str) -> str:
    return module.rpartition(".")[0]


def _is_package(path: str) -> bool:
    return os.path.basename(path) == "__init__.py"


def _is_front_door(module: str, path: str) -> bool:
    return module.partition(".")[0] == ENGINE and _is_package(path)


def _belongs(module: str, path: str, own: set[str]) -> bool:
    """Whether a module is part of a catalogue or of the engine, rather than of Python or of an installed library."""
    top = module.partition(".")[0]
    if top == ENGINE:
        return not is_aside(module)
    if not _INSTALLED.isdisjoint(path.split(os.sep)):
        return top in own
    return not path.startswith(_STANDARD)


def _found(module: str) -> tuple[str | None, list[str]]:
    """A module's source file, and the folders that its own modules lie in; nothing is imported for it.

    As texts: a run asks for tens of thousands, and to make a `Path` takes longer than to ask for the file.
    """
    loaded = sys.modules.get(module)
    if loaded is not None:
        return _source(getattr(loaded, "__file__", None)), list(getattr(loaded, "__path__", []))
    parent, _, name = module.rpartition(".")
    if not parent:
        spec = find_spec(module) if module else None
        return _source(spec.origin if spec else None), list((spec and spec.submodule_search_locations) or [])
    for folder in _found(parent)[1]:
        package = os.path.join(folder, name)
        for file, folders in ((os.path.join(package, "__init__.py"), [package]), (f"{package}.py", [])):
            if os.path.isfile(file):
                return file, folders
        if os.path.isdir(package):
            return None, [package]
    return None, []


def _source(location: str | None) -> str | None:
    return location if location and location.endswith(".py") and os.path.isfile(location) else None


@cache
def _said(source: bytes, package: str) -> tuple[str, tuple[_Import, ...]]:
    """Digest of a file, and what it imports; by its content, whatever its name and time are."""
    tree = parsed(source)
    return digest_of(tree), tuple(_imports(tree, package))


@cache
def _offered(source: bytes) -> frozenset[str]:
    """What a star takes of a file: the names that its `__all__` lists."""
    lists = [
        ast.literal_eval(node.value)
        for node in parsed(source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    ]
    return frozenset(name for names in lists for name in names)


def _imports(tree: ast.AST, package: str) -> Iterator[_Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (_Import(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (_Import(module, alias.name, alias.asname or alias.name) for alias in node.names)
