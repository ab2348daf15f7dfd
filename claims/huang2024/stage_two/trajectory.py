r"""The two trainings that the claims about stage 2 share, and what the claims read off them.

Stage 2 begins at $T_1$ as the paper gives it (Lemmas 5.2 and 5.4), and its precision is $\epsilon = 0.01$: the loss,
about 0.05 at $T_1$, passes it before the end. Each number has its arm in front, `single_` or `multi_`:

- `coefficient`: the largest of any neuron and network in all of training; `bound`: $\sqrt{m \tau \log(3 M T)}$ and
  $\sqrt{C_\mu m \tau \log(6 M T)}$; `coefficient_printed_bound`: $\alpha = \log(3 M T)$.
- `signal_growth`: $\max_{t \ge T_1} \max_r |\gamma_r(t)|$ over the same at $T_1$; `noise_after`:
  $\max_{t \ge T_1} \max_{ri} |\rho_{ri}(t)|$; `start`: s; `loss_at_stage` and `loss`: L at $T_1$ and at the end.
- `law`: growth of 1 / L over $\kappa t$ from L = 0.1 to the end, over its closed form at the geometric mean of L.
- `gradient`: the greatest $\|\nabla L\|^2 / L$, over $4 \alpha \max\{1, C_\mu c\} / (n m \tau)$.
- `descent`: the least $(\|W(t) - W^*\|^2 - \|W(t + 1) - W^*\|^2) / \eta - L(t) + \epsilon$ of a step $t \ge T_1$, with
  $2 \epsilon$ for both modalities.
- `average`: the greatest ratio, over $t \ge T_1$, of the average loss in $[T_1, t]$ to
  $\|W(T_1) - W^*\|^2 / (\eta (t - T_1 + 1)) + \epsilon$.
- `anchor_slope` and `negative_slope`: the least $\langle \nabla F_0, W^* \rangle$ over $2 \log(2M / \epsilon)$ and the
  greatest $\langle \nabla F_j, W^* \rangle$ over $\log(2M / \epsilon)$, at the end.

`_printed` marks a number along the reference of two modalities as printed; without it $W^*$ has the signs on which
both networks settle.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from claims.huang2024.paper import DIVERGED, PRECISION
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.recursion import Motion, descending, multi_modal, resting, single_modal
from models.huang2024.stage_two.measures import average_loss, gradient, largest, least, loss_law, slopes
from models.huang2024.stage_two.path import follow
from models.huang2024.stage_two.references import memorised, signal_learned, signal_synchronised
from models.huang2024.stage_two.sizes import (
    multi_modal_bound,
    multi_modal_growth,
    single_modal_bound,
    single_modal_growth,
)
from models.huang2024.stage_two.slopes import multi_modal_partners, single_modal_partners
from models.huang2024.stages import multi_modal_stage, single_modal_stage
from strategies.huang2024.stage_two import stage_two_regimes
from theoremcheck import AtMost, Baseline, Control, Observables, Streams, Study, uniform

__all__ = [
    "DIVERGING",
    "LAW_TOLERANCE",
    "MULTI_IS_TRAINED",
    "PATHS",
    "REGIMES",
    "SINGLE_IS_TRAINED",
    "UNTRAINED",
    "after_one_step",
    "observe_both",
    "observe_multi",
    "observe_single",
]

PATHS = Study(name="huang2024.stage-two", package="claims.huang2024.stage_two")

REGIMES = stage_two_regimes()

SINGLE_IS_TRAINED = AtMost("single_loss", PRECISION, unit="nat")
r"""The lemmas speak of training that ends at $L \le \epsilon$: a network that has not moved keeps their bounds, and is
no case of them."""

MULTI_IS_TRAINED = AtMost("multi_loss", PRECISION, unit="nat")
"""The same of both networks' loss."""

LAW_TOLERANCE = 2 / 7
r"""Neglected in the closed form: what negatives add to a sample's loss, and that samples differ. Each shifts
$u = \log(M / L)$ by an order of one, and u is 7 about L = 0.02, midway."""


# As many steps as in the claim, since T stands in its bounds; at those of its sizes at which so large a step serves the
# fewest samples by accident.
DIVERGING = partial(
    Control,
    breaks="the learning rate is at most n m tau / (12 sigma_xi^2 d) (here: 20 to 40 n m tau / (sigma_xi^2 d))",
    regimes=stage_two_regimes(samples=80, width=50, horizon=uniform(4800.0, 9600.0)),
)


Start = Callable[[tuple[Modality, Modality]], tuple[Modality, Modality]]
"""What is done to the networks before training."""

Stage = Callable[[TwoPatches], Tensor]
"""When stage 2 begins, in steps, shape (trials,)."""


def after_one_step(patches: TwoPatches) -> Tensor:
    """A stage 1 that lasts one step, shape (trials,)."""
    return torch.ones_like(torch.as_tensor(patches.horizon))


def _unchanged(modalities: tuple[Modality, Modality]) -> tuple[Modality, Modality]:
    return modalities


def observe_both(
    patches: TwoPatches, streams: Streams, start: Start = _unchanged, motion: Motion = descending
) -> Observables:
    """Both arms on the same draw, and the larger of their gradients."""
    modalities = two_modalities(patches, streams)
    single = _of_single(patches, modalities, single_modal_stage, motion)
    multi = _of_multi(patches, start(modalities), multi_modal_stage, motion)
    larger = torch.maximum(single["single_gradient"], multi["multi_gradient"])
    return Observables(**single, **multi, gradient=larger)


def observe_single(
    patches: TwoPatches, streams: Streams, stage: Stage = single_modal_stage, motion: Motion = descending
) -> Observables:
    """The single-modal arm; `stage` says when stage 2 begins."""
    return _of_single(patches, two_modalities(patches, streams), stage, motion)


def observe_multi(
    patches: TwoPatches,
    streams: Streams,
    start: Start = _unchanged,
    stage: Stage = multi_modal_stage,
    motion: Motion = descending,
) -> Observables:
    """The multi-modal arm, both networks; `stage` says when stage 2 begins."""
    return _of_multi(patches, start(two_modalities(patches, streams)), stage, motion)


UNTRAINED = Baseline(when="before training", experiment=partial(observe_both, motion=resting))
"""Its bounds are those of the training that does not take place."""


def _of_single(patches: TwoPatches, modalities: tuple[Modality, Modality], stage: Stage, motion: Motion) -> Observables:
    reference = memorised(patches, modalities, PRECISION)
    path = follow(motion(single_modal), patches, modalities, reference)
    begins = stage(patches)
    seen = {
        **largest(path, patches, begins),
        "bound": single_modal_bound(patches),
        "law": loss_law(path, patches, single_modal_growth),
        "gradient": gradient(path, patches, torch.as_tensor(patches.signal_strength)),
        "descent": least(path.surplus(patches)[..., 0], begins) + PRECISION,
        "average": average_loss(path, patches, begins, PRECISION),
        **slopes(single_modal_partners(path.last), reference, patches, PRECISION),
    }
    return _finite("single", seen)


def _of_multi(patches: TwoPatches, modalities: tuple[Modality, Modality], stage: Stage, motion: Motion) -> Observables:
    printed, settled = (w(patches, modalities, PRECISION) for w in (signal_learned, signal_synchronised))
    path = follow(motion(multi_modal), patches, modalities, printed, settled)
    begins = stage(patches)
    surplus = path.surplus(patches)
    along_settled = slopes(multi_modal_partners(path.last), settled, patches, PRECISION)
    along_printed = slopes(multi_modal_partners(path.last), printed, patches, PRECISION)
    seen = {
        **largest(path, patches, begins),
        "bound": multi_modal_bound(patches),
        "law": loss_law(path, patches, multi_modal_growth),
        "gradient": gradient(path, patches, torch.as_tensor(patches.modality_ratio * patches.signal_strength)),
        "descent": least(surplus[..., 1], begins) + 2 * PRECISION,
        "descent_printed": least(surplus[..., 0], begins) + 2 * PRECISION,
        "average": average_loss(path, patches, begins, 2 * PRECISION),
        **along_settled,
        **{f"{name}_printed": values for name, values in along_printed.items()},
        "start": torch.as_tensor(patches.start_size),
    }
    return _finite("multi", seen)


def _finite(arm: str, seen: dict[str, Tensor]) -> Observables:
    """Name the arm, and put a large number, on the wrong side, for what is not finite."""
    wrong = {"descent": -DIVERGED, "descent_printed": -DIVERGED}
    named = {}
    for name, values in seen.items():
        large = wrong.get(name, DIVERGED)
        named[f"{arm}_{name}"] = values.nan_to_num(nan=large, posinf=large, neginf=-DIVERGED)
    return Observables(named)
