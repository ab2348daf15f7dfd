"""Reduced flows that several tests follow."""

import torch

from models.yaras2025.flows.reduced import ExponentialLoss, UniformMargin

TIGHT = 1e-11


def tensor(*values):
    return torch.tensor(values, dtype=torch.float64)


def extremal(n=8.0, alpha=8 / 7, gap=0.6, multiple=1.0, tolerance=TIGHT):
    return UniformMargin(tensor(n), tensor(alpha), tensor(gap), tensor(multiple), tensor(tolerance))


def scalar_model(gap=0.6, beta=3.0, tolerance=TIGHT):
    return ExponentialLoss(tensor(gap), tensor(beta), tensor(tolerance))
