r"""Bounds on each of the two signals by itself in multi-modal stage 1.

With $a_r = A_r$ and $b_r = \tilde A_r / C_\mu$ the plateau has $a' = k C_\mu b$ and $b' = k C_\mu a$: in a step the sum
grows by $1 + k C_\mu$ and the difference decays by $1 - k C_\mu$. Either signal is a half of both,
$$ \tfrac12 \big( (1 + k C_\mu)^t S_r \pm (1 - k C_\mu)^t D_r \big) , \qquad
   S_r = (a_r + b_r)(0) , \quad D_r = (a_r - b_r)(0) , \qquad
   k C_\mu = \tfrac g2 \tfrac M{M + 1} , \quad g = C_\mu c\, \kappa . $$

Source: Huang et al. 2024, arXiv:2411.02837, Lemma D.4 and eqs. 43 and 44; derived.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches
from models.huang2024.recursion import State
from models.huang2024.stage_one import RECORDS, signal_products

__all__ = ["within_bounds"]

LOW, HIGH = 0.48, 0.52
"""The paper's constants about the half of a rate (Lemmas D.4 and C.4)."""


def within_bounds(states: Sequence[tuple[State, ...]], patches: TwoPatches) -> Tensor:
    r"""Whether both signals stay, in the direction of $S_r$, between their bounds at all records, (trials, width).

    The bounds are $\frac12 ((1 + 0.48 g)^t |S_r| - (1 - 0.48 g)^t |D_r|)$ and
    $\frac12 ((1 + 0.52 g)^t |S_r| + (1 - 0.48 g)^t |D_r|)$.
    """
    ratio = torch.as_tensor(patches.modality_ratio)[:, None]
    first = torch.stack([signal_products(one) for one, _ in states])
    second = torch.stack([signal_products(other) / ratio for _, other in states])
    total, difference = (first + second)[0], (first - second)[0].abs()
    g = (torch.as_tensor(patches.signal_strength) * patches.growth_rate)[:, None] * ratio
    times = patches.steps / RECORDS * torch.arange(1, RECORDS + 1, dtype=g.dtype, device=g.device)[:, None, None]
    decayed = (1 - LOW * g) ** times * difference
    low = ((1 + LOW * g) ** times * total.abs() - decayed) / 2
    high = ((1 + HIGH * g) ** times * total.abs() + decayed) / 2
    along = torch.stack([first[1:], second[1:]]) * total.sign()
    return ((low <= along) & (along <= high)).all(dim=(0, 1))
