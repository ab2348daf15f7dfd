r"""The two trainings that the main theorems share, and what the theorems' pages read off them.

One draw of both modalities; the single-modal arm trains on the first, the multi-modal arm on both. Each number has its
arm in front, `single_` or `multi_`, and is of the first network:

- `loss` at the end; `error` of the head at the end; `ceiling`: $\Phi(-z / \sqrt{1 + \delta}) + 0.03$; `unit`:
  $\sqrt\tau$, the size of coefficients at which the loss leaves its plateau.
- at the end of stage 1, `signal`: $\max_r |\gamma_r|$; `noise_least`: $\min_i \max_r \rho_{ri}$; `noise_most`:
  $\max_{r,i} |\rho_{ri}|$.
- `gap`, without an arm: by how much the single-modal error exceeds the multi-modal one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from torch import Tensor

from claims.huang2024.paper import DIVERGED, TOLERANCE
from models.huang2024.heads import errors, head_on_shifted, head_on_training
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import Arm, Motion, State, descending, multi_modal, single_modal
from models.huang2024.shifted_law import error_with_start
from models.huang2024.stages import multi_modal_stage, single_modal_stage
from models.huang2024.training import Stage, train_through_stage_one
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtMost, Observables, Streams, Study, derived, uniform

__all__ = [
    "FAST",
    "FAST_HORIZON",
    "LEARNING",
    "REGIMES",
    "SINGLE_CONVERGES",
    "TENTH",
    "TRAININGS",
    "fit_on_fresh",
    "observe_both",
    "observe_multi",
    "observe_single",
]

TRAININGS = Study(name="huang2024.two-arms", package="claims.huang2024.training")

REGIMES = two_patch_regimes()

SINGLE_CONVERGES = AtMost("single_loss", 0.1, unit="nat")
"""Theorem 4.2, part 1, with the constant of single-modal-converges; part 2 speaks of the same moment."""

TENTH = two_patch_regimes(horizon=derived(lambda r: 1.4 - 0.15 * np.log(r.start_size)))
"""A tenth of the time, in as many steps: log(20 / s) are needed for stage 1 alone."""

LEARNING = partial(
    two_patch_regimes,
    min_signal=0.8,
    max_signal=1.75,
    min_boosted=4.5,
    max_boosted=7.0,
    min_start=0.005,
    max_start=0.05,
)
r"""Where Lemma 5.4 is asked: its proof uses $C_\mu c \ge 4.42$, and exponents need a small start to be told apart."""

FAST = "the learning rate is at most n m / (sigma_xi^2 d) (here: 20 to 100 times that, over tau)"
FAST_HORIZON = uniform(1600.0, 8000.0)

Fit = Callable[[State, TwoPatches, Streams], Tensor]
"""(trained network, regimes, streams) -> linear heads, shape (trials, width)."""


def fit_on_training(state: State, patches: TwoPatches, streams: Streams) -> Tensor:
    """H-ID, the head on the n training features."""
    return head_on_training(state.active)


def fit_on_fresh(state: State, patches: TwoPatches, streams: Streams) -> Tensor:
    """H-OOD, the head on 500 fresh samples of the test distribution."""
    return head_on_shifted(state.weights, patches, streams)


def observe_both(patches: TwoPatches, streams: Streams) -> Observables:
    """Both arms on the same draw, and how much better the second one's heads are."""
    single, multi = _observe((_SINGLE, _MULTI), patches, streams, fit_on_training)
    return Observables(
        **single,
        **multi,
        gap=single["single_error"] - multi["multi_error"],
    )


def observe_single(patches: TwoPatches, streams: Streams, fit: Fit = fit_on_training) -> Observables:
    r"""The single-modal arm; its stage 1 ends at $T_1 = \log(20 / s) / \log(1 + 0.96 \kappa)$ (Lemma 5.2)."""
    return _observe((_SINGLE,), patches, streams, fit)[0]


def observe_multi(patches: TwoPatches, streams: Streams, motion: Motion = descending) -> Observables:
    r"""The multi-modal arm, its first network.

    Stage 1 ends at $T_1 = \log(20 / (\sigma_0 \|\mu\|)) / \log(1 + 0.48\, C_\mu c\, \kappa)$ (Lemma 5.4).
    """
    return _observe((replace(_MULTI, arm=motion(_MULTI.arm)),), patches, streams, fit_on_training)[0]


@dataclass(frozen=True)
class _Kind:
    """An arm, and when its stage 1 ends."""

    name: str
    arm: Arm
    stage: Stage


_SINGLE = _Kind("single", single_modal, single_modal_stage)
_MULTI = _Kind("multi", multi_modal, multi_modal_stage)


def _observe(kinds: Sequence[_Kind], patches: TwoPatches, streams: Streams, fit: Fit) -> list[Observables]:
    """Train each arm once; sizes at the end of its stage 1, loss and error at the end, and the second's ceiling."""
    modalities = two_modalities(patches, streams)
    trained = [train_through_stage_one(kind.arm, kind.stage, patches, modalities) for kind in kinds]
    wrong = errors([(fit(state, patches, streams), state.weights) for state, _ in trained], patches, streams)
    seen = []
    for kind, (state, sizes), share in zip(kinds, trained, wrong, strict=True):
        values = {"loss": state.losses.nan_to_num(nan=DIVERGED, posinf=DIVERGED), "error": share.nan_to_num(nan=1.0)}
        seen.append(Observables({f"{kind.name}_{name}": value for name, value in {**values, **sizes}.items()}))
        if kind.name == _MULTI.name:
            seen[-1]["unit"] = torch.as_tensor(patches.temperature).sqrt()
            seen[-1]["ceiling"] = error_with_start(patches) + TOLERANCE
    return seen
