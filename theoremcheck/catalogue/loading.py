"""Finding claims: those of a project, of installed packages, or of some files, and what could not be imported."""

from __future__ import annotations

import traceback
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from theoremcheck.catalogue.files import holds_claims, local_folders, python_files, registration_of, registrations
from theoremcheck.catalogue.importing import address_of
from theoremcheck.catalogue.located import Found, claims_in
from theoremcheck.catalogue.pages import Pages

__all__ = ["Catalogue", "Failure", "catalogue_here", "catalogue_of", "clashes", "learned", "pages_in"]


@dataclass(frozen=True)
class Failure:
    """A page, or a registered package, whose claims are not known since it could not be imported.

    Attributes:
        place: The file, or the distribution and its package.
        text: The traceback, or what is wrong with the registration.
    """

    place: str
    text: str


@dataclass(frozen=True)
class Catalogue:
    """Claims in the order of their pages, and the pages that failed."""

    found: tuple[Found, ...]
    failures: tuple[Failure, ...]


def catalogue_here(root: Path) -> Catalogue:
    """The claims of the project in a directory and of every installed package that offers some."""
    folders = local_folders(root)
    folders += [folder for offered in registrations() for folder in offered.folders]
    missing = tuple(
        Failure(f"{offered.distribution}, package {offered.package}", offered.problem)
        for offered in registrations()
        if offered.problem
    )
    pages = dict.fromkeys(page.resolve() for folder in folders for page in pages_in(folder, root))
    found = catalogue_of(pages)
    return Catalogue(found.found, missing + found.failures)


def catalogue_of(pages: Iterable[Path]) -> Catalogue:
    """The claims of some pages; one that fails to import, by an exit or a skip as well, is one failure."""
    found: list[Found] = []
    failures: list[Failure] = []
    known = Pages()
    for page in pages:
        try:
            facts = known.of(page)
            found += learned(page, known) if facts is None else [Found.remembered(one, page) for one in facts]
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:
            from theoremcheck.catalogue.tracebacks import authors_part

            # No line of a page with a syntax error ran, and what goes wrong in the engine is shown as it is.
            failures.append(Failure(str(page), authors_part(error) or traceback.format_exc(limit=-3)))
    return Catalogue(tuple(found), tuple(failures))


def learned(page: Path, known: Pages) -> list[Found]:
    """The claims of a page, which is imported, with their facts.

    Raises:
        Exception: Whatever importing the page raises.
    """
    with warnings.catch_warnings(record=True) as caught:
        found = claims_in(page)
    for warning in caught:
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    facts = known.of(page)
    if facts is not None and len(facts) == len(found):
        for item, one in zip(found, facts, strict=True):
            vars(item)["facts"] = one
    elif not caught:  # whoever imports the page is to be warned each time
        known.learn(page, address_of(page)[1], found)
    return found


def pages_in(place: Path, root: Path) -> list[Path]:
    """The files of claims in a folder, in the order of their names; a file stands for itself."""
    files = python_files(place) if place.is_dir() else [place]
    return [file for file in files if holds_claims(file, root)]


def clashes(found: Iterable[Found]) -> Mapping[str, str]:
    """For every name that is declared more than once, a sentence that names all owners."""
    # A page that was reached by two ways declares its claims once.
    places = dict.fromkeys((item.name, item.path.resolve(), item.variable) for item in found)
    homes: dict[str, list[str]] = defaultdict(list)
    for name, path, _ in places:
        offered = registration_of(path)
        homes[name].append(f"{path} ({offered.distribution})" if offered else str(path))
    return {
        name: f"the name {name!r} is declared twice, by {' and '.join(homes[name])}: names are for ever, rename one"
        for name in homes
        if len(homes[name]) > 1
    }
