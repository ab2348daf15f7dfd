r"""Both trainings along the ladder n = 24, 48, 96 in the theorems' own regime, and what the pages read off them.

The dimension grows like $n^{8.6}$, so that $K = d / n^2$ goes from 1e4 to 1e8; $\|\mu\| = \sigma_\xi \sqrt{c K n}$,
$\sigma_0 = s / \sigma_\xi \sqrt d$ with $K s^2 \in [1, 4]$ fixed, m like $\sqrt n$, and
$z = \langle \nu, \mu \rangle / \sigma_\xi \|\mu\|$ like $\sqrt n$. With constants 1 each rung meets conditions (1),
(2), (3), (5), (6) and (7) of Assumption 4.1; `reserve` records the least factor by which it meets the first four. Of
the appendix's numbers no rung meets $n \ge 2500 \log(4/\delta)$ (`samples_reserve`, 0.002 to 0.009) or Lemma B.2's
dimension (`dimension_reserve`, below 1e-5: at $K s^2 \le 4$ no K does), and $n\,\mathrm{SNR}^2 \ge 1.7$ is not asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import log

import torch
from torch import Tensor

from models.huang2024.heads import POINTS, errors, head_on_training
from models.huang2024.ladder import appendix_dimension, appendix_samples, reserves
from models.huang2024.patches import TwoPatches, noisier_second_modality, two_modalities
from models.huang2024.recursion import Arm, multi_modal, single_modal, train
from models.huang2024.shifted_law import shifted_error
from strategies.huang2024.ladder import first_rungs
from theoremcheck import Observables, Scale, Streams, Study

__all__ = ["LADDER", "REGIMES", "TOLERANCE", "TRAININGS", "observe_both", "observe_multi", "observe_single"]

TRAININGS = Study(name="huang2024.ladder-in-theorem", package="claims.huang2024.ladder")

REGIMES = first_rungs()

TOLERANCE = 0.2
r"""On z as the errors show it, relative. The 2,000 independent answers know it to 0.034, 0.07 and 0.11 at errors of
0.16, 0.0165 and 0.005, which is 3 to 5 % of it; m = 48 starts know $\delta$ to $\sqrt{2/m}$ = 20 %, and through
$z / \sqrt{1 + \delta}$ that is another 4 %. Three standard deviations of both."""

_ASKED = 4
"""Times that a head meets 250 noises, with either sign and label: 2,000 independent answers."""

_GROWTH = log(1e4) / log(4)
"""Exponent of K in n: 1e4 between the first rung and the last."""


def grow(patches: TwoPatches, factor: int) -> TwoPatches:
    """More samples in a dimension that grows far faster; everything else follows the theorems' regime."""
    start = torch.as_tensor(patches.start_size) * factor ** (-_GROWTH / 2)
    return replace(
        patches,
        samples=patches.samples * factor,
        width=round(patches.width * factor**0.5),
        dim_ratio=patches.dim_ratio * factor**_GROWTH,
        start_size=start,
        test_signal=patches.test_signal * factor**0.5,
        horizon=14 - 1.5 * start.log(),
    )


LADDER = Scale("samples", factors=(1, 2, 4), grow=grow)


def observe_both(patches: TwoPatches, streams: Streams) -> Observables:
    """Both arms on the same draw, the laws of the second one's error, and the conditions; each of shape (trials,)."""
    conditions = torch.stack([factor.double() for factor in reserves(patches).values()])
    single, multi = _trained((single_modal, multi_modal), patches, streams)
    return Observables(
        _of_single(*single),
        **_of_multi(*multi, patches),
        reserve=conditions.amin(dim=0),
        samples_reserve=appendix_samples(patches),
        dimension_reserve=appendix_dimension(patches),
        dim_ratio=torch.as_tensor(patches.dim_ratio),
    )


def observe_single(patches: TwoPatches, streams: Streams) -> Observables:
    """The single-modal arm's loss and the error of its head, shape (trials,)."""
    return _of_single(*_trained((single_modal,), patches, streams)[0])


def observe_multi(patches: TwoPatches, streams: Streams, second_noise: float = 1.0) -> Observables:
    r"""The multi-modal arm's loss, the error of its head, its laws, and the same as z: $-\Phi^{-1}$ of each.

    The second modality's noise is `second_noise` times the first one's; the laws do not know of it.
    """
    return _of_multi(*_trained((multi_modal,), patches, streams, second_noise)[0], patches)


def _of_single(losses: Tensor, wrong: Tensor) -> Observables:
    return Observables(single_loss=losses, single_error=wrong)


def _of_multi(losses: Tensor, wrong: Tensor, patches: TwoPatches) -> Observables:
    law = shifted_error(patches)
    return Observables(
        multi_loss=losses,
        multi_error=wrong,
        predicted_error=law,
        seen_signal=_signal_of(wrong),
        predicted_signal=_signal_of(law),
    )


def _trained(
    arms: Sequence[Arm], patches: TwoPatches, streams: Streams, second_noise: float = 1.0
) -> list[tuple[Tensor, Tensor]]:
    """Of each arm: loss at the end, and error of the head fitted on the training features."""
    modalities = noisier_second_modality(two_modalities(patches, streams), second_noise)
    states = [train(arm, patches, modalities)[0] for arm in arms]
    asked = [(head_on_training(state.active), state.weights) for state in states]
    wrong = [errors(asked, patches, streams.child("test", k)) for k in range(_ASKED)]
    means = (torch.stack(answers).mean(dim=0) for answers in zip(*wrong, strict=True))
    return [(state.losses, mean) for state, mean in zip(states, means, strict=True)]


def _signal_of(error_share: Tensor) -> Tensor:
    """The z at which a share errs; none and all of the answers count as half an answer."""
    half = 0.5 / (4 * POINTS * _ASKED)
    return -torch.special.ndtri(error_share.double().clamp(half, 1 - half))
