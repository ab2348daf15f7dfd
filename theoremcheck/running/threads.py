"""How many threads experiments compute with."""

from __future__ import annotations

import torch
from threadpoolctl import threadpool_limits

__all__ = ["use_one_thread"]


def use_one_thread() -> None:
    """One thread for torch, and for the linear algebra of NumPy and SciPy, in this process from now on.

    Experiments are many small kernels: more threads slow them down (up to 14 times, where cores are busy). What uses
    more cores is more workers.
    """
    torch.set_num_threads(1)
    threadpool_limits(limits=1)
