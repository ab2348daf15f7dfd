r"""The trajectories of stage 1 that these claims share, and what they read off them.

Everything is read at nine equally distant times, the first of them the start; each number has shape (trials,).

Both arms: `largest` coefficient at the end; `unevenness`, the least $C_\ell$ that loss weights keep at all nine times;
`moved`, the share of pairs of which a lemma says that they do not move, or do not grow, and which do.

One network: `kept`, the share of neurons that keep their sign and grow its way. Among the pairs of the first class that
start active `slow` is the share that breaks eq. 22, $\Psi_{ri}(T) \ge (1 + 0.96 \kappa)^T \Psi_{ri}(0)$, `negative` the
share that breaks eq. 24, $\rho_{ri} \ge 0$, and `least_broken` the lesser of the two.

Both networks: `synchronised`, the share of neurons whose signs agree with the predicted one; `pair_growth`, the largest
$\Psi_{ri}(t) / (1 + 1.06 \kappa)^t (\Psi_{ri} + \tilde\Psi_{ri})(0)$ of a pair that starts active in both. Class sums:
`repaired` and `printed`, the largest $B_{++}(t)$ over what Lemma D.8 allows, with and without $\sigma_\xi^2 d$, or
$B_{+-}(t) / B_{+-}(0)$ where that is larger.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches, noisier_second_modality, two_modalities
from models.huang2024.recursion import State, multi_modal, single_modal
from models.huang2024.stage_one import (
    RECORDS,
    Pairs,
    class_sums,
    grown,
    kept_signs,
    recorded,
    synchronised_signs,
    unevenness_multi_modal,
    unevenness_single_modal,
)
from strategies.huang2024.stage_one import REACH, many_sample_stages, multi_modal_stages, single_modal_stages
from theoremcheck import AtLeast, Observables, Streams, Study, log_uniform

__all__ = [
    "MANY_SAMPLES",
    "MULTI_MODAL",
    "SINGLE_MODAL",
    "SMALL_DIM_MULTI_MODAL",
    "SMALL_DIM_SINGLE_MODAL",
    "STAGES",
    "STAGE_IS_OVER",
    "observe_class_sums",
    "observe_multi_modal",
    "observe_single_modal",
    "unit_length",
]

STAGES = Study(name="huang2024.stage-one", package="claims.huang2024.stage_one")

SINGLE_MODAL, MULTI_MODAL, MANY_SAMPLES = single_modal_stages(), multi_modal_stages(), many_sample_stages()

STAGE_IS_OVER = AtLeast("largest", REACH / 4)
"""The lemmas speak of stage 1 up to its end, where the regimes put the largest coefficient between a quarter of `REACH`
and `REACH`: a network that has not moved keeps all their bounds and is no case of them."""

# K s^2 is 1.5e-6 at most, where condition (1) asks for 1 and more; its other half, d >= n^2, holds.
SMALL_DIM_SINGLE_MODAL = single_modal_stages(least_dim=0.0, dim_ratio=log_uniform(1.0, 1.5))
SMALL_DIM_MULTI_MODAL = multi_modal_stages(least_dim=0.0, dim_ratio=log_uniform(1.0, 1.5))


def observe_single_modal(patches: TwoPatches, streams: Streams, excess: float = 0.0) -> Observables:
    r"""One network's stage 1: loss weights, signs, and shares of pairs that do what a lemma excludes.

    Args:
        patches: The regimes.
        streams: The trials' random streams.
        excess: C of Lemma C.10: `slow` and `negative` are shares of the pairs with
            $\langle w_r(0), \xi_i \rangle > \frac Cn \sum_{y_j = -1} \mathrm{relu} \langle w_r(0), \xi_j \rangle$.
    """
    states = [state for (state,) in recorded(single_modal, patches, two_modalities(patches, streams))]
    pairs, last = Pairs.of(states[0].modality), states[-1]
    active, half = pairs.noise > 0, patches.negatives
    growth = (1 + 0.96 * patches.growth_rate) ** patches.steps
    opponents = pairs.noise[:, :, half:].relu().sum(dim=2, keepdim=True) / patches.samples
    among = (pairs.noise > excess * opponents)[:, :, :half]
    slow = _share((grown(states)[-1] < growth[:, None, None] * pairs.noise)[:, :, :half], among)
    negative = _share((last.noise < 0)[:, :, :half], among)
    return Observables(
        largest=torch.maximum(last.noise.abs().amax(dim=(1, 2)), last.signal.abs().amax(dim=1)),
        unevenness=torch.stack([unevenness_single_modal(state, patches.temperature) for state in states]).amax(dim=0),
        kept=kept_signs(states).double().mean(dim=1),
        moved=_share(last.noise != 0, ~active),
        slow=slow,
        negative=negative,
        least_broken=torch.minimum(slow, negative),
    )


def observe_multi_modal(patches: TwoPatches, streams: Streams, second_noise: float = 1.0) -> Observables:
    r"""Both networks' stage 1: loss weights, signs, and pairs (r, i) by their activity at the start.

    The second modality's noise is `second_noise` times the first one's.
    """
    modalities = noisier_second_modality(two_modalities(patches, streams), second_noise)
    states = recorded(multi_modal, patches, modalities)
    first, second = (Pairs.of(state.modality).noise for state in states[0])
    rho, other = (state.noise for state in states[-1])
    neither, one, only_other = (first <= 0) & (second <= 0), (first > 0) & (second <= 0), (first <= 0) & (second > 0)
    return Observables(
        largest=_largest_signal(states[-1]),
        unevenness=torch.stack([unevenness_multi_modal(pair, patches.temperature) for pair in states]).amax(dim=0),
        synchronised=synchronised_signs(states[-1], torch.as_tensor(patches.modality_ratio)).double().mean(dim=1),
        moved=torch.stack(
            [
                _share((rho != 0) | (other != 0), neither),
                _share((other != 0) | (rho > 0), one),
                _share((rho != 0) | (other > 0), only_other),
            ]
        ).amax(dim=0),
        pair_growth=_pair_growth(states, first, second, patches),
    )


Unit = Callable[[TwoPatches], Tensor]
"""The squared length of a noise, shape (trials,)."""


def unit_coordinates(patches: TwoPatches) -> Tensor:
    r"""$\sigma_\xi = 1$, as in the paper's experiment: d."""
    return patches.dim


def unit_length(patches: TwoPatches) -> Tensor:
    r"""$\sigma_\xi^2 d = 1$."""
    return torch.ones_like(patches.dim)


def observe_class_sums(patches: TwoPatches, streams: Streams, unit_noise: Unit = unit_coordinates) -> Observables:
    r"""Class sums over what Lemma D.8 lets them be, the largest over neurons and times, shape (trials,).

    Args:
        patches: The regimes.
        streams: The trials' random streams.
        unit_noise: $\sigma_\xi^2 d$ in the units in which the print is read: what it lost.
    """
    states = recorded(multi_modal, patches, two_modalities(patches, streams))
    both, one = class_sums(states)
    one_sided = _largest_ratio(one, one[0], torch.zeros_like(patches.growth_rate), patches.steps)
    repaired = _largest_ratio(both, both[0], 1.05 * patches.growth_rate, patches.steps)
    printed = _largest_ratio(both, both[0], 1.05 * patches.growth_rate / unit_noise(patches), patches.steps)
    return Observables(
        largest=_largest_signal(states[-1]),
        repaired=torch.maximum(repaired, one_sided),
        printed=torch.maximum(printed, one_sided),
    )


def _largest_signal(states: Sequence[State]) -> Tensor:
    """The largest coefficient of the signal in either network, shape (trials,)."""
    return torch.stack([state.signal.abs().amax(dim=1) for state in states]).amax(dim=0)


def _pair_growth(states: Sequence[tuple[State, ...]], first: Tensor, second: Tensor, patches: TwoPatches) -> Tensor:
    r"""Eq. 45: the largest $\Psi_{ri}(t) / (1 + 1.06 \kappa)^t (\Psi_{ri} + \tilde\Psi_{ri})(0)$, shape (trials,)."""
    active = (first > 0) & (second > 0)
    sizes = (grown([state for state, _ in states]) * active).flatten(start_dim=2)
    start = ((first + second) * active).flatten(start_dim=1)
    return _largest_ratio(sizes, start, 1.06 * patches.growth_rate, patches.steps)


def _largest_ratio(sums: Tensor, start: Tensor, growth: Tensor, steps: int) -> Tensor:
    r"""$\max_{t > 0, k} S_k(t) / (1 + g)^t S_k$; sums of shape (records, trials, count), start (trials, count)."""
    times = steps / RECORDS * torch.arange(1, RECORDS + 1, dtype=growth.dtype, device=growth.device)
    allowed = (1 + growth) ** times[:, None]
    # An empty sum is 0 at all times, and so is its ratio.
    return (sums[1:] / (allowed[:, :, None] * start).clamp(min=torch.finfo(sums.dtype).tiny)).amax(dim=(0, 2))


def _share(broken: Tensor, among: Tensor) -> Tensor:
    """Share of the pairs `among` that are `broken`, shape (trials,)."""
    return (broken & among).sum(dim=(1, 2)).double() / among.sum(dim=(1, 2)).clamp(min=1)
