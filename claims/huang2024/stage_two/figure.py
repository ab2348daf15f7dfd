"""The paper's synthetic experiment as reconstructed, and what its two claims read off it."""

import torch
from torch import Tensor

from models.huang2024.heads import error, head_on_training
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import Arm, multi_modal, single_modal, train
from strategies.huang2024_stage_two import figure_one
from theoremcheck import Observables, Source, Streams, Study

__all__ = ["EXPERIMENT", "FIGURE", "observe", "source"]

FIGURE = Study(name="huang2024.figure-one", package="claims.huang2024.stage_two")

EXPERIMENT = figure_one()

TOLERANCE = 0.03
"""On the multi-modal accuracy: 1,000 answers to 250 noises know 0.023 to 0.01 (one standard deviation); 3 of these."""

STALLED = 0.75
"""Greatest single-modal accuracy: Theorem 4.2's error of order one is read as a quarter, as in single-modal-stalls."""


def source(item: str, exactness: str) -> Source:
    """A statement of the paper."""
    return Source("Huang et al. 2024", arxiv="2411.02837", item=item, exactness=exactness)


def observe(patches: TwoPatches, streams: Streams) -> Observables:
    """Losses and accuracies of both arms at the end; the lesser reserve of the two accuracies."""
    single_loss, single = _end(single_modal, patches, streams)
    multi_loss, multi = _end(multi_modal, patches, streams)
    ceiling = torch.special.ndtr(torch.as_tensor(patches.test_signal))
    return Observables(
        loss=torch.maximum(single_loss, multi_loss),
        single_accuracy=single,
        multi_accuracy=multi,
        reserve=torch.minimum(multi - ceiling + TOLERANCE, STALLED - single),
    )


def _end(arm: Arm, patches: TwoPatches, streams: Streams) -> tuple[Tensor, Tensor]:
    state = train(arm, patches, two_modalities(patches, streams))[0]
    return state.losses, 1 - error(head_on_training(state.active), state.weights, patches, streams)
