r"""The two trainings that the claims about stage 2 share, and what is read off them.

Stage 2 begins at $T_1$ as the paper gives it (Lemmas 5.2 and 5.4), and its precision is $\epsilon = 0.01$: the loss,
about 0.05 at $T_1$, passes it before the end.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

from models.huang2024.contrast import Responses
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.recursion import State, multi_modal, single_modal
from models.huang2024.stage_two import (
    Path,
    follow,
    learning_rate,
    log_horizon,
    memorised,
    multi_modal_bound,
    multi_modal_growth,
    multi_modal_partners,
    multi_modal_stage,
    reference_slopes,
    signal_learned,
    signal_synchronised,
    single_modal_bound,
    single_modal_growth,
    single_modal_partners,
    single_modal_stage,
)
from strategies.huang2024_stage_two import stage_two_regimes
from theoremcheck import Control, Observables, Source, Streams, Study, Trust, choice, uniform

__all__ = [
    "DIVERGING",
    "LAW_TOLERANCE",
    "PATHS",
    "REGIMES",
    "TRUST",
    "observe_both",
    "observe_multi",
    "observe_single",
    "source",
]

PATHS = Study(name="huang2024.stage-two", package="claims.huang2024.stage_two")

REGIMES = stage_two_regimes()

PRECISION = 0.01
r"""$\epsilon$."""

LATE = 0.1
"""Loss from which on it falls like 1 / t."""

LAW_TOLERANCE = 2 / 7
r"""Neglected in the closed form: what negatives add to a sample's loss, and that samples differ. Each shifts
$u = \log(M / L)$ by an order of one, and u is 7 about L = 0.02, midway."""

DIVERGED = 1e30
"""Recorded where a number has left the floating range: finite, and no bound admits it."""


def _with_half_steps(patches: TwoPatches) -> TwoPatches:
    """Twice as many steps of half the length, up to the same time."""
    return replace(patches, steps=2 * patches.steps)


TRUST = Trust(refine=_with_half_steps)

DIVERGING = partial(
    Control,
    breaks="the learning rate is at most n m tau / (12 sigma_xi^2 d) (here: 20 to 100 n m tau / (sigma_xi^2 d))",
    regimes=stage_two_regimes(horizon=uniform(800.0, 4000.0), steps=choice(40)),
)


def source(item: str, exactness: str = "paraphrased") -> Source:
    """A statement of the paper."""
    return Source("Huang et al. 2024", arxiv="2411.02837", item=item, exactness=exactness)


Start = Callable[[tuple[Modality, Modality]], tuple[Modality, Modality]]
"""What is done to the networks before training."""

Stage = Callable[[TwoPatches], Tensor]
"""When stage 2 begins, in steps, shape (trials,)."""


def _unchanged(modalities: tuple[Modality, Modality]) -> tuple[Modality, Modality]:
    return modalities


def observe_both(patches: TwoPatches, streams: Streams, start: Start = _unchanged) -> Observables:
    """Both arms on the same draw, and the larger of their gradients."""
    single, multi = observe_single(patches, streams), observe_multi(patches, streams.common, start)
    gradient = torch.maximum(single["single_gradient"], multi["multi_gradient"])
    return Observables(**single, **multi, gradient=gradient)


def observe_single(patches: TwoPatches, streams: Streams, stage: Stage = single_modal_stage) -> Observables:
    """The single-modal arm; `stage` says when stage 2 begins."""
    modalities = two_modalities(patches, streams)
    reference = memorised(patches, modalities, PRECISION)
    path = follow(single_modal, patches, modalities, reference)
    begins = stage(patches)
    seen = {
        **_sizes(path, patches, begins),
        "bound": single_modal_bound(patches),
        "law": _law(path, patches, single_modal_growth),
        "gradient": _gradient(path, patches, torch.as_tensor(patches.signal_strength)),
        "descent": _least(path.surplus(patches)[..., 0], begins) + PRECISION,
        "average": _average(path, patches, begins, PRECISION),
        **_slopes(single_modal_partners(path.last), reference, patches),
    }
    return _finite("single", seen)


def observe_multi(
    patches: TwoPatches, streams: Streams, start: Start = _unchanged, stage: Stage = multi_modal_stage
) -> Observables:
    """The multi-modal arm, both networks; `stage` says when stage 2 begins."""
    modalities = start(two_modalities(patches, streams))
    printed, settled = (w(patches, modalities, PRECISION) for w in (signal_learned, signal_synchronised))
    path = follow(multi_modal, patches, modalities, printed, settled)
    begins = stage(patches)
    surplus = path.surplus(patches)
    slopes = _slopes(multi_modal_partners(path.last), settled, patches)
    as_printed = _slopes(multi_modal_partners(path.last), printed, patches)
    seen = {
        **_sizes(path, patches, begins),
        "bound": multi_modal_bound(patches),
        "law": _law(path, patches, multi_modal_growth),
        "gradient": _gradient(path, patches, torch.as_tensor(patches.modality_ratio * patches.signal_strength)),
        "descent": _least(surplus[..., 1], begins) + 2 * PRECISION,
        "descent_printed": _least(surplus[..., 0], begins) + 2 * PRECISION,
        "average": _average(path, patches, begins, 2 * PRECISION),
        **slopes,
        **{f"{name}_printed": values for name, values in as_printed.items()},
        "start": torch.as_tensor(patches.start_size),
    }
    return _finite("multi", seen)


def _sizes(path: Path, patches: TwoPatches, begins: Tensor) -> dict[str, Tensor]:
    """Largest coefficients in all of training and in stage 2, and the loss at either end of it."""
    after = _after(begins, path.losses.shape[1])
    first = path.signal.gather(1, begins.long()[:, None])[:, 0]
    largest = torch.maximum(path.signal, path.noise).amax(dim=1)
    return {
        "coefficient": largest,
        "coefficient_printed_bound": log_horizon(patches),
        "signal_growth": (path.signal * after).amax(dim=1) / first,
        "noise_after": (path.noise * after).amax(dim=1),
        "loss_at_stage": path.losses.gather(1, begins.long()[:, None])[:, 0],
        "loss": path.losses[:, -1],
    }


def _gradient(path: Path, patches: TwoPatches, strength: Tensor) -> Tensor:
    r"""Greatest $\|\nabla L\|^2 / L$ along the path, over $4 \alpha \max\{1, C_\mu c\} / (n m \tau)$ (derived)."""
    unit = patches.samples * patches.width * torch.as_tensor(patches.temperature)
    ceiling = 4 * log_horizon(patches) * strength.clamp(min=1) / unit
    return (path.gradients / path.losses[:, :-1]).amax(dim=1) / ceiling


def _least(values: Tensor, begins: Tensor) -> Tensor:
    """Least of the values, (trials, steps), from the beginning of stage 2 on; infinite where no step is left."""
    return values.masked_fill(~_after(begins, values.shape[1]), torch.inf).amin(dim=1)


def _average(path: Path, patches: TwoPatches, begins: Tensor, slack: float) -> Tensor:
    r"""Greatest ratio of the average loss in $[T_1, t]$ to $\|W(T_1) - W^*\|^2 / (\eta (t - T_1 + 1)) + \epsilon$."""
    after = _after(begins, path.losses.shape[1])
    count = after.cumsum(dim=1).clamp(min=1)
    distance = path.distances[..., -1].gather(1, begins.long()[:, None])
    bound = distance / (learning_rate(patches)[:, None] * count) + slack
    return ((path.losses * after).cumsum(dim=1) / count / bound).amax(dim=1)


def _law(path: Path, patches: TwoPatches, growth: Callable[[TwoPatches, Tensor], Tensor]) -> Tensor:
    r"""Growth of 1 / L over $\kappa t$ from L = 0.1 to the end, over its closed form at the geometric mean of L."""
    from_step = (path.losses <= LATE).double().argmax(dim=1, keepdim=True)
    first, last = path.losses.gather(1, from_step)[:, 0], path.losses[:, -1]
    time = patches.growth_rate * (path.losses.shape[1] - 1 - from_step[:, 0])
    return (1 / last - 1 / first) / time / growth(patches, (first * last).sqrt())


def _slopes(
    partners: Iterator[tuple[State, Responses, Responses]], reference: tuple[Tensor, ...], patches: TwoPatches
) -> dict[str, Tensor]:
    r"""Least $\langle \nabla F_0, W^* \rangle$ and greatest $\langle \nabla F_j, W^* \rangle$ at the end, in bounds."""
    temperature = torch.as_tensor(patches.temperature)
    log = torch.full_like(temperature, 2 * patches.negatives / PRECISION).log()
    anchors, negatives = [], []
    for (state, positives, others), w in zip(partners, reference, strict=True):
        anchor, negative = reference_slopes(state, w, positives, others, temperature)
        anchors.append(anchor.amin(dim=(1, 2)) / (2 * log))
        negatives.append(negative.amax(dim=(1, 2, 3)) / log)
    anchor, negative = torch.stack(anchors).amin(dim=0), torch.stack(negatives).amax(dim=0)
    return {"anchor_slope": anchor, "negative_slope": negative}


def _after(begins: Tensor, steps: int) -> Tensor:
    return torch.arange(steps, device=begins.device) >= begins[:, None]


def _finite(arm: str, seen: dict[str, Tensor]) -> Observables:
    """Name the arm, and put a large number, on the wrong side, for what is not finite."""
    wrong = {"descent": -DIVERGED, "descent_printed": -DIVERGED}
    named = {}
    for name, values in seen.items():
        large = wrong.get(name, DIVERGED)
        named[f"{arm}_{name}"] = values.nan_to_num(nan=large, posinf=large, neginf=-DIVERGED)
    return Observables(named)
