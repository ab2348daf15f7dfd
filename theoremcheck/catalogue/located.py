"""A claim and where it stands: the module-level claims of a file, ours and a stranger's by the same short way."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from theoremcheck.catalogue.importing import imported
from theoremcheck.catalogue.pages import Facts

if TYPE_CHECKING:
    from theoremcheck.claim import Claim

__all__ = ["Found", "PageError", "claims_in", "found_at"]

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
