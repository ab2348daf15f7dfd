"""Whether a file speaks of theoremcheck: a stranger's folder may be called claims too, and is not ours to import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["speaks_of_theoremcheck"]

_NAME = b"theoremcheck"

_DEPTH = 2
"""Imports that are followed from a page: its project's own vocabulary, and what that is made of."""

_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t(]+([^\n#]*)|import[ \t]+([^\n#]*))", re.MULTILINE
)


def speaks_of_theoremcheck(path: Path, root: Path) -> bool:
    """Whether a file, or a module of its project that it imports, names theoremcheck.

    Files are read and never run, and few of them: pytest asks this at every start of every project.

    Args:
        path: The file; one that cannot be read says nothing.
        root: The root directory of the project.
    """
    known, nearest = {path}, [path]
    for _ in range(_DEPTH + 1):
        sources = [(file, _source(file)) for file in nearest]
        if any(_NAME in source for _, source in sources):
            return True
        imported = {found for file, source in sources for found in _imported(source, file, root)}
        nearest = sorted(imported - known)
        known |= imported
    return False


@cache
def _source(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _imported(source: bytes, path: Path, root: Path) -> Iterator[Path]:
    """Files of the project that a source imports, found by their place as Python would find them."""
    for dots, module, names, plain in _IMPORT.findall(source):
        if plain:
            modules = [name.split(b" as ")[0].strip() for name in plain.split(b",")]
        else:
            inner = [name.split(b" as ")[0].strip(b" \t()\\") for name in names.split(b",")]
            modules = [module, *(b".".join(filter(None, (module, name))) for name in inner)]
        folders = [path.parents[min(len(dots), len(path.parents)) - 1]] if dots else _search_path(path, root)
        for folder in folders:
            for name in modules:
                yield from _files(folder, name.decode(errors="replace"))


def _search_path(path: Path, root: Path) -> list[Path]:
    """Where a module of the same project may lie: beside the file, above its packages, in the root or its src."""
    return [path.parent, path.parent.parent, root, root / "src"]


def _files(folder: Path, module: str) -> Iterator[Path]:
    if "\0" in module:
        return
    place = folder.joinpath(*module.split(".")) if module else folder
    yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())
