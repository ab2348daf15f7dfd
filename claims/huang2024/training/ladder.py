r"""The ladder n = 50, 100, 200 over the paper's experiment: $d = 0.2 n^2$, $\|\mu\|$ and $\sigma_0$ grow with n."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from models.huang2024.heads import POINTS
from models.huang2024.patches import TwoPatches
from theoremcheck import Observed, Scale

__all__ = ["LADDER", "FallsBy"]

LEAST_ERROR = 0.5 / (4 * POINTS)
"""Half an answer: an error of which none was seen is not 0."""


def grow(patches: TwoPatches, factor: int) -> TwoPatches:
    r"""More samples at fixed $\nu = a \mu$, so that $z = a \|\mu\| / \sigma_\xi = a \sqrt{c K n}$ grows."""
    return replace(
        patches,
        samples=patches.samples * factor,
        test_signal=torch.as_tensor(patches.test_signal) * factor**0.5,
    )


LADDER = Scale("samples", factors=(1, 2, 4), grow=grow)


@dataclass(frozen=True)
class FallsBy:
    """From the first rung to the last the observable falls by a factor: the surrogate of o(1). Margin: log-reserve."""

    observable: str
    factor: float

    @property
    def observables(self) -> tuple[str, ...]:
        """The curve."""
        return (self.observable,)

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.observable} falls along the ladder, by a factor of {self.factor:g} at least"

    def margin(self, observed: Observed) -> NDArray[np.float64]:
        """Logarithm of first over last, less that of the factor."""
        curve = np.maximum(observed[self.observable], LEAST_ERROR)
        return np.log(curve[:, 0] / curve[:, -1]) - np.log(self.factor)
