r"""The two trainings that the main theorems share, and what is read off them.

One draw of both modalities; the single-modal arm trains on the first, the multi-modal arm on both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from models.huang2024.heads import errors, head_on_shifted, head_on_training
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.recursion import Arm, State, multi_modal, single_modal
from models.huang2024.stage_two import multi_modal_stage, single_modal_stage
from strategies.huang2024 import two_patch_regimes
from theoremcheck import Observables, Scale, Source, Streams, Study, Trust

__all__ = [
    "GROWTH",
    "REGIMES",
    "TRAININGS",
    "TRUST",
    "fit_on_fresh",
    "observe_both",
    "observe_multi",
    "observe_single",
    "source",
]

TRAININGS = Study(name="huang2024.two-arms", package="claims.huang2024.training")

REGIMES = two_patch_regimes()

DIVERGED = 1e30
"""Recorded where a loss has left the floating range: finite, and no bound admits it."""

TOLERANCE = 0.03
"""On an error: 1,000 answers to 250 noises know 0.05 to 0.01 and less (one standard deviation, noises counted); 3 of
these."""


Fit = Callable[[State, TwoPatches, Streams], Tensor]
"""(trained network, regimes, streams) -> linear heads, shape (trials, width)."""


def fit_on_training(state: State, patches: TwoPatches, streams: Streams) -> Tensor:
    """H-ID, the head on the n training features."""
    return head_on_training(state.active)


def fit_on_fresh(state: State, patches: TwoPatches, streams: Streams) -> Tensor:
    """H-OOD, the head on 500 fresh samples of the test distribution."""
    return head_on_shifted(state.weights, patches, streams)


def _with_half_steps(patches: TwoPatches) -> TwoPatches:
    """Twice as many steps of half the length, up to the same time."""
    return replace(patches, steps=2 * patches.steps)


TRUST = Trust(refine=_with_half_steps)


def _more_samples(patches: TwoPatches, factor: int) -> TwoPatches:
    """More samples; d grows like n^2 and |mu| with it."""
    return replace(patches, samples=patches.samples * factor)


GROWTH = Scale("samples", factors=(2, 4), grow=_more_samples)
"""The theorems are about n to infinity: what fails at 50 or 100 samples is asked again of up to four times as many."""


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper."""
    return Source("Huang et al. 2024", arxiv="2411.02837", item=item, exactness=exactness)


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


def observe_multi(patches: TwoPatches, streams: Streams) -> Observables:
    r"""The multi-modal arm, its first network.

    Stage 1 ends at $T_1 = \log(20 / (\sigma_0 \|\mu\|)) / \log(1 + 0.48\, C_\mu c\, \kappa)$ (Lemma 5.4).
    """
    return _observe((_MULTI,), patches, streams, fit_on_training)[0]


@dataclass(frozen=True)
class _Kind:
    """An arm, and when its stage 1 ends."""

    name: str
    arm: Arm
    stage: Callable[[TwoPatches], Tensor]


_SINGLE = _Kind("single", single_modal, single_modal_stage)
_MULTI = _Kind("multi", multi_modal, multi_modal_stage)


def _observe(kinds: Sequence[_Kind], patches: TwoPatches, streams: Streams, fit: Fit) -> list[Observables]:
    """Train each arm once; sizes at the end of its stage 1, loss and error at the end, and the second's ceiling."""
    modalities = two_modalities(patches, streams)
    trained = [_trained(kind, patches, modalities) for kind in kinds]
    wrong = errors([(fit(state, patches, streams), state.weights) for state, _ in trained], patches, streams)
    seen = []
    for kind, (state, sizes), share in zip(kinds, trained, wrong, strict=True):
        values = {"loss": state.losses.nan_to_num(nan=DIVERGED, posinf=DIVERGED), "error": share.nan_to_num(nan=1.0)}
        seen.append(Observables({f"{kind.name}_{name}": value for name, value in {**values, **sizes}.items()}))
        if kind is _MULTI:
            seen[-1]["ceiling"] = torch.special.ndtr(-torch.as_tensor(patches.test_signal)) + TOLERANCE
    return seen


def _trained(
    kind: _Kind, patches: TwoPatches, modalities: tuple[Modality, Modality]
) -> tuple[State, dict[str, Tensor]]:
    """The first network at the end of training, and sizes of its coefficients at the end of stage 1."""
    stage = kind.stage(patches)
    sizes: dict[str, Tensor] = {}
    for step, states in enumerate(kind.arm(patches, modalities)):
        state = states[0]
        if (here := stage == step).any():
            for name, values in _sizes(state).items():
                sizes[name] = torch.where(here, values, sizes.get(name, values))
    return state, sizes


def _sizes(state: State) -> dict[str, Tensor]:
    r"""$\max_r |\gamma_r|$, $\min_i \max_r \rho_{ri}$ and $\max_{r,i} |\rho_{ri}|$, shape (trials,)."""
    return {
        "signal": state.signal.abs().amax(dim=1),
        "noise_least": state.noise.amax(dim=1).amin(dim=1),
        "noise_most": state.noise.abs().amax(dim=(1, 2)),
    }
