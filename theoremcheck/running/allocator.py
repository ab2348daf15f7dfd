"""What the C library does with memory that an experiment frees: it keeps it for the next step."""

from __future__ import annotations

import os
from ctypes import CDLL

__all__ = ["keep_freed_memory"]

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Names of the parameters in glibc's malloc.h."""
_MAPPED = 32 * 2**20
"""Bytes of a block that gets pages of its own from the kernel, and gives them back at once."""
_KEPT = 2 * _MAPPED
"""Free bytes at the end of the heap beyond which they go back to the kernel."""


def keep_freed_memory() -> None:
    """Let this process keep what it frees, as glibc does by default; without effect where another library allocates.

    glibc comes to these two limits by itself, as blocks of that size are freed (mallopt(3)), but not where the
    environment states one of them. dask starts its workers with `MALLOC_TRIM_THRESHOLD_=65536`, and what they start
    inherits it: each step of a training then got its memory from the kernel anew, page by page, and took 2.4 times as
    long (docs/scale.md).
    """
    mallopt = getattr(CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _MAPPED)
        mallopt(_TRIM_THRESHOLD, _KEPT)
