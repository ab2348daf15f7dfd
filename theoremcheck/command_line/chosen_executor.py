"""The executor that a command line names: where claims run, instead of in processes of this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Executor
from importlib import import_module
from pathlib import Path
from typing import Any

import click

__all__ = ["executor_of"]


def executor_of(name: str) -> tuple[Executor, Callable[[], Executor]]:
    """An executor, and what makes those of a run: the factory that `module:factory` names, called without an argument.

    The first executor is made at once, so that a factory which cannot make one ends the run before anything is trained.
    The run begins with it.

    Raises:
        click.BadParameter: If there is no such factory, or what it makes is no executor.
    """
    factory = _factory(name)
    first = _made(factory, name)
    made = [first]
    return first, lambda: made.pop() if made else factory()


def _factory(name: str) -> Callable[[], Executor]:
    module_name, colon, attribute = name.partition(":")
    if not (module_name and colon and attribute):
        raise _wrong(f"{name!r} names no factory, expected MODULE:FACTORY")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))  # as Python finds modules when it runs a file here
    try:
        module = import_module(module_name)
    except Exception as error:
        raise _wrong(f"module {module_name!r} cannot be imported ({type(error).__name__}: {error})") from error
    factory: Any = getattr(module, attribute, None)
    if not callable(factory):
        found = f"has no {attribute!r}" if factory is None else f"has {attribute!r}, which cannot be called"
        raise _wrong(f"module {module_name!r} {found}")
    return factory


def _made(factory: Callable[[], Executor], name: str) -> Executor:
    try:
        made = factory()
    except Exception as error:
        raise _wrong(f"{name}() raised {type(error).__name__}: {error}") from error
    if not isinstance(made, Executor):
        raise _wrong(f"{name}() made a {type(made).__name__}, expected a concurrent.futures.Executor")
    return made


def _wrong(message: str) -> click.BadParameter:
    return click.BadParameter(message, param_hint="--executor")
