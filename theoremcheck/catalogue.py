"""Finding claims: module-level `Claim` objects in files, ours and a stranger's by the same short way."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from theoremcheck.claim import Claim

__all__ = ["Found", "claims_in"]


@dataclass(frozen=True)
class Found:
    """A claim and where it stands.

    Attributes:
        claim: The claim.
        module: Import name of its page.
        variable: Name of the module-level variable.
        line: Line of its assignment, counted from 1.
    """

    claim: Claim
    module: str
    variable: str
    line: int


def claims_in(path: Path) -> list[Found]:
    """The claims that a file declares, in the order of their lines.

    A claim that the file only imports belongs to the file which declares it.

    Raises:
        Exception: Whatever importing the file raises.
    """
    module = _import(path)
    declared = _assigned(path)
    found = [
        Found(value, module.__name__, name, declared[name])
        for name, value in vars(module).items()
        if isinstance(value, Claim) and name in declared
    ]
    return sorted(found, key=lambda item: item.line)


def _import(path: Path) -> ModuleType:
    """Import a file under the name that its package gives it, so that pages can import their neighbours."""
    root = path.parent
    parts = [path.stem] if path.name != "__init__.py" else []
    while (root / "__init__.py").is_file():
        parts.insert(0, root.name)
        root = root.parent
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    name = ".".join(parts)
    module = importlib.import_module(name)
    if Path(module.__file__ or "").resolve() == path.resolve():
        return module
    # Another module of this name is loaded already: two folders without __init__.py may hold files of one name.
    spec = importlib.util.spec_from_file_location(f"{name}_{abs(hash(path))}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module
    spec.loader.exec_module(module)
    return module


def _assigned(path: Path) -> dict[str, int]:
    """Names that a file assigns at module level, with the line of the first assignment."""
    names: dict[str, int] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.setdefault(node.id, node.lineno)
    return names
