"""Making trials again, without recording them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision

__all__ = ["train"]


def train(
    claim: Claim, series: Series, points: Mapping[int, Any], device: torch.device, precision: Precision
) -> list[Trial]:
    """Run trials without recording them, in the order of the points."""
    torch.set_num_threads(1)
    return Recorder.of(Dossier.of(claim, Ledger()), None, device).train(series, points, precision)
