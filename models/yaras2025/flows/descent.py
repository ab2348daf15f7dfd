r"""The full flow once more, every velocity by automatic differentiation of a loss: nothing of eq. 11 is assumed.

Each parameter moves by minus the derivative of $\ell$ at the scores of the (d+1)-dimensional embeddings: the features
on the sphere, $\gamma$, and $\nu$ by $\kappa \beta'(\nu)$ times that in $\beta$. In `free_features` one force moves
temperature and gap alike, so whatever the force, the invariants of Lemma 3.1 stand. Here they stand only if the loss
depends on temperature and gap through $\beta(1-\gamma^2)$ alone: any other loss breaks them.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from models.yaras2025.flows.free_features import FeatureCurve, Velocities, integrate_features
from models.yaras2025.flows.loss import contrastive_loss
from models.yaras2025.flows.temperature import CLIP, Dynamics

__all__ = ["Loss", "descend", "scores"]

Loss = Callable[[Tensor], Tensor]
"""Scores of shape (*, n, n), pairs on the diagonal, to losses of shape (*)."""


def scores(x: Tensor, y: Tensor, beta: Tensor, gap: Tensor) -> Tensor:
    r"""$\beta \tilde H_X \tilde H_Y^\top = \beta\, ((1-\gamma^2) Z - \gamma^2)$, shape (*, n, n).

    Inside $|\gamma| < 1$ these are inner products of embeddings; written out they go on where the embedding ends.

    Args:
        x: $H_X$, shape (*, n, d).
        y: $H_Y$, alike.
        beta: Inverse temperatures, shape (*).
        gap: $\gamma$, shape (*).
    """
    square = gap.square()[..., None, None]
    return beta[..., None, None] * ((1 - square) * (x @ y.mT) - square)


def descend(
    start: tuple[Tensor, Tensor],
    beta: Tensor,
    gap: Tensor,
    times: Tensor,
    tolerance: Tensor,
    dynamics: Dynamics = CLIP,
    loss: Loss = contrastive_loss,
) -> FeatureCurve:
    r"""Integrate the gradient flow of a loss from time 0.

    Args:
        start: Unit features of both modalities, each of shape (trials, n, d).
        beta: Initial inverse temperatures, shape (trials,).
        gap: Initial gaps, shape (trials,).
        times: Increasing recorded times > 0, shape (times,).
        tolerance: Relative tolerance of one step, shape (trials,).
        dynamics: Parametrisation, learning rate of $\nu$ and heights; two free heights that start symmetric stay so,
            and each has half of the derivative in $\gamma$.
        loss: What is descended.

    Returns:
        The curve at the recorded times.
    """

    def velocity(x: Tensor, y: Tensor, now: Tensor, log_gap: Tensor) -> Velocities:
        with torch.enable_grad():
            leaves = [leaf.detach().requires_grad_() for leaf in (x, y, now, log_gap.exp())]
            by_x, by_y, by_beta, by_gap = torch.autograd.grad(loss(scores(*leaves)).sum(), leaves)
        rate = dynamics.learning_rate_ratio * dynamics.temperature.squared_slope(now)
        return -by_x, -by_y, -rate * by_beta, -dynamics.pull / 2 * by_gap / leaves[3].detach()

    return integrate_features(velocity, start, beta, gap, times, tolerance)
