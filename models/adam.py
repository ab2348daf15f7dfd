"""Adam on one tensor, for networks so small that a step of PyTorch's optimiser costs more around its kernel than in it.

The kernel is PyTorch's own; left out are groups of parameters, hooks and profiling, 20 to 40 microseconds a step.
"""

import torch
from torch import Tensor
from torch.optim.adamw import adamw

__all__ = ["Adam"]


class Adam:
    """AdamW, which is Adam without weight decay, with PyTorch's betas and epsilon."""

    def __init__(self, weights: Tensor, *, weight_decay: float = 0.0, maximize: bool = False) -> None:
        """Start at rest.

        Args:
            weights: Changed in place by each step; its `grad` is read.
            weight_decay: As a share of the rate.
            maximize: Whether to ascend.
        """
        self._weights, self._weight_decay, self._maximize = weights, weight_decay, maximize
        self._mean, self._square = torch.zeros_like(weights), torch.zeros_like(weights)
        self._steps = torch.zeros((), dtype=torch.float32, device=weights.device)

    def step(self, rate: float) -> None:
        """One step at this rate, along the gradient that the weights have now."""
        if (slopes := self._weights.grad) is None:
            raise ValueError("weights have no gradient: set it before each step")
        adamw(
            [self._weights],
            [slopes],
            [self._mean],
            [self._square],
            [],
            [self._steps],
            fused=True,
            amsgrad=False,
            beta1=0.9,
            beta2=0.999,
            lr=rate,
            weight_decay=self._weight_decay,
            eps=1e-8,
            maximize=self._maximize,
        )
