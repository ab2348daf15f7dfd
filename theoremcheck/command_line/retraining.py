"""Making trials again, without recording them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence import Trial
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.experiments import Laboratory
from theoremcheck.series.specification import Series

__all__ = ["train"]


def train(
    claim: Claim, series: Series, points: Mapping[int, Any], device: torch.device, *, rerun: bool = False
) -> list[Trial]:
    """Run trials without recording them, in the order of the points."""
    torch.set_num_threads(1)
    found: dict[int, Trial] = {}
    laboratory = Laboratory(claim, device, BatchSizes(device))
    laboratory.trials(
        series, points, lambda trials: found.update((trial.index, trial) for trial in trials), rerun=rerun
    )
    return [found[index] for index in points]
