r"""How large coefficients become in stage 2, and how the loss then falls, in closed form.

Source: Huang et al. 2024, arXiv:2411.02837, Proposition C.13 and Lemmas C.18 and D.15; bounds and constants derived.
"""

import torch
from torch import Tensor

from models.huang2024.patches import TwoPatches

__all__ = ["log_horizon", "multi_modal_bound", "multi_modal_growth", "single_modal_bound", "single_modal_growth"]


def log_horizon(patches: TwoPatches) -> Tensor:
    r"""$\alpha = \log(3 M T^*)$, shape (trials,): Proposition C.13's bound on every coefficient."""
    return torch.full_like(torch.as_tensor(patches.horizon), 3 * patches.negatives * patches.steps).log()


def single_modal_bound(patches: TwoPatches) -> Tensor:
    r"""$\sqrt{m \tau \alpha}$, shape (trials,): the size of a coefficient that serves a sample alone; derived.

    Neurons that serve a sample grow in proportion, so its similarity over temperature
    $u = \sum_r \langle w_r, \xi_i \rangle^2 / (m \tau)$ obeys $u' = 2 \kappa u (1 - \ell_i)$ with
    $1 - \ell_i = M e^{-u}$, hence $e^u = 2 \kappa u M t$ up to terms of order 1, and $2 \kappa u \le 3$ where the
    proposition's $\kappa \le 1/12$ and $u \le 18$: $u \le \log(3 M T) = \alpha$. One neuron's share of u is at most
    all of it.
    """
    return (patches.width * torch.as_tensor(patches.temperature) * log_horizon(patches)).sqrt()


def multi_modal_bound(patches: TwoPatches) -> Tensor:
    r"""$\sqrt{C_\mu m \tau \log(6 M T)}$, shape (trials,): the same for two modalities; derived.

    There $u = \sum_r \gamma_r \tilde\gamma_r / (m \tau)$ with $\tilde\gamma_r = C_\mu \gamma_r$ obeys
    $u' = \kappa C_\mu c\, u (1 - \ell_i)$, and $\kappa C_\mu c\, u \le 6$ where $\kappa \le 1/12$, $C_\mu c \le 6$
    and $u \le 12$; the second network's coefficient is $\sqrt{C_\mu}$ times the geometric mean.
    """
    log = (log_horizon(patches).exp() * 2).log()
    return (patches.width * torch.as_tensor(patches.temperature * patches.modality_ratio) * log).sqrt()


def single_modal_growth(patches: TwoPatches, losses: Tensor) -> Tensor:
    r"""$d(1/L) / d(\kappa t) = 2 \log(M / L)$ at small losses, where $L = M e^{-u}$, shape (trials,)."""
    return 2 * (patches.negatives / losses).log()


def multi_modal_growth(patches: TwoPatches, losses: Tensor) -> Tensor:
    r"""$d(1/L) / d(\kappa t) = (C_\mu c / 2) \log(2M / L)$ at small losses: $L = 2 M e^{-u}$, shape (trials,)."""
    exponent = torch.as_tensor(patches.modality_ratio * patches.signal_strength) / 2
    return exponent * (2 * patches.negatives / losses).log()
