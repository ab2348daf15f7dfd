"""An arm trained to its end, and how large its coefficients are where its stage 1 ends."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.patches import Modality, TwoPatches
from models.huang2024.recursion import Arm, State

__all__ = ["Stage", "train_through_stage_one"]

Stage = Callable[[TwoPatches], Tensor]
"""When stage 1 ends, in steps, shape (trials,)."""


def train_through_stage_one(
    arm: Arm, stage: Stage, patches: TwoPatches, modalities: tuple[Modality, Modality]
) -> tuple[State, dict[str, Tensor]]:
    r"""The first network at the end of training, and sizes of its coefficients at the end of stage 1.

    Returns:
        The state, and `signal`, $\max_r |\gamma_r|$, `noise_least`, $\min_i \max_r \rho_{ri}$, and `noise_most`,
        $\max_{r,i} |\rho_{ri}|$, each of shape (trials,).
    """
    ends = stage(patches)
    # Whose steps they are costs nothing to ask on a CPU, and a wait elsewhere.
    ending = set(ends.tolist()) if ends.device.type == "cpu" else set(range(patches.steps + 1))
    kept = torch.zeros_like(modalities[0].weights[:, :, : patches.samples + 1])
    for step, states in enumerate(arm(patches, modalities)):
        state = states[0]
        if step in ending:
            kept = torch.where((ends == step)[:, None, None], state.coefficients, kept)
    return state, _sizes(replace(state, coefficients=kept))


def _sizes(state: State) -> dict[str, Tensor]:
    return {
        "signal": state.signal.abs().amax(dim=1),
        "noise_least": state.noise.amax(dim=1).amin(dim=1),
        "noise_most": state.noise.abs().amax(dim=(1, 2)),
    }
