"""Where this machine keeps what costs seconds to find out and stays as it is: in the user's own cache.

Neither a project nor evidence has such a memory in it, so nobody can hand one over with them. What it holds is found
under a digest of all that it was made from, and losing it costs time alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
import uuid
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["Contents", "changed_lately", "keep", "kept", "place_of", "workshop"]

_SHELF_LIFE = 60 * 86_400.0
"""Seconds: what nobody made anew for two months belongs to a folder that is gone, as a rule."""

_BEGAN = time.time()


def place_of(*parts: str) -> Path:
    """The file for something that these words name."""
    name = hashlib.sha256("\0".join(parts).encode(errors="backslashreplace")).hexdigest()[:32]
    return _folder() / f"{name}.json"


def kept(place: Path) -> bytes | None:
    """What a file of the memory holds; None where there is none."""
    try:
        return place.read_bytes()
    except OSError:
        return None


def keep(place: Path, content: bytes) -> None:
    """Write a file of the memory in one step; where it cannot be written, there is no memory, and no harm."""
    half = place.with_suffix(f".{uuid.uuid4().hex}")
    with contextlib.suppress(OSError):
        _cleared(place.parent)
        half.write_bytes(content)
        half.replace(place)


class Contents:
    """Digests of files and of what lies in folders, each read once."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._digests: dict[str, str] = {}

    def of(self, paths: Iterable[str]) -> dict[str, str]:
        """Digest of each; the empty text where there is nothing to read."""
        return {path: self._digests.get(path) or self._read(path) for path in paths}

    def _read(self, path: str) -> str:
        try:
            content = _importable(path).encode() if os.path.isdir(path) else Path(path).read_bytes()
        except OSError:
            return ""
        digest = self._digests[path] = hashlib.sha256(content).hexdigest()
        return digest


def _importable(folder: str) -> str:
    """The names in a folder that an import could mean: a new one may come before another."""
    return "\n".join(
        sorted(name for name in os.listdir(folder) if name.endswith(".py") or "." not in name and name != "__pycache__")
    )


def changed_lately(file: Path) -> bool:
    """Whether a file may have changed since this process began; no copy can give it an earlier time."""
    return file.stat().st_ctime >= _BEGAN


@cache
def workshop() -> str:
    """Digest of the engine's own source, of this Python and of all that is installed beside it."""
    engine = Path(__file__).parents[1]
    sources = sorted(engine.rglob("*.py"))
    installed = sorted({f"{found.metadata['Name']} {found.version}" for found in distributions()})
    digest = hashlib.sha256("\n".join([sys.version, *installed]).encode())
    for source in sources:
        digest.update(source.relative_to(engine).as_posix().encode() + source.read_bytes())
    return digest.hexdigest()


def _folder() -> Path:
    return user_cache_path("theoremcheck", appauthor=False)


@cache
def _cleared(folder: Path) -> None:
    """Make the folder, and take out of it what is old; once a process."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if time.time() - file.stat().st_mtime > _SHELF_LIFE:
            file.unlink()
