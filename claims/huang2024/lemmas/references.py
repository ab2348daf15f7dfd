r"""The end of training, asked along the references of stage 2.

For $F_j = \mathrm{Sim}(x_i, x_j) / \tau$ with $y_j \ne y_i$, second factor held, the second parts of Lemmas C.16 and
D.13 bound $\langle \nabla F_j, W^* \rangle$ for every anchor i and negative j.
Asked at the last step, at $\epsilon = 0.01$.
"""

import torch
from torch import Tensor

from claims.huang2024.paper import PRECISION
from models.huang2024 import recursion
from models.huang2024.lemmas import in_order, leading_slopes, reference_slopes
from models.huang2024.pairing import arms
from models.huang2024.pairing.labels import Pairing, balanced_pairs, same_label_negatives
from models.huang2024.patches import Modality, TwoPatches, two_modalities
from models.huang2024.recursion import State
from models.huang2024.stage_two.references import memorised, signal_learned
from theoremcheck import AtMost, Observables, Streams

__all__ = ["LOSS_IS_SMALL", "observe_multi_modal", "observe_same_label_negatives", "observe_single_modal"]

LOSS_IS_SMALL = AtMost("loss", PRECISION, unit="nat")
r"""The lemmas are about training that ends at $L \le \epsilon$: an untrained network is no case of them."""


def observe_single_modal(patches: TwoPatches, streams: Streams) -> Observables:
    r"""Slopes of the negatives along $W^* = W(0) + 2 \tau \log(2M/\epsilon) \sum_i \xi_i / \|\xi_i\|^2$, (trials,).

    Returns:
        `slope`, the largest in units of $\log(2M/\epsilon)$, and `remainder`, the largest distance from 1 of a slope
        over its leading term, among pairs that have one.
    """
    modalities, pairs = two_modalities(patches, streams), balanced_pairs(patches, streams)
    temperature = torch.as_tensor(patches.temperature)
    state = in_order(recursion.train(recursion.single_modal, patches, modalities)[0])
    (reference,) = memorised(patches, modalities, PRECISION)
    slopes = reference_slopes(state, pairs.first, reference, state.active, pairs, temperature)
    leading = leading_slopes(state, 2 * temperature * _log(patches), pairs, temperature)
    ratio = torch.where(leading > 0, slopes / leading, torch.ones_like(leading))
    return Observables(
        slope=slopes.amax(dim=(1, 2)) / _log(patches),
        remainder=(ratio - 1).abs().amax(dim=(1, 2)),
        loss=state.losses,
    )


def observe_multi_modal(patches: TwoPatches, streams: Streams) -> Observables:
    r"""The largest slope of a negative along either network's reference as printed, in $\log(2M/\epsilon)$, (trials,).

    $w^*_r = w_r(0) + 2 \tau \log(2M/\epsilon)\, \mathrm{sign}\langle w_r(0), \mu \rangle\, \mu / \|\mu\|^2$.
    """
    modalities, pairs = two_modalities(patches, streams), balanced_pairs(patches, streams)
    first, second = recursion.train(recursion.multi_modal, patches, modalities)
    return _largest_slope(patches, modalities, pairs, (in_order(first), in_order(second)))


def observe_same_label_negatives(patches: TwoPatches, streams: Streams) -> Observables:
    """The same where all other samples are negatives, whatever their label."""
    modalities, pairs = two_modalities(patches, streams), same_label_negatives(patches, streams, balanced_pairs)
    first, second = arms.train(arms.multi_modal, patches, modalities, pairs)
    return _largest_slope(patches, modalities, pairs, (first, second))


def _largest_slope(
    patches: TwoPatches, modalities: tuple[Modality, Modality], pairs: Pairing, states: tuple[State, State]
) -> Observables:
    temperature = torch.as_tensor(patches.temperature)
    references = signal_learned(patches, modalities, PRECISION)
    slopes = [
        reference_slopes(state, labels, reference, other.active, pairs, temperature).amax(dim=(1, 2))
        for state, other, labels, reference in zip(
            states, reversed(states), (pairs.first, pairs.second), references, strict=True
        )
    ]
    return Observables(slope=torch.maximum(*slopes) / _log(patches), loss=states[0].losses)


def _log(patches: TwoPatches) -> Tensor:
    r"""$\log(2M / \epsilon)$, shape (trials,)."""
    return torch.full_like(torch.as_tensor(patches.temperature), 2 * patches.negatives / PRECISION).log()
