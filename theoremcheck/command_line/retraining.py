"""Making trials again, without recording them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch

from theoremcheck.evidence import Ledger, Trial
from theoremcheck.running import Recorder, use_one_thread
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import Series
from theoremcheck.vocabulary import Precision

__all__ = ["train"]


def train(
    dossier: Dossier, series: Series, points: Mapping[int, Any], device: torch.device, precision: Precision
) -> list[Trial]:
    """Run trials of a claim without recording them, in the order of the points and each in this precision."""
    use_one_thread()
    alone = replace(dossier, ledger=Ledger())
    Recorder.of(alone, None, device).train(series, points, precision)
    made = alone.ledger.trials(series.label, precision)
    return [made[index] for index in points]
