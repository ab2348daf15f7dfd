r"""What richer captions gain in data model 1, in closed form.

Source: derived; Xue et al. 2024, arXiv:2310.04971, Theorem 5.2 (recalled and derived).
"""

from dataclasses import replace

import torch
from torch import Tensor

from models.xue2024.intra_class.model import IntraClass, group_accuracies, latent_covariance

__all__ = ["accuracy_by_formula", "gain_by_formula"]


def accuracy_by_formula(model: IntraClass, kept: float) -> Tensor:
    r"""Accuracy under P* of the rule $C e_{core}$ at some $\pi_{core}$, the test images' noise included, (trials,)."""
    rich = replace(model, kept_core=torch.full_like(model.core_spread, kept))
    core, spurious = latent_covariance(rich)[:, :, 0].unbind(dim=1)
    noise = (core**2 + spurious**2) * model.noise_variance
    agreeing, opposed = group_accuracies(rich, core, spurious, noise)
    return (agreeing + opposed) / 2


def gain_by_formula(model: IntraClass, poor: float, rich: float) -> Tensor:
    r"""Accuracy under P* at one $\pi_{core}$ less that at another one, shape (trials,)."""
    return accuracy_by_formula(model, rich) - accuracy_by_formula(model, poor)
