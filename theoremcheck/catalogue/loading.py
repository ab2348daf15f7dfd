"""Finding claims: module-level `Claim` objects in files, ours and a stranger's by the same short way."""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import sys
import traceback
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from theoremcheck.catalogue.files import holds_claims, local_folders, python_files, registration_of, registrations
from theoremcheck.catalogue.pages import Facts, Pages

if TYPE_CHECKING:
    from theoremcheck.claim import Claim

__all__ = [
    "Catalogue",
    "Failure",
    "Found",
    "PageError",
    "catalogue_here",
    "catalogue_of",
    "claims_in",
    "clashes",
    "found_at",
    "imported",
    "learned",
    "pages_in",
]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*_FUNCTIONS, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What has names of its own."""


@dataclass(frozen=True)
class Found:
    """A claim and where it stands; its page may be imported only when somebody asks for the claim itself.

    Attributes:
        name: The claim's name.
        paper: Its paper.
        owner: Whose draws they are: the claim's name, or that of its study.
        module: Import name of its page.
        variable: Name of the module-level variable; of a claim in a list, a tuple or a dict, with its place there.
        line: Line of its assignment, counted from 1.
        path: File of its page.
    """

    name: str
    paper: str
    owner: str
    module: str
    variable: str
    line: int
    path: Path

    @classmethod
    def of(cls, claim: Claim, module: str, variable: str, line: int, path: Path) -> Found:
        """A claim whose page is imported."""
        owner = claim.study.name if claim.study else claim.name
        found = cls(claim.name, claim.paper, owner, module, variable, line, path)
        vars(found)["claim"] = claim
        return found

    @classmethod
    def remembered(cls, facts: Facts, path: Path) -> Found:
        """A claim whose page is as it was when these facts were found."""
        found = cls(facts.name, facts.paper, facts.owner, facts.module, facts.variable, facts.line, path)
        vars(found)["facts"] = facts
        return found

    @cached_property
    def claim(self) -> Claim:
        """The claim.

        Raises:
            PageError: If its page, which this machine remembers, does not give it.
        """
        return found_at(self.path, self.variable).claim

    @cached_property
    def facts(self) -> Facts:
        """What is known of the claim without its page."""
        from theoremcheck.catalogue.requirements import required_by
        from theoremcheck.series.specification import SpecificationError, specification_hash

        claim = self.claim
        try:
            specification = specification_hash(claim)
        except SpecificationError:  # whoever runs it will be told
            specification = ""
        try:
            required = required_by(claim)
        except Exception:  # a stranger's function: whoever runs the claim will be told
            required = ()
        return Facts(
            name=self.name,
            paper=self.paper,
            kind=claim.kind,
            citation=claim.source.paper,
            item=claim.source.item,
            exactness=claim.source.exactness,
            flaw=claim.flaw and str(claim.flaw),
            owner=self.owner,
            package=claim.study.package if claim.study else "",
            specification=specification,
            module=self.module,
            variable=self.variable,
            line=self.line,
            required=required,
        )


class PageError(Exception):
    """A page does not give a claim that a process knows of from elsewhere.

    This machine may have learnt what it declares when it could be imported: what a page takes from anything but files,
    such as the environment, no memory sees.

    Attributes:
        page: The file.
    """

    def __init__(self, page: Path, problem: str) -> None:
        """The page, and what is wrong with it, in words that follow its name."""
        super().__init__(page, problem)
        self.page, self._problem = page, problem

    def __str__(self) -> str:
        """In words."""
        return f"{self.page} {self._problem}"


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
        known.learn(page, _address(page)[1], found)
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


def claims_in(path: Path) -> list[Found]:
    """The claims that a file declares, in the order of their lines: module-level names, and lists, tuples and dicts.

    A claim that the file only imports belongs to the file which declares it. Settings and random numbers of the process
    that the import changes are put back, and a warning names them: they would reach every other page's claims. Another
    warning names the claims that the file made and keeps in no such place.

    Raises:
        Exception: Whatever importing the file raises.
    """
    from theoremcheck.claim import Claim  # and torch with it: many a catalogue is known without
    from theoremcheck.claim.made import made_by

    module = imported(path)
    declared, made = _assigned(path), made_by(Path(module.__file__ or path))
    named = [(name, value) for name, value in vars(module).items() if name in declared]
    found = [
        Found.of(value, module.__name__, name, declared[name], path)
        for name, value in named
        if isinstance(value, Claim)
    ]
    alone = {item.name for item in found}
    found += [
        Found.of(claim, module.__name__, place, made[claim.name], path)
        for name, value in named
        for place, claim in _held(name, value)
        if claim.name in made and claim.name not in alone
    ]
    if lost := [name for name in made if name not in {item.name for item in found}]:
        warnings.warn(
            f"{path.name} makes {', '.join(lost)} and keeps no variable of it, so it is ignored: assign each claim to "
            "a name of the module, or put all into a list, a tuple or a dict there",
            stacklevel=2,
        )
    return sorted(found, key=lambda item: item.line)


def found_at(path: Path, variable: str) -> Found:
    """The claim that a page keeps in a variable.

    Raises:
        PageError: If the page cannot be imported, or keeps no claim there.
    """
    try:
        found = {item.variable: item for item in claims_in(path)}
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # an exit or a skip as well
        raise PageError(path, f"cannot be imported ({type(error).__name__}: {error})") from error
    if variable not in found:
        raise PageError(path, f"keeps no claim in {variable}")
    return found[variable]


def _held(name: str, value: object) -> Iterator[tuple[str, Claim]]:
    """The claims in a list, a tuple or a dict, each with the expression that gives it."""
    from theoremcheck.claim import Claim

    if isinstance(value, list | tuple):
        entries: Iterable[tuple[object, object]] = enumerate(value)
    elif isinstance(value, dict):
        entries = value.items()
    else:
        return
    yield from ((f"{name}[{key!r}]", held) for key, held in entries if isinstance(held, Claim))


def imported(path: Path) -> ModuleType:
    """The module of a file; what importing it changes of the process is put back, and a warning names it.

    Raises:
        Exception: Whatever importing the file raises.
    """
    import rich.style  # noqa: F401  # it draws a global random number when it is first imported, by whatever library

    from theoremcheck.streams.files_read import files_noted
    from theoremcheck.streams.process_state import random_numbers_kept, watched

    with random_numbers_kept(), watched(f"importing {path.name}", warnings.warn), files_noted():
        return _import(path)


def _import(path: Path) -> ModuleType:
    """Import a file under the name that its package gives it, so that pages can import their neighbours."""
    root, name = _address(path)
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    if root == path.parent:
        return _import_alone(path)
    module = importlib.import_module(name)
    if Path(module.__file__ or "").resolve() != path.resolve():
        raise ImportError(f"{path} cannot be imported: another {name} is loaded already, from {module.__file__}")
    return module


def _address(path: Path) -> tuple[Path, str]:
    """The folder from which a file is imported, and the name that its packages give it."""
    root = path.parent
    parts = [path.stem] if path.name != "__init__.py" else []
    while (root / "__init__.py").is_file():
        parts.insert(0, root.name)
        root = root.parent
    return root, ".".join(parts)


def _import_alone(path: Path) -> ModuleType:
    """Import a file of no package.

    Files of two such folders may share a name, so the folder is part of it; and the name is the same in every process,
    whatever was imported before: it is part of the specification.
    """
    name = f"{path.parent.name}_{path.stem}"
    if name in sys.modules and not _is_from(sys.modules[name], path):
        name += "_" + hashlib.sha256(str(path).encode()).hexdigest()[:8]
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]  # as `import` does
        raise
    return module


def _is_from(module: ModuleType, path: Path) -> bool:
    return Path(module.__file__ or "").resolve() == path.resolve()


def _assigned(path: Path) -> dict[str, int]:
    """Names that a file assigns at module level, with the line of the first assignment."""
    names: dict[str, int] = {}
    for node in _at_module_level(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.setdefault(node.id, node.lineno)
    return names


def _at_module_level(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one, blocks such as `if` and `with` included, in the order of the source.

    What stands in a function, a class or a comprehension assigns other names than the module's.
    """
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, _SCOPES):
            yield from _at_module_level(child)
