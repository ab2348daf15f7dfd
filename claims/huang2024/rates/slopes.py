"""What the ladders share: their rungs, and the band of a slope."""

from dataclasses import replace
from functools import partial

from models.huang2024.patches import TwoPatches
from models.huang2024.rates import largest_coefficients, until_multi_modal_end, until_single_modal_end
from models.huang2024.recursion import Arm, multi_modal, single_modal
from theoremcheck import Observables, Scale, Streams

__all__ = ["SLACK", "ladder", "observe_multi", "observe_single"]

SLACK = 0.35
r"""On a slope of -1/2, the band of a ladder of independent draws at n = 50, 100, 200 (mean -0.51, sd 0.17: two of
these). With common random numbers the scatter is less; what moves a slope between n = 24 and 96 is then a hidden
$\log n$, by 0.26, or $M / (M + 1)$ in the rates, by $0.043 \cdot \frac c2 \log\frac{20}s$, 0.23 at most."""


def _grow(patches: TwoPatches, factor: int, start: float, dim_ratio: float) -> TwoPatches:
    """More samples; s and K are powers of them."""
    return replace(
        patches,
        samples=patches.samples * factor,
        start_size=patches.start_size * factor**start,
        dim_ratio=patches.dim_ratio * factor**dim_ratio,
    )


def ladder(start: float, dim_ratio: float) -> Scale:
    r"""The rungs n = 24, 48, 96 with s growing like $n^{start}$ and K like $n^{dim\_ratio}$."""
    return Scale("samples", factors=(1, 2, 4), grow=partial(_grow, start=start, dim_ratio=dim_ratio))


def observe_single(patches: TwoPatches, streams: Streams) -> Observables:
    """Largest coefficients of single-modal training up to the end of stage 1, shape (trials,)."""
    return _largest(single_modal, until_single_modal_end(patches), streams)


def observe_multi(patches: TwoPatches, streams: Streams) -> Observables:
    """Largest coefficients of multi-modal training up to the end of stage 1, shape (trials,)."""
    return _largest(multi_modal, until_multi_modal_end(patches), streams)


def _largest(arm: Arm, patches: TwoPatches, streams: Streams) -> Observables:
    signal, noise = largest_coefficients(arm, patches, streams)
    return Observables(signal=signal, noise=noise)
