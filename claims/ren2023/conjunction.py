"""Several predictions that must hold together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theoremcheck.predictions import Observed, Prediction

__all__ = ["AllOf"]


@dataclass(frozen=True)
class AllOf:
    """All of several predictions hold. Margin: the least of theirs; across units only its sign compares."""

    predictions: tuple[Prediction, ...]

    @property
    def observables(self) -> tuple[str, ...]:
        """What any of them reads, each name once."""
        names = [name for prediction in self.predictions for name in prediction.observables]
        return tuple(dict.fromkeys(names))

    @property
    def sentence(self) -> str:
        """In words."""
        return "; ".join(prediction.sentence for prediction in self.predictions)

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """The least reserve; NaN if any is."""
        return np.min([prediction.margin(observed) for prediction in self.predictions], axis=0)
