r"""When stage 1 ends, as the paper gives it.

Source: Huang et al. 2024, arXiv:2411.02837, Lemmas 5.2 and 5.4.
"""

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches

__all__ = ["multi_modal_stage", "single_modal_stage"]


def single_modal_stage(patches: TwoPatches) -> Tensor:
    r"""$T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$ of Lemma 5.2, in whole steps, shape (trials,)."""
    length = (20 / torch.as_tensor(patches.start_size)).log() / (0.96 * patches.growth_rate).log1p()
    return length.round().clamp(min=0, max=patches.steps)


def multi_modal_stage(patches: TwoPatches) -> Tensor:
    r"""$T_1 = \log(20 / \sigma_0 \|\mu\|) / \log(1 + 0.48\, C_\mu c\, \kappa)$ of Lemma 5.4, shape (trials,)."""
    growth = 0.48 * torch.as_tensor(patches.modality_ratio * patches.signal_strength) * patches.growth_rate
    length = (20 / (torch.as_tensor(patches.start_size) * patches.snr)).log() / growth.log1p()
    return length.round().clamp(min=0, max=patches.steps)
