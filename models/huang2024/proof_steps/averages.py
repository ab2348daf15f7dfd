r"""Averages over neurons at the end of stage 1, which is made the last step: the step $\kappa$ follows from it.

Source: Huang et al. 2024, arXiv:2411.02837, proofs of Lemmas 5.2 and 5.4.
"""

from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import State
from models.huang2024.stage_one import Pairs

__all__ = ["average_responses", "average_signals", "quiet_second_class", "until_single_modal_end"]


def until_single_modal_end(patches: TwoPatches) -> TwoPatches:
    r"""The last step is $T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$ (Lemma 5.2)."""
    growth = (20 / torch.as_tensor(patches.start_size)).log() / patches.steps
    return replace(patches, horizon=growth.expm1() / 0.96 * patches.steps)


def average_responses(state: State) -> Tensor:
    r"""$\frac1m \sum_r \mathrm{relu}\, \Psi_{ri}$ for the samples of the first class, shape (trials, samples / 2)."""
    sizes = Pairs.of(state.modality).noise + state.noise
    return sizes[:, :, : sizes.shape[2] // 2].relu().mean(dim=1)


def average_signals(state: State) -> Tensor:
    r"""$\frac1m \sum_r \mathrm{relu}\, A_r$ and $\frac1m \sum_r \mathrm{relu}(-A_r)$, shape (trials, 2)."""
    products = Pairs.of(state.modality).signal + state.signal
    return torch.stack([products, -products], dim=2).relu().mean(dim=1)


def quiet_second_class(modalities: tuple[Modality, Modality], factor: float) -> tuple[Modality, Modality]:
    """Noises of the first modality's second class, and of its views, are `factor` times as long."""
    first, second = modalities
    half = first.views.shape[1] // 2
    scale = torch.ones_like(first.directions[:, :, :1])
    scale[:, half:-1] = factor
    return replace(first, directions=scale * first.directions, views=scale[:, :-1] * first.views), second
