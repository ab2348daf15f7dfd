"""A device that is not there: code runs as if on a GPU, on a machine that has none.

Tensors made on it say so (`tensor.device == ABSENT`) and compute on the CPU. An operation that mixes them with tensors
of the CPU raises, as CUDA's would, and whatever makes the CPU wait for a GPU is counted.

What it cannot see: operations that a GPU does not have, its round-off, its memory, its speed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from importlib import import_module
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

__all__ = ["ABSENT", "MixedDevicesError", "Traffic", "absent_device"]

ABSENT = torch.device("lazy:0")
"""The device that is not there: of a type that torch knows, and never tries to start."""

_OPTIMIZER, _FUSED = import_module("torch.optim.optimizer"), "_get_fused_kernels_supported_devices"
_COPYING = frozenset({"aten::copy_", "aten::_to_copy"})
_INDEXING = frozenset({"aten::index", "aten::index_put", "aten::index_put_", "aten::_unsafe_index"})
"""`tensor[rows]`: CUDA takes rows from the CPU, and it is no error."""
_JOINING = frozenset({"aten::cat", "aten::stack"})
"""Here CUDA takes not even a single number from the CPU."""
_READING = frozenset(
    {
        "aten::_local_scalar_dense",  # item(), float(), bool(), tolist() of one number
        "aten::equal",
        # The result's shape depends on values.
        "aten::nonzero",
        "aten::masked_select",
        "aten::_unique2",
        "aten::unique_dim",
        "aten::unique_consecutive",
        "aten::repeat_interleave",
        "aten::bincount",
        "aten::_linalg_check_errors",  # whether a factorisation succeeded
    }
)


class MixedDevicesError(RuntimeError):
    """An operation between tensors of a GPU and of the CPU, at which CUDA raises as well."""


@dataclass
class Traffic:
    """What made the CPU wait for the device so far.

    Attributes:
        reads: Single values that were read, as by `.item()`, `float()`, `bool()` or `if tensor`; and operations whose
            result has a shape that depends on values, such as `tensor[mask]`.
        copies: Whole tensors that were copied to the CPU.
    """

    reads: int = 0
    copies: int = 0

    @property
    def waits(self) -> int:
        """Both together."""
        return self.reads + self.copies


class _Elsewhere(Tensor):
    """A tensor that says it is on the absent device, around one that holds its numbers."""

    numbers: Tensor
    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]

    @staticmethod
    def __new__(cls: type[_Elsewhere], inner: Tensor) -> _Elsewhere:
        made = Tensor._make_wrapper_subclass(
            cls,
            inner.shape,
            strides=inner.stride(),
            storage_offset=inner.storage_offset(),
            dtype=inner.dtype,
            device=ABSENT,
        )
        made.numbers = inner
        return made

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:  # type: ignore[override]
        return _run(Traffic(), func, args, kwargs or {})  # after the device is gone: nobody counts

    def __getitem__(self, index: Any) -> Tensor:
        # torch makes a tensor of a list of places on the device itself, past every dispatch.
        parts = index if isinstance(index, tuple) else (index,)
        places = tuple(_Elsewhere(torch.tensor(part)) if isinstance(part, list) else part for part in parts)
        return super().__getitem__(places)

    def numpy(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("a tensor on a device cannot become a NumPy array: copy it to the CPU first, by Tensor.cpu()")

    __array__ = numpy

    def tolist(self) -> Any:
        return self.cpu().tolist()

    def __repr__(self, *, tensor_contents: Any = None) -> str:  # type: ignore[override]
        return f"{self.numbers!r} on {ABSENT}"


class _Mode(TorchDispatchMode):
    def __init__(self, traffic: Traffic) -> None:
        super().__init__()
        self._traffic = traffic

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _run(self._traffic, func, args, kwargs or {})


@contextmanager
def absent_device() -> Iterator[Traffic]:
    """Inside, `ABSENT` is a device like any other; afterwards its tensors are only good for looking at them.

    Yields:
        The count of waits, which grows.
    """
    traffic = Traffic()
    with ExitStack() as stack:
        # These make tensors of Python's numbers, and no dispatch mode sees them.
        for owner, name in ((torch, "tensor"), (torch, "as_tensor"), (torch, "asarray"), (Tensor, "new_tensor")):
            stack.enter_context(patch.object(owner, name, _made_there(getattr(owner, name))))
        # Fused optimisers have kernels for CUDA; torch asks for a device's name in this list.
        supported = getattr(_OPTIMIZER, _FUSED)
        stack.enter_context(patch.object(_OPTIMIZER, _FUSED, lambda: [*supported(), ABSENT.type]))
        stack.enter_context(_Mode(traffic))
        yield traffic


def _made_there(make: Callable[..., Tensor]) -> Callable[..., Tensor]:
    @wraps(make)
    def made(*args: Any, device: Any = None, **kwargs: Any) -> Tensor:
        tensors = [value for value in args if isinstance(value, Tensor)]
        goes = _is_absent(device)
        if device is None:
            goes = any(isinstance(value, _Elsewhere) for value in tensors)
        if tensors and make.__name__ in ("as_tensor", "asarray"):
            return tensors[0].to(device=device, **kwargs) if device is not None or kwargs else tensors[0]
        result = make(*map(_bare, args), **({} if goes or device is None else {"device": device}), **kwargs)
        return _Elsewhere(result) if goes else result

    return made


def _run(traffic: Traffic, func: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Compute on the CPU, and say where the result is."""
    name, device = _name(func), kwargs.get("device")
    tensors = list(_tensors((*args, *kwargs.values())))
    there = [value for value in tensors if isinstance(value, _Elsewhere)]
    if there:
        if len(there) < len(tensors):
            _refuse_mixed(func, name, args, tensors)
        _count(traffic, name, args, device)
    inner = {key: _bare(value) for key, value in kwargs.items()}
    if device is not None:
        inner["device"] = torch.device("cpu")
    out = func(*map(_bare, args), **inner)
    if name == "aten::copy_":
        return args[0]
    if not (_is_absent(device) or (there and device is None)):
        return out
    return _placed(out, {id(value.numbers): value for value in there})


@cache
def _name(func: Any) -> str:
    return str(func._schema.name)


def _tensors(values: Iterable[Any]) -> Iterator[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from _tensors(value)


def _bare(value: Any) -> Any:
    """What holds the numbers; not by torch's own walk through such lists, which takes longer than most operations."""
    if isinstance(value, _Elsewhere):
        return value.numbers
    return type(value)(map(_bare, value)) if type(value) in (list, tuple) else value


def _placed(out: Any, known: Mapping[int, Tensor]) -> Any:
    """Results on the absent device; an operation in place returns what it was given."""
    if isinstance(out, Tensor):
        return known[id(out)] if id(out) in known else _Elsewhere(out)
    return type(out)(_placed(value, known) for value in out) if type(out) in (list, tuple) else out


def _refuse_mixed(func: Any, name: str, args: Sequence[Any], tensors: Sequence[Tensor]) -> None:
    """Raise where CUDA would: tensors of both devices, but for single numbers of the CPU, copies, and rows."""
    if name in _COPYING:
        return
    first_there = isinstance(args[0], _Elsewhere)
    if name in _INDEXING and first_there:
        tensors = list(_tensors((args[0], args[2:])))
    numbers = name not in _JOINING and (name not in _INDEXING or first_there)
    here = [value for value in tensors if not isinstance(value, _Elsewhere) and not (numbers and value.dim() == 0)]
    if not here and func._schema.is_mutable and isinstance(args[0], Tensor) and not first_there:
        here = [args[0]]  # a single number of the CPU, to be written in place
    if here:
        shapes, there = (
            ", ".join(str(tuple(value.shape)) for value in some)
            for some in (here, [value for value in tensors if isinstance(value, _Elsewhere)])
        )
        raise MixedDevicesError(
            f"{name.removeprefix('aten::')} of tensors on two devices: of shape {shapes} on the CPU, of shape {there} "
            "on that of the batch (make all of them on `streams.device`)"
        )


def _count(traffic: Traffic, name: str, args: Sequence[Any], device: Any) -> None:
    if name in _READING:
        traffic.reads += 1
    elif name in _INDEXING:
        masks = any(value.dtype in (torch.bool, torch.uint8) for value in _tensors(args[1]))
        # One number where the mask is: CUDA fills it in, and need not know how many places there are.
        traffic.reads += masks and not (len(args) > 2 and args[2].numel() == 1)
    elif name == "aten::copy_":
        traffic.copies += not isinstance(args[0], _Elsewhere)
    elif name == "aten::_to_copy":
        traffic.copies += device is not None and not _is_absent(device)


def _is_absent(device: Any) -> bool:
    return device is not None and torch.device(device).type == ABSENT.type
