"""Where experiments run."""

from __future__ import annotations

import torch

__all__ = ["device_named"]


def device_named(name: str, worker: int = 0) -> torch.device:
    """The device of a worker: `auto` takes a GPU where there is one, and `cuda` shares the GPUs among workers.

    Raises:
        ValueError: If there is no such device.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        device = torch.device(name)
        if device.type == "cuda" and device.index is None:
            device = torch.device("cuda", worker % torch.cuda.device_count())
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, ZeroDivisionError) as error:
        first_line = str(error).partition(chr(10))[0]
        raise ValueError(f"there is no device {name!r}: {first_line}") from error
    return device
