r"""Assumption 4.1, condition by condition: by which factor a regime keeps it.

In units of a regime, $\sqrt d\, \sigma_0 \sigma_\xi = s$, $\|\mu\|^2 = c \sigma_\xi^2 d / n$ and
$\eta \sigma_\xi^2 d = \kappa n m \tau$, so that the conditions read
$$ \text{(1)}\ K \ge 1,\ s \sqrt K \ge 1,\ c K n s^2 \ge 1 , \qquad \text{(2)}\ \kappa \tau \max\{1, c\} \le 1 , \qquad
   \text{(3)}\ s \max\{1, \mathrm{SNR}\} \le 1 , \qquad \text{(5)}\ \sigma_\epsilon \le \min\{\|\mu\|, \sigma_\xi\} , $$
each up to constants and logarithms. Derived from the printed ones. The appendix has numbers instead.

Source: Huang et al. 2024, arXiv:2411.02837, Assumption 4.1 and Lemmas B.2, C.3 and C.4.
"""

from math import log, log1p, pi, sqrt

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches

__all__ = ["FAILURE", "appendix_dimension", "appendix_samples", "reserves"]

FAILURE = 0.05
r"""$\delta$; the printed $1/d$ contradicts Lemma B.2, which asks $d \ge n m / \delta$ and more."""


def reserves(patches: TwoPatches) -> dict[str, Tensor]:
    r"""Factors by which conditions (1), (2), (3) and (5) are kept, constants taken as 1; each of shape (trials,)."""
    c, k, s, tau, view = (
        torch.as_tensor(value)
        for value in (
            patches.signal_strength,
            patches.dim_ratio,
            patches.start_size,
            patches.temperature,
            patches.view_noise,
        )
    )
    length = (c * k * patches.samples).sqrt()  # |mu| / sigma_xi
    return {
        "dimension": torch.minimum(torch.minimum(k, s * k.sqrt()), (length * s).square()),
        "rate": 1 / (patches.growth_rate * tau * c.clamp(min=1)),
        "start": 1 / (s * patches.snr.clamp(min=1)),
        "view": length.clamp(max=1) / view,
    }


def appendix_samples(patches: TwoPatches) -> Tensor:
    r"""$n / (2500 \log(4/\delta))$: at least 1 where Lemma C.4's number of samples is reached, shape (trials,)."""
    return torch.full_like(patches.snr, patches.samples / (2500 * log(4 / FAILURE)))


def appendix_dimension(patches: TwoPatches) -> Tensor:
    r"""The dimension over Lemma B.2's bound on it, shape (trials,).

    That is $\frac{400 n}{\sigma_0 \sigma_\xi} \sqrt{\log(6n/\delta) / (-\pi \log(1 - \delta^2 / 4m^2))}$.
    """
    unlikely = -pi * log1p(-(FAILURE**2) / (4 * patches.width**2))
    bound = 400 * sqrt(log(6 * patches.samples / FAILURE) / unlikely)
    return torch.as_tensor(patches.start_size) * torch.as_tensor(patches.dim_ratio).sqrt() / bound
