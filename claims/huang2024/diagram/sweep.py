r"""Both arms, trained to the end at a point of the plane of $c = n\,\mathrm{SNR}^2$ and $C_\mu$."""

from functools import partial

import torch

from claims.huang2024.paper import HALF_OF_CHANCE, source, with_half_steps
from models.huang2024.diagram import (
    multi_modal_advantage,
    side,
    single_modal_advantage,
)
from models.huang2024.heads import errors, head_on_training
from models.huang2024.patches import TwoPatches, noisier_second_modality, two_modalities
from models.huang2024.recursion import multi_modal, single_modal, train
from strategies.huang2024.diagram import plane
from theoremcheck import Control, Observables, Streams, Study, Trust, log_uniform

__all__ = ["DIAGRAM", "NOISIER", "NO_SMALL_START", "PLANE", "SOURCE", "TRUST", "observe"]

DIAGRAM = Study(name="huang2024.phase-diagram", package="claims.huang2024.diagram")

PLANE = plane()

SOURCE = source(
    "Theorems 4.2 and 4.3, the constants of n SNR^2 and C_mu that they leave open (derived)", "reconstructed"
)


TRUST = Trust(fraction=0.05, at_least=8, refine=with_half_steps)


def observe(patches: TwoPatches, streams: Streams, second_noise: float = 1.0) -> Observables:
    r"""What each arm has become; columns are the single-modal and the multi-modal arm, shape (trials, 2).

    `strength` is c and $C_\mu c$, `side` the predicted phase, `advantage` the log of signal over noise in a sample's
    similarity, `error` that of the head fitted on the training features, and `learned` whether it is below a quarter, 1
    or -1. `agreement` and `generalisation` are by how much both agree with the side, in the worse arm, shape (trials,).
    The second modality's noise is `second_noise` times the first one's.
    """
    modalities = noisier_second_modality(two_modalities(patches, streams), second_noise)
    alone, both = train(single_modal, patches, modalities), train(multi_modal, patches, modalities)
    c = torch.as_tensor(patches.signal_strength)
    strength = torch.stack([c, c * patches.modality_ratio], dim=1)
    advantage = torch.stack([single_modal_advantage(alone[0]), multi_modal_advantage(both)], dim=1)
    asked = [(head_on_training(state.active), state.weights) for state in (alone[0], both[0])]
    wrong = torch.stack(errors(asked, patches, streams), dim=1)
    predicted = side(strength)
    return Observables(
        strength=strength,
        side=predicted,
        advantage=advantage,
        error=wrong,
        learned=torch.where(wrong < HALF_OF_CHANCE, 1.0, -1.0).to(wrong),
        agreement=(predicted * advantage).amin(dim=1),
        generalisation=(predicted * (HALF_OF_CHANCE - wrong)).amin(dim=1),
    )


# With a noise 4 times as large the multi-modal line is C_mu c = 8, so that all of this strip lies on the wrong side.
NOISIER = Control(
    breaks="the noise of both modalities is of one size (here: the second's is 4 times as large, 2 < C_mu c < 6)",
    regimes=plane(min_boosted=2.0, max_boosted=6.0),
    experiment=partial(observe, second_noise=4.0),
)

# From a large start either side may win, so that half of the plane agrees by chance.
NO_SMALL_START = Control(
    breaks="the start is small (here: s of 10 to 30, so that there is no stage 1 to win)",
    regimes=plane(start_size=log_uniform(10.0, 30.0)),
)
