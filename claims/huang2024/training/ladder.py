r"""The ladder n = 50, 100, 200 over the paper's experiment: $d = 0.2 n^2$, $\|\mu\|$ and $\sigma_0$ grow with n."""

from dataclasses import replace

import torch

from models.huang2024.patches import TwoPatches
from theoremcheck import Scale

__all__ = ["LADDER"]


def grow(patches: TwoPatches, factor: int) -> TwoPatches:
    r"""More samples at fixed $\nu = a \mu$, so that $z = a \|\mu\| / \sigma_\xi = a \sqrt{c K n}$ grows."""
    return replace(
        patches,
        samples=patches.samples * factor,
        test_signal=torch.as_tensor(patches.test_signal) * factor**0.5,
    )


LADDER = Scale("samples", factors=(1, 2, 4), grow=grow)
