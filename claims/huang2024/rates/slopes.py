"""What the ladders share: their rungs, and the band of a slope."""

from dataclasses import replace
from functools import partial

import torch

from models.huang2024.patches import TwoPatches
from models.huang2024.rates import largest_coefficients, plateau_signal, until_multi_modal_end
from models.huang2024.recursion import multi_modal, single_modal
from theoremcheck import Observables, Scale, Streams

__all__ = ["SLACK", "ladder", "observe_multi", "observe_single"]

SLACK = 0.2
r"""On a slope of -1/2, from above. On three rungs that double n, $n^{-1/2}$ plus its last value has the slope -0.293
and $n^{-1/4}$ the slope -0.25: this is the widest band, to a tenth, that takes neither for the rate."""


def _grow(patches: TwoPatches, factor: int, start: float, dim_ratio: float) -> TwoPatches:
    """More samples; s and K are powers of them."""
    return replace(
        patches,
        samples=patches.samples * factor,
        start_size=patches.start_size * factor**start,
        dim_ratio=patches.dim_ratio * factor**dim_ratio,
    )


def ladder(start: float, dim_ratio: float) -> Scale:
    r"""Three rungs that double n, with s growing like $n^{start}$ and K like $n^{dim\_ratio}$."""
    return Scale("samples", factors=(1, 2, 4), grow=partial(_grow, start=start, dim_ratio=dim_ratio))


def observe_single(patches: TwoPatches, streams: Streams, fixed_snr: bool = False) -> Observables:
    r"""The largest $|\gamma_r|$ of single-modal training on the plateau, and its closed form, shape (trials,).

    With `fixed_snr` the network sees a signal whose SNR is that of n = 24 whatever n is; the closed form does not.
    """
    seen = patches
    if fixed_snr:
        seen = replace(patches, signal_strength=torch.as_tensor(patches.signal_strength) * patches.samples / 24)
    signal, noise = largest_coefficients(single_modal, seen, streams)
    return Observables(signal=signal, noise=noise, closed_form=plateau_signal(patches))


def observe_multi(patches: TwoPatches, streams: Streams) -> Observables:
    """Largest coefficients of multi-modal training up to the end of stage 1, shape (trials,)."""
    signal, noise = largest_coefficients(multi_modal, until_multi_modal_end(patches), streams)
    return Observables(signal=signal, noise=noise)
