r"""The two parts of an embedding on test data: $\langle w_r, \nu \rangle$ and $\langle w_r, \zeta \rangle$.

For $\nu = a \mu$ and a fresh $\zeta \sim N(0, \sigma_\xi^2 I)$, in units of $\sigma_\xi$, the signal part of a neuron
is $z |\langle w_r, \mu \rangle| / \|\mu\|$ with $z = a \|\mu\| / \sigma_\xi$, and the noise part, a Gaussian, has
standard deviation $\|w_r\|$: in it are the start, the learned direction and all memorised noises.

Source: Huang et al. 2024, arXiv:2411.02837, appendices C.3 and D.3; sizes derived.
"""

from dataclasses import replace

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches

__all__ = ["part_ratio", "with_fixed_test_signal", "with_least_test_signal"]


def part_ratio(weights: Tensor, patches: TwoPatches) -> Tensor:
    """Root mean square over neurons of the signal part over that of the noise part, shape (trials,).

    Args:
        weights: In coordinates whose first is along the signal, shape (trials, width, coordinates).
        patches: Regimes; z is read of them.
    """
    squares = weights.square()
    signal, noise = squares[:, :, 0].sum(dim=1), squares.sum(dim=(1, 2))
    return torch.as_tensor(patches.test_signal) * (signal / noise).sqrt()


def with_least_test_signal(patches: TwoPatches) -> TwoPatches:
    r"""$\langle \nu, \mu \rangle = \|\mu\|^2 d^{-1/2}$, that is $a = d^{-1/2}$: z is the SNR."""
    return replace(patches, test_signal=patches.snr)


def with_fixed_test_signal(patches: TwoPatches, factor: float) -> TwoPatches:
    r"""$\nu = a \mu$ with a fixed factor a: $z = a \sqrt{c K n}$."""
    length = torch.as_tensor(patches.signal_strength) * torch.as_tensor(patches.dim_ratio) * patches.samples
    return replace(patches, test_signal=factor * length.sqrt())
