"""Settings and random numbers of the whole process, which one page or experiment may change for all others.

A page that makes float64 the default floating type, when it is imported or in its experiment, would change the draws of
every claim that runs after it in the same process: a claim would say one thing alone and another in a suite. So the
engine puts settings back after each import and each batch, and a warning names what it put back.

Random numbers are another matter. Put back after each batch, they would be the same in every batch, and an experiment
that draws them would look reproducible. The engine names it too, and puts them back when the claim is done.
"""

from __future__ import annotations

import math
import os
import random
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

__all__ = ["random_numbers_kept", "watched"]


@dataclass(frozen=True)
class _State:
    name: str
    read: Callable[[], Any]
    write: Callable[[Any], object]


def _write_default_device(device: torch.device) -> None:
    # None is the CPU without the function mode that a named device puts around every call of torch.
    torch.set_default_device(None if device.type == "cpu" else device)


def _torch_numbers() -> bytes:
    return bytes(torch.get_rng_state().numpy())


def _write_torch_numbers(state: bytes) -> None:
    torch.set_rng_state(torch.frombuffer(bytearray(state), dtype=torch.uint8))


def _numpy_numbers() -> Any:
    """NumPy's state with its words as bytes: an array has no truth value."""
    state = np.random.get_state(legacy=False)
    return {**state, "state": (bytes(state["state"]["key"]), state["state"]["pos"])}


def _write_numpy_numbers(numbers: Any) -> None:
    words, position = numbers["state"]
    np.random.set_state({**numbers, "state": {"key": np.frombuffer(words, dtype=np.uint32), "pos": position}})


def _working_directory() -> str | None:
    try:
        return os.getcwd()
    except FileNotFoundError:  # somebody removed it
        return None


def _write_working_directory(folder: str | None) -> None:
    if folder is not None:
        os.chdir(folder)


def _environment() -> dict[str, str]:
    """Without switches of OpenMP's runtime and of torch's compiler, which libraries set when they are imported."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("KMP_", "TORCHINDUCTOR_"))}


def _write_environment(names: Mapping[str, str]) -> None:
    for name in _environment().keys() - names.keys():
        del os.environ[name]
    os.environ.update(names)


_SETTINGS = (
    _State("the working directory", _working_directory, _write_working_directory),
    _State("the environment", _environment, _write_environment),
    _State("Python's recursion limit", sys.getrecursionlimit, sys.setrecursionlimit),
    _State("torch's default floating type", torch.get_default_dtype, torch.set_default_dtype),
    _State("torch's default device", torch.get_default_device, _write_default_device),
    _State("torch's number of threads", torch.get_num_threads, torch.set_num_threads),
    _State("torch's gradient mode", torch.is_grad_enabled, torch.set_grad_enabled),
    _State(
        "torch's choice of deterministic algorithms",
        torch.are_deterministic_algorithms_enabled,
        torch.use_deterministic_algorithms,
    ),
    _State("torch's precision of products", torch.get_float32_matmul_precision, torch.set_float32_matmul_precision),
    _State("NumPy's handling of errors", np.geterr, lambda kinds: np.seterr(**kinds)),
)

_RANDOM = (
    _State("torch's", _torch_numbers, _write_torch_numbers),
    _State("NumPy's", _numpy_numbers, _write_numpy_numbers),
    _State("Python's", random.getstate, random.setstate),
)


_LIBRARIES: Mapping[str, Any] = {
    "torch": torch,
    "torch.Tensor": torch.Tensor,
    "torch.linalg": torch.linalg,
    "torch.nn.functional": torch.nn.functional,
    "numpy": np,
    "numpy.linalg": np.linalg,
    "math": math,
}
"""What other claims compute with: modules and types whose functions anybody may replace."""


def _put_back(before: Mapping[str, Mapping[str, Any]], modules: Collection[str]) -> Iterator[str]:
    """Put functions back that are others than before, but for those that their own library replaced; gives their names.

    Args:
        before: The functions, by library.
        modules: What was imported before.
    """
    for library, held in _LIBRARIES.items():
        now, functions = dict(vars(held)), before[library]
        if now == functions:
            continue
        for name, was in functions.items():
            new = now.get(name)
            if new is not was and _is_public_function(name, was) and not _is_the_librarys(new, library, modules):
                setattr(held, name, was)
                yield f"{library}.{name}"
        for name in now.keys() - functions.keys() if isinstance(held, type) else ():
            if _is_public_function(name, now[name]) and hasattr(super(held, held), name):
                delattr(held, name)  # a type's own function in front of an inherited one
                yield f"{library}.{name}"


def _is_public_function(name: str, value: Any) -> bool:
    return callable(value) and not name.startswith("_")


def _is_the_librarys(function: Any, library: str, modules: Collection[str]) -> bool:
    """Whether a library put it there, a part of which has been imported since: torch's compiler wraps `manual_seed`."""
    name = library.partition(".")[0]
    grew = any(module.startswith(f"{name}.") for module in sys.modules.keys() - modules)
    code, home = getattr(function, "__code__", None), getattr(sys.modules[name], "__file__", None)
    return grew and code is not None and home is not None and Path(code.co_filename).is_relative_to(Path(home).parent)


def _functions() -> dict[str, dict[str, Any]]:
    return {library: dict(vars(held)) for library, held in _LIBRARIES.items()}


@contextmanager
def watched(who: str, warn: Callable[[str], object]) -> Iterator[None]:
    """Around a stranger's code: put settings back, and say by name what it changed or drew from.

    Args:
        who: The subject of each sentence.
        warn: Takes each sentence.
    """
    settings, numbers = [state.read() for state in _SETTINGS], [state.read() for state in _RANDOM]
    functions, modules = _functions(), frozenset(sys.modules)
    try:
        yield
    finally:
        for state, before in zip(_SETTINGS, settings, strict=True):
            if (now := state.read()) != before:
                state.write(before)
                warn(f"{who} changed {state.name}{_from_to(before, now)}; the engine put it back")
        for name in _put_back(functions, modules):
            warn(f"{who} replaced {name}; the engine put it back")
        for state, before in zip(_RANDOM, numbers, strict=True):
            if state.read() != before:
                warn(
                    f"{who} drew or seeded {state.name} global random numbers, which depend on what ran "
                    "before: draw from `streams`"
                )


@contextmanager
def random_numbers_kept() -> Iterator[None]:
    """Around a page's import, or all that one claim runs: whoever comes after finds global random numbers as before."""
    before = [state.read() for state in _RANDOM]
    try:
        yield
    finally:
        for state, value in zip(_RANDOM, before, strict=True):
            state.write(value)


def _from_to(before: Any, now: Any) -> str:
    return f" from {before} to {now}" if not isinstance(before, dict) else ""
