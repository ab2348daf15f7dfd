"""One torch thread a process, and temporary folders in memory where there is room for them.

Many small kernels on few cores are slower with more threads, as in a worker. And evidence is synchronised with the disk
after every batch: tests write tens of thousands of batches, kill -9 loses no page of the system's memory, and the disk
that fills up is one of its own.
"""

import os
import shutil
from pathlib import Path

import torch

torch.set_num_threads(1)

_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30


def pytest_configure() -> None:
    """Where pytest makes its temporary folders, unless somebody has said so (PYTEST_DEBUG_TEMPROOT)."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
