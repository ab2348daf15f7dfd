"""All digests of a checkout as plain values, by a Python that may have nothing installed: neither torch nor numpy.

What a specification is made of on the side of the source: for each page the modules that it reaches with what they say,
and for each file what its functions and lambdas say, found from their compiled code as the engine finds them.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

ROOMS = ("claims", "strategies", "models", "theoremcheck")

LAMBDAS = """
plain = lambda: 0, lambda x: x, lambda x, *y, z=1, **w: (x, y, z, w), lambda: None
nested = lambda: lambda: lambda x: x + 1, (lambda: (lambda: (lambda: 5)())())
branches = lambda x: x if x else 2, lambda x, y: x and y, lambda x: 1 < x < 2, lambda: (1 if False else lambda: 3)
folded = lambda: 1 + 2, lambda: "a" "c", lambda: (1, 2), lambda: -1, lambda: not not 7, lambda: ..., lambda: ()
generators = lambda: (yield), lambda: (yield from []), lambda x: [y for y in x], lambda x: (y for y in x if y > 3)
comprehended = [lambda: i for i in range(3)], {k: (lambda: k, lambda v: (k, v)) for k in "ab"}
texts = f"{(lambda q: 1)(2)}{(lambda q: q)(3)}", f'''
 {(lambda q: 11)(2)}  {(lambda q:
   q.real)(3)}'''
looked_up = lambda x: {"a": 1}[x] if x in {"a", "b"} else True, lambda x: "%s" % (x,), lambda x: "%r" % x
reflowed = (
    lambda x: (
        x +
        1
    ), lambda x:
        x
        -1
)


def outer(a):
    b = 2
    @(lambda f: f)
    def inner(c, d=lambda: a, *, e=lambda: b):
        @staticmethod
        def deep(): return lambda: (a, b, c), lambda: (a, b, d)
        return deep, lambda x: (x, a), lambda x: (x, b)
    class Local:
        made = lambda self: self
        def method(self, key=lambda x: x[0]): return super().method(key), lambda: self
    return inner, Local, lambda: __debug__
"""
"""Lambdas in every position, several a line; each says something that no other one of its line says."""


def portrait(root: Path) -> dict[str, Any]:
    """Digests of the pages, and of the functions of every file, below a root that is on the path."""
    _load_python()
    files = sorted(file for room in ROOMS for file in (root / room).rglob("*.py"))
    names = [file.relative_to(root).as_posix() for file in files]
    pages = [name.removesuffix(".py").replace("/", ".") for name in names if name.startswith("claims/")]
    return {
        "python": list(sys.version_info[:2]),
        "pages": {page: _digests(page) for page in pages if not page.endswith("__init__")},
        "files": {name: functions_in(file.read_bytes()) for name, file in zip(names, files, strict=True)},
        "lambdas": functions_in(LAMBDAS.encode()),
    }


def _digests(page: str) -> str:
    from theoremcheck.digests.modules import sources_of

    return _short({module: source.digest for module, source in sources_of([page]).items()})


def _load_python() -> None:
    """Import what the catalogue uses of Python: pyodide keeps it in an archive, where each look-up of it takes long."""
    for name in ("collections.abc", "dataclasses", "decimal", "functools", "importlib", "itertools", "math", "types"):
        import_module(name)


def functions_in(source: bytes) -> list[list[Any]]:
    """Line, name and digest of every function, found from its compiled code.

    Raises:
        AssertionError: If two of them found the same node, so that some node was not found.
    """
    from theoremcheck.digests.canonical import digest_of, parsed
    from theoremcheck.digests.functions import Definition, definition_in

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(source, "<portrait>", "exec", dont_inherit=True)
    found = {
        (node.lineno, node.col_offset): node for code in _functions(code) for node in [definition_in(source, code)]
    }
    stand = {(node.lineno, node.col_offset) for node in ast.walk(parsed(source)) if isinstance(node, Definition)}
    assert set(found) == stand
    return sorted([node.lineno, getattr(node, "name", "lambda"), digest_of(node)] for node in found.values())


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Functions and lambdas in a code object: no classes, comprehensions, or what Python itself adds."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if _is_function(constant):
                yield constant
            yield from _functions(constant)


def _is_function(code: CodeType) -> bool:
    optimised = code.co_flags & 1  # the body of a class is not
    named = not code.co_name.startswith("<") and code.co_name != "__annotate__"  # which Python 3.14 adds
    return bool(optimised) and (named or code.co_name == "<lambda>")


def _short(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    print(json.dumps(portrait(Path(sys.argv[1]))))
