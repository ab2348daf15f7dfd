"""Regimes of training on Gaussian views of sixteen classes."""

from models.cliplite2023.training import CHECKPOINTS, BatchSizes, PairsOfClasses
from theoremcheck import Regimes, choice

__all__ = ["batch_sizes", "much_data", "small_data"]

_CLASSES = {"classes": 16, "dim": 16, "noise": 0.8, "width": 64, "embedding": 16, "tested": 1500}


def small_data() -> Regimes:
    """Training sets of four to 64 samples a class, 600 steps of 64 pairs on each."""
    return Regimes(
        PairsOfClasses,
        **_CLASSES,
        training_set=choice(64.0, 128.0, 256.0, 512.0, 1024.0),
        pool=1024,
        batch_size=64,
        checkpoints=len(CHECKPOINTS),
    )


def much_data() -> Regimes:
    """The same with 256 samples a class."""
    return small_data().with_(training_set=4096.0, pool=4096)


def batch_sizes() -> Regimes:
    """The smallest batch that has a negative, and a large one; 12,800 fresh pairs for either.

    Learning rates are the best of 3e-3, 1e-2 and 3e-2 on the mean of pilot instances, fixed before any trial.
    """
    return Regimes(BatchSizes, **_CLASSES, instances=16, fresh=12_800, small=2, large=128, rates=(3e-3, 1e-2))
