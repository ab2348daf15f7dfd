"""JAX is an extra: whoever asks for it gets it where it is installed, and None elsewhere."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

__all__ = ["NOT_RUN", "jax_twins"]

NOT_RUN = "not run: jax is not installed"

_ONE_THREAD = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


@cache
def jax_twins() -> Any:
    """The module `benchmarks.speed.in_jax`, or None without JAX; XLA reads its flags when it is imported."""
    if find_spec("jax") is None:
        return None
    os.environ.setdefault("XLA_FLAGS", _ONE_THREAD)
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    return import_module("benchmarks.speed.in_jax")
