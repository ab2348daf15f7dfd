"""Importing a file of claims under the name that its packages give it, and nothing else of the process changed."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import warnings
from pathlib import Path
from types import ModuleType

__all__ = ["address_of", "imported"]


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
    root, name = address_of(path)
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    if root == path.parent:
        return _import_alone(path)
    module = importlib.import_module(name)
    if Path(module.__file__ or "").resolve() != path.resolve():
        raise ImportError(f"{path} cannot be imported: another {name} is loaded already, from {module.__file__}")
    return module


def address_of(path: Path) -> tuple[Path, str]:
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
