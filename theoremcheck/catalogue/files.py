"""Which files hold claims; apart from the catalogue, since pytest asks at every start and must not wait for torch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from theoremcheck.catalogue.speaking import speaks_of_theoremcheck

__all__ = [
    "CLAIM_FILES",
    "ENTRY_POINTS",
    "Registration",
    "holds_claims",
    "local_folders",
    "may_hold_claims",
    "project_root",
    "project_within",
    "python_files",
    "registration_of",
    "registrations",
]

ENTRY_POINTS = "theoremcheck.claims"
"""Entry-point group by which an installed package offers its claims; each entry names a package."""

CLAIM_FILES = ("*/claims/*.py", "claims/*.py")
"""Patterns of files that hold claims, from the folder that holds the root directory."""


_MARKS = ("pyproject.toml", "pytest.ini", "setup.cfg", "setup.py", "tox.ini", ".git")
"""What stands in the root directory of a project."""


@dataclass(frozen=True)
class Registration:
    """What an installed distribution offers.

    Attributes:
        distribution: Name and version, for instance "random-matrices 1.2".
        package: The package that its entry point names.
        folders: Where the package lies; none if it could not be found.
        problem: Why it could not be found.
    """

    distribution: str
    package: str
    folders: tuple[Path, ...]
    problem: str = ""

    @property
    def names(self) -> frozenset[str]:
        """What a user may call it: the distribution, the package, or the package that this one lies in."""
        return frozenset((self.distribution.partition(" ")[0], self.package, self.package.partition(".")[0]))


@cache
def registrations() -> tuple[Registration, ...]:
    """All packages that offer claims by entry point, in the order of their names."""
    points = {point.module: point for point in reversed(entry_points(group=ENTRY_POINTS))}
    return tuple(_registration(point) for _, point in sorted(points.items()))


def holds_claims(path: Path, root: Path, patterns: Sequence[str] = CLAIM_FILES) -> bool:
    """Whether a file is one of claims: by its place, if it speaks of theoremcheck, or by entry point of its package.

    Args:
        path: Absolute path of the file.
        root: The root directory of the project that it may belong to.
        patterns: What such files look like from the folder that holds the root directory.
    """
    if not may_hold_claims(path):
        return False
    if registration_of(path) is not None:
        return True
    place = path.relative_to(root.parent) if path.is_relative_to(root.parent) else path
    return any(fnmatch(place.as_posix(), pattern) for pattern in patterns) and speaks_of_theoremcheck(path, root)


def may_hold_claims(path: Path) -> bool:
    """Whether a file could be a page of claims by its name: Python, and no test of pytest's."""
    return path.suffix == ".py" and path.name != "conftest.py" and not fnmatch(path.name, "test_*.py")


def registration_of(path: Path) -> Registration | None:
    """The registered package that a file lies in."""
    for offered in registrations():
        if any(path.is_relative_to(folder) for folder in offered.folders):
            return offered
    return None


def local_folders(root: Path) -> list[Path]:
    """Folders of claims of the project in a directory: its own, and those of its packages.

    A folder below it that is a project of its own, such as the one that `theoremcheck demo` writes, keeps its claims.
    """
    patterns = ("claims", "[!.]*/claims", "src/*/claims")
    folders = (folder for pattern in patterns for folder in sorted(root.glob(pattern)) if folder.is_dir())
    return [folder for folder in folders if project_within(folder, root) is None]


def project_within(path: Path, root: Path) -> Path | None:
    """The project below a root directory that a path lies in; None where it lies in the root's own, or elsewhere."""
    if not path.is_relative_to(root):
        return None
    inner = list(path.relative_to(root).parents)[:-1]
    return next((root / folder for folder in reversed(inner) if _is_marked(root / folder)), None)


def project_root(start: Path) -> Path:
    """The project that a directory lies in, if that holds claims; the directory itself where no project does."""
    for folder in (start, *start.parents):
        if _is_marked(folder):
            return folder if local_folders(folder) else start
    return start


def _is_marked(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in _MARKS)


def python_files(folder: Path) -> Iterator[Path]:
    """All Python files below a folder, hidden folders left out."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        yield from (Path(root) / name for name in sorted(files) if name.endswith(".py"))


def _registration(point: EntryPoint) -> Registration:
    distribution = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"
    try:
        spec = find_spec(point.module)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:
        # Looking a package up imports what it lies in, and a stranger's module may fail in any way.
        return Registration(distribution, point.module, (), f"{type(error).__name__}: {error}")
    if spec is None:
        return Registration(distribution, point.module, (), f"there is no package {point.module!r}")
    locations = list(spec.submodule_search_locations or ()) or ([spec.origin] if spec.origin else [])
    return Registration(distribution, point.module, tuple(Path(place) for place in locations))
