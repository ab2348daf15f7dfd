"""Sizes of batches that the parts of a series share: they run one experiment, so what one learned holds for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import torch

from theoremcheck.running.batches import BatchSizes

__all__ = ["SharedSizes"]

T = TypeVar("T")


class SharedSizes(BatchSizes):
    """Goes on with the size that earlier trials of a series came to, whether draws, replicates or looks of its search.

    Two hundred and fifty-six looks in batches that begin at sixteen again take twice as long as in one or two.
    """

    def __init__(self, device: torch.device, processes: int, labels: Iterable[str]) -> None:
        """Take a share of what is free, as `BatchSizes` does.

        Args:
            device: Where experiments run.
            processes: Runs that share this machine's memory.
            labels: Of the claim's series; a part of one begins with its label and a slash.
        """
        super().__init__(device, processes)
        self._labels = sorted(labels, key=len, reverse=True)

    def run(self, shape: Any, trials: Sequence[int], train: Callable[[Sequence[int]], T]) -> Iterator[T]:
        """Train all trials of one shape, which is (label, precision, shape of a regime), piece by piece."""
        label, *rest = shape
        whole = next((known for known in self._labels if f"{label}/".startswith(f"{known}/")), label)
        pace = self._paces[whole, *rest]
        if not pace.growing:
            # That twice the size was no faster once may have been the machine's mood: each request asks once more.
            pace.size, pace.growing = 2 * pace.size, True
        return super().run((whole, *rest), trials, train)
