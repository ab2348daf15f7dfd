"""Regimes of the pages of Bangachev et al. 2025 on zero loss."""

from typing import Any

import numpy as np

from models.bangachev2025.zero_loss.codes import CloseTogether, NoisyCode
from models.bangachev2025.zero_loss.losses import SmallLoss
from models.bangachev2025.zero_loss.misses import DoubledCaptions
from theoremcheck import Regimes, choice, derived, log_uniform, uniform

__all__ = ["close_together", "doubled_captions", "doubled_throughout", "noisy_codes", "small_losses", "small_means"]

# The code alone is in d - 1 dimensions: with d = 2 it would be two points.
_CODE: dict[str, Any] = {
    "dimension": choice(3.0, 4.0, 8.0, 16.0),
    "spread": uniform(0.1, 1.0),
    "noise": choice(0.0, 0.2, 1.0),
}


def noisy_codes() -> Regimes:
    """From three pairs to 64: in three dimensions margins from 1/2 down to 1e-6."""
    return Regimes(NoisyCode, pairs=choice(3, 5, 8, 16, 32, 64), **_CODE)


def small_losses(**others: Any) -> Regimes:
    """Losses up to the bound: from t m = 15 on N L at the best bias is below 1e-4, so that every level is met.

    Levels above 1e-2 are far above that, and 0.999 is near the bound.
    """
    declared: dict[str, Any] = dict(
        pairs=choice(2, 3, 5, 8, 16),
        sharpness=log_uniform(15.0, 1000.0),
        level=uniform(0.01, 0.999),
        side=choice(-1.0, 1.0),
    )
    return Regimes(SmallLoss, **_CODE, **{**declared, **others})


def small_means() -> Regimes:
    """The mean L at log 2 or more, by the matched pairs: one of their N terms is then at least log 2.

    Levels are those of N L, from the largest N on.
    """
    return small_losses(level=uniform(16.0, 20.0), side=1.0)


def close_together(**others: Any) -> Regimes:
    """Points within a thousandth of each other, and down to a ten-thousandth: below, 1 - cosine nears round-off."""
    declared: dict[str, Any] = dict(
        pairs=choice(3, 5, 8, 16), dimension=choice(2.0, 3.0, 8.0), width=log_uniform(1e-4, 1e-3)
    )
    return Regimes(CloseTogether, **{**declared, **others})


def doubled_captions(**others: Any) -> Regimes:
    """Batches from just above the square root of N to N / 3, of which log 2 affords one doubled pair at least.

    Larger batches afford none: a miss then costs more than the bound allows altogether.
    """
    declared: dict[str, Any] = dict(
        pairs=choice(16, 32, 64),
        dimension=choice(4.0, 8.0, 15.0),
        place=uniform(0.0, 1.0),
        afforded=uniform(0.85, 1.0),
        batch=derived(_batch),
    )
    return Regimes(DoubledCaptions, **{**declared, **others})


def doubled_throughout() -> Regimes:
    """Every caption doubled, at batches at which the bound allows for less than all to be missed."""
    return doubled_captions(afforded=1e6, where=lambda r: r.batch * (r.batch - 1) > r.pairs)


def _batch(r: Any) -> Any:
    least = np.floor(np.sqrt(r.pairs)) + 1
    return least + np.floor(r.place * np.maximum(r.pairs / 3 - least + 1, 0))
