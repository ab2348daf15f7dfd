"""The paper's synthetic experiment as reconstructed, and what its two claims read off it."""

import torch
from torch import Tensor

from claims.huang2024.paper import HALF_OF_CHANCE, TOLERANCE
from models.huang2024.heads import error, head_on_training
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import Arm, multi_modal, single_modal, train
from strategies.huang2024.stage_two import figure_one
from theoremcheck import Observables, Streams, Study

__all__ = ["EXPERIMENT", "FIGURE", "observe"]

FIGURE = Study(name="huang2024.figure-one", package="claims.huang2024.stage_two")

EXPERIMENT = figure_one()


def observe(patches: TwoPatches, streams: Streams) -> Observables:
    """Losses and accuracies of both arms at the end; the lesser reserve of the two accuracies."""
    single_loss, single = _end(single_modal, patches, streams)
    multi_loss, multi = _end(multi_modal, patches, streams.common)
    ceiling = torch.special.ndtr(torch.as_tensor(patches.test_signal))
    return Observables(
        loss=torch.maximum(single_loss, multi_loss),
        single_accuracy=single,
        multi_accuracy=multi,
        reserve=torch.minimum(multi - ceiling + TOLERANCE, 1 - HALF_OF_CHANCE - single),
    )


def _end(arm: Arm, patches: TwoPatches, streams: Streams) -> tuple[Tensor, Tensor]:
    state = train(arm, patches, two_modalities(patches, streams))[0]
    return state.losses, 1 - error(head_on_training(state.active), state.weights, patches, streams)
