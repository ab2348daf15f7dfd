"""The floor of a computation by counting: what its products of matrices and its traffic would take, and nothing else.

Every product counts for what `torch.bmm` takes at its shape, on this machine and now; every other operation for the
bytes that it reads and writes, at the rate at which a copy of as many moves them. So exponentials are free, and so is
whatever it takes to start an operation. It is the floor of the operations as they are written, not of the mathematics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from time import process_time
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

__all__ = ["Counts", "counted", "floor"]

_PRODUCTS = {"aten::bmm": 0, "aten::baddbmm": 1, "aten::mm": 0, "aten::addmm": 1}
"""Operations, and which of their arguments is the first factor."""

_LEAST_COPY, _REPEATS = 2**14, 25

Shape = tuple[int, int, int, int]
"""Trials, rows, inner length and columns of a product."""


@dataclass
class Counts:
    """What a computation asks of the machine.

    Attributes:
        products: How often each shape of a product occurs, by type.
        traffic: How many operations move so many bytes.
    """

    products: Counter[tuple[Shape, torch.dtype]] = field(default_factory=Counter)
    traffic: Counter[int] = field(default_factory=Counter)

    @property
    def operations(self) -> int:
        """Additions and multiplications of all products."""
        return sum(2 * trials * n * k * m * count for ((trials, n, k, m), _), count in self.products.items())

    @property
    def bytes(self) -> int:
        """Of all other operations."""
        return sum(size * count for size, count in self.traffic.items())


class _Counting(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.counts = Counts()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out, schema = func(*args, **(kwargs or {})), func._schema
        if (first := _PRODUCTS.get(schema.name)) is not None:
            one, other = args[first], args[first + 1]
            trials = one.shape[0] if one.dim() == 3 else 1
            self.counts.products[(trials, *one.shape[-2:], other.shape[-1]), one.dtype] += 1
        elif schema.is_mutable or not _places(out) & _places((args, kwargs or {})):  # a view moves nothing
            self.counts.traffic[sum(_bytes(tensor) for tensor in _tensors((args, kwargs or {}, out)))] += 1
        return out


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _tensors(each)
    elif isinstance(value, dict):
        yield from _tensors(tuple(value.values()))


def _places(value: Any) -> set[int]:
    """Where its numbers lie."""
    return {tensor.untyped_storage().data_ptr() for tensor in _tensors(value)}


def _bytes(tensor: Tensor) -> int:
    """What it holds; a broadcast axis holds one entry."""
    entries = 1
    for length, stride in zip(tensor.shape, tensor.stride(), strict=True):
        entries *= length if stride else min(length, 1)
    return entries * tensor.element_size()


def counted(run: Callable[[], object]) -> Counts:
    """What a call asks of the machine."""
    with _Counting() as counting:
        run()
    return counting.counts


def floor(counts: Counts) -> tuple[float, float]:
    """Milliseconds of all products, and of all traffic."""
    products = sum(_product(shape, dtype) * count for (shape, dtype), count in counts.products.items())
    traffic = sum(_copy(_nearest(size)) * size / _nearest(size) * count for size, count in counts.traffic.items())
    return products * 1e3, traffic * 1e3


def _nearest(size: int) -> int:
    """The power of 4 below, of which a copy is timed."""
    nearest = _LEAST_COPY
    while 4 * nearest <= size:
        nearest *= 4
    return nearest


@cache
def _product(shape: Shape, dtype: torch.dtype) -> float:
    """Seconds of one product."""
    trials, n, k, m = shape
    one, other, out = (torch.ones(trials, *each, dtype=dtype) for each in ((n, k), (k, m), (n, m)))
    return _best(lambda: torch.bmm(one, other, out=out))


@cache
def _copy(size: int) -> float:
    """Seconds in which a copy reads and writes so many bytes, half of them each."""
    source = torch.ones(size // 2, dtype=torch.uint8)
    target = torch.empty_like(source)
    return _best(lambda: target.copy_(source))


def _best(call: Callable[[], object]) -> float:
    """Of some calls: a floor is what the machine does where nothing disturbs it."""
    return min(_seconds(call) for _ in range(_REPEATS))


def _seconds(call: Callable[[], object]) -> float:
    started = process_time()
    call()
    return process_time() - started
