"""Which claims the words of a command line mean."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

import click

from theoremcheck.catalogue.files import (
    local_folders,
    may_hold_claims,
    project_root,
    registration_of,
    registrations,
)
from theoremcheck.catalogue.loading import Catalogue, Failure, catalogue_here, catalogue_of, clashes, pages_in
from theoremcheck.catalogue.located import Found
from theoremcheck.catalogue.speaking import speaks_of_theoremcheck

__all__ = ["Selection", "choose", "choose_one"]


@dataclass(frozen=True)
class Selection:
    """The claims that a command line asks for.

    Attributes:
        found: The claims, in the order of their names; where two pages declare one name, the first of them.
        clashes: For each name that two pages declare, a sentence that names the owners.
        failures: Pages that it asks for and that could not be imported.
        others: Other pages that could not be imported: they may hold a claim that it asks for.
    """

    found: tuple[Found, ...]
    clashes: Mapping[str, str]
    failures: tuple[Failure, ...]
    others: tuple[Failure, ...]


def choose(words: Sequence[str], *, paper: str | None = None, keywords: Sequence[str] = ()) -> Selection:
    """The claims that names, globs of names, papers and paths mean; all claims, if there is no word.

    Raises:
        click.UsageError: If a word means no claim.
    """
    root = project_root(Path.cwd())
    paths = [word for word in words if _is_path(word, root)]
    names = [word for word in words if word not in paths]
    by_path = catalogue_of(dict.fromkeys(page for path in paths for page in _pages(path, root)))
    here = catalogue_here(root) if names or not words else Catalogue((), ())
    found = [*by_path.found, *(item for item in here.found if not words or _means_any(names, item))]
    found = [item for item in found if paper in (None, item.paper) and _contains(item.name, keywords)]
    asked, others = (by_path.failures, here.failures) if words else (here.failures, ())
    for name in names:
        if not any(_means(name, item) for item in found):
            if Path(name).exists():
                _pages(name, root)  # which says what is missing there
            raise click.UsageError(_no_claim(name, here, root) + _unread(others))
    if not found and not asked:
        if paper or keywords:
            texts = " or ".join(map(repr, keywords)) or "anything"
            raise click.UsageError(f"no claim has --paper {paper or 'any'} and {texts} in its name")
        raise click.UsageError("no claims here" + _looked(words) + _unread(others))
    return Selection(_unique(found), clashes(found), asked, others)


def choose_one(word: str) -> Found:
    """The claim of a name, or the only one that a glob or a path means.

    Raises:
        click.UsageError: If it means none or several, or if the name is declared twice.
    """
    chosen = _by_text(word) or choose([word])
    if chosen.clashes:
        raise click.UsageError("; ".join(chosen.clashes.values()))
    if len(chosen.found) != 1:
        raise click.UsageError(f"{word!r} means {len(chosen.found)} claims: {_listed(chosen.found)}")
    return chosen.found[0]


def _by_text(name: str) -> Selection | None:
    """The claim of a name, from the pages that spell it: to import all of a catalogue takes seconds."""
    root = project_root(Path.cwd())
    folders = [*local_folders(root), *(folder for offered in registrations() for folder in offered.folders)]
    pages = dict.fromkeys(page.resolve() for folder in folders for page in pages_in(folder, root))
    spelling = [page for page in pages if name in page.read_text(encoding="utf-8", errors="replace")]
    found = [item for item in catalogue_of(spelling).found if item.name == name]
    return Selection(_unique(found), clashes(found), (), ()) if found else None


def _contains(name: str, keywords: Sequence[str]) -> bool:
    return not keywords or any(keyword in name for keyword in keywords)


def _is_path(word: str, root: Path) -> bool:
    """Whether a word is a path: a paper may have the name of a folder that holds something else."""
    if os.sep in word or word.endswith(".py") or word in (".", ".."):
        return True
    return Path(word).is_dir() and bool(pages_in(Path(word).resolve(), root))


def _pages(word: str, root: Path) -> list[Path]:
    path = Path(word).resolve()
    if not path.exists():
        raise click.UsageError(f"there is no file or folder {word}")
    pages = pages_in(path, root) or ([path] if may_hold_claims(path) and speaks_of_theoremcheck(path, root) else [])
    if not pages:
        raise click.UsageError(
            f"no claims in {word}: they lie in a folder named claims, in a package that is registered by entry point, "
            "or in a file that is named itself, and speak of theoremcheck"
        )
    return pages


def _means(name: str, item: Found) -> bool:
    offered = registration_of(item.path)
    return fnmatchcase(item.name, name) or item.paper == name or (offered is not None and name in offered.names)


def _means_any(names: Sequence[str], item: Found) -> bool:
    return any(_means(name, item) for name in names)


def _unique(found: Iterable[Found]) -> tuple[Found, ...]:
    first: dict[str, Found] = {}
    for item in found:
        first.setdefault(item.name, item)
    return tuple(first[name] for name in sorted(first))


def _no_claim(name: str, here: Catalogue, root: Path) -> str:
    near = get_close_matches(name, [item.name for item in here.found], n=3, cutoff=0.5)
    looked = f" (looked in {root} and in installed packages: {len(here.found)} claims)"
    return f"no claim is named {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else looked)


def _unread(failures: Sequence[Failure]) -> str:
    if not failures:
        return ""
    return f" ({len(failures)} pages could not be imported: {', '.join(failure.place for failure in failures)})"


def _looked(words: Sequence[str]) -> str:
    if words:
        return f" of the kind that was asked for in {', '.join(words)}"
    return (
        ": there is no folder named claims in the current directory, and no installed package offers any "
        "(`theoremcheck new --help` says how to start one)"
    )


def _listed(found: Sequence[Found]) -> str:
    names = [item.name for item in found]
    return ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
