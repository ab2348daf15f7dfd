"""Regimes in which labels are drawn, not counted, so that the two classes differ in size."""

import numpy as np

from strategies.huang2024.training import SMALL_SHARE, plateau_starts, two_patch_regimes
from theoremcheck import Regimes, choice, derived, uniform

__all__ = ["drawn_labels", "multi_modal_plateaus", "single_modal_plateaus"]

SAMPLES = choice(50, 100)
r"""n; four standard deviations of a class size, $2 \sqrt n$, leave a class of 11 at least."""


def single_modal_plateaus() -> Regimes:
    r"""Single-modal stage 1, until the largest of m n Gaussian starts, 4.5 s, has grown to 0.1 at rate $\kappa$."""
    return plateau_starts(derived(lambda r: np.log(0.1 / (4.5 * r.start_size))), samples=SAMPLES)


def multi_modal_plateaus() -> Regimes:
    r"""Multi-modal stage 1, until the signal has grown from s to 0.1; $C_\mu c \ge 3.2$, so that noise stays behind."""
    return plateau_starts(
        derived(lambda r: 2 * np.log(0.1 / r.start_size) / (r.modality_ratio * r.signal_strength)),
        samples=SAMPLES,
        signal_strength=uniform(1.2, 1.75),
    )


def drawn_labels() -> Regimes:
    """The regime of the multi-modal error, `claims.huang2024.training.multi_modal_error`, at two of its six sizes."""
    return two_patch_regimes(max_start_share=SMALL_SHARE, samples=SAMPLES, width=50)
