"""The regime of finite samples: one setting, in which only the draws differ."""

from models.symile2024.samples import CHECKPOINTS, ViewsOfClasses
from theoremcheck import Regimes

__all__ = ["views_of_classes"]


def views_of_classes() -> Regimes:
    """Eight classes that overlap (Bayes' accuracy from two views is about 0.97), and small networks."""
    return Regimes(
        ViewsOfClasses,
        classes=8,
        dim=16,
        noise=1.5,
        width=32,
        embedding=16,
        batch_size=64,
        few=512,
        many=8192,
        checkpoints=len(CHECKPOINTS),
        tested=2000,
    )
