"""Linear probes that papers read their representations with: ridge regression, batched over trials."""

import torch
from torch import Tensor

__all__ = ["explained", "ridge", "with_ones"]


def with_ones(features: Tensor) -> Tensor:
    """Features of shape (*, samples, dim) with an intercept, shape (*, samples, dim + 1)."""
    return torch.cat([features, torch.ones_like(features[..., :1])], dim=-1)


def ridge(inputs: Tensor, targets: Tensor, penalty: float) -> Tensor:
    r"""Weights that minimise $\|XW - Y\|^2 + \lambda \|W\|^2$.

    Args:
        inputs: X, shape (*, samples, dim).
        targets: Y, shape (*, samples, outputs).
        penalty: $\lambda$.

    Returns:
        W, shape (*, dim, outputs).
    """
    identity = torch.eye(inputs.shape[-1], dtype=inputs.dtype, device=inputs.device)
    return torch.linalg.solve(inputs.mT @ inputs + penalty * identity, inputs.mT @ targets)


def explained(predicted: Tensor, targets: Tensor) -> Tensor:
    r"""$R^2$, the share of the variance of all targets together; at most 1, and 0 or less if nothing is explained.

    Args:
        predicted: Shape (*, samples, outputs).
        targets: Shape (*, samples, outputs).

    Returns:
        Shape (*).
    """
    spread = targets - targets.mean(dim=-2, keepdim=True)
    return 1 - (predicted - targets).square().sum(dim=(-2, -1)) / spread.square().sum(dim=(-2, -1))
