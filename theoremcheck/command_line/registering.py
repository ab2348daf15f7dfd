"""A package of claims entered into a pyproject.toml that is there already; what its author wrote stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError

from theoremcheck.catalogue.files import ENTRY_POINTS

__all__ = ["register"]


def register(package: str, path: Path) -> str:
    """Enter a package under the entry point of claims, and into the lists of packages and of test paths, if any.

    Args:
        package: Import name of the paper's package, whose claims lie in `package.claims`.
        path: The pyproject.toml.

    Returns:
        What was done, or what its author has to do, in words; nothing where all was there.
    """
    text = path.read_text(encoding="utf-8")
    try:
        document = tomlkit.parse(text)
    except ParseError as error:
        return f"{path} is no TOML ({error}), so {package} is not registered"
    if "project" not in document:
        return (
            f"{path} has no [project] table, so {package} is not registered: others find its claims where the package "
            f"offers the entry point {package} = {package}.claims in the group {ENTRY_POINTS}"
        )
    entered = [*_registered(document, package), *_listed(document, package)]
    if not entered:
        return ""
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    return f"added {package} to {' and '.join(entered)} of {path}"


def _registered(document: Any, package: str) -> Iterator[str]:
    groups = document["project"].setdefault("entry-points", tomlkit.table(is_super_table=True))
    group = groups.setdefault(ENTRY_POINTS, tomlkit.table())
    if package not in group:
        group[package] = f"{package}.claims"
        yield "the entry points"


def _listed(document: Any, package: str) -> Iterator[str]:
    """Lists that exist alone: where there is none, setuptools and pytest look for themselves."""
    tool = document.get("tool", {})
    packages = tool.get("setuptools", {}).get("packages")
    if isinstance(packages, list) and package not in packages:
        packages.extend([package, f"{package}.claims"])
        yield "the packages"
    testpaths = tool.get("pytest", {}).get("ini_options", {}).get("testpaths")
    if isinstance(testpaths, list) and package not in testpaths:
        testpaths.append(package)
        yield "the test paths"
