r"""The full flow once more, every velocity from a loss's gradient by the chain rule: nothing of eq. 11 is assumed.

Each parameter moves by minus the derivative of $\ell$ at the scores of the (d+1)-dimensional embeddings: the features
on the sphere, $\gamma$, and $\nu$ by $\kappa \beta'(\nu)$ times that in $\beta$. In `free_features` one force moves
temperature and gap alike, so whatever the force, the invariants of Lemma 3.1 stand. Here they stand only if the loss
depends on temperature and gap through $\beta(1-\gamma^2)$ alone: any other loss breaks them. A constant that is added
to all scores cancels in a loss if its gradient adds up to 0; that sum, $\langle G, 1 \rangle$, is carried along here.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from models.yaras2025.flows.free_features import FeatureCurve, Feeling, Learning, Rates, integrate_features
from models.yaras2025.flows.loss import gradient_in_columns
from models.yaras2025.flows.temperature import CLIP, Dynamics

__all__ = ["Slope", "descend", "scores"]

Slope = Callable[[Tensor], Tensor]
r"""Scores of shape (n, n, trials), pairs on the diagonal, to the gradient of the loss in them, alike."""


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
    slope: Slope = gradient_in_columns,
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
        slope: What is descended, through its gradient in the scores.

    Returns:
        The curve at the recorded times.
    """
    trials = len(beta)

    def learning_of(rows: Tensor) -> Learning:
        return Learning(slopes_of, _rates_of(dynamics.among(rows, trials)))

    def slopes_of(cosines: Tensor, a: Tensor, beta: Tensor) -> Tensor:
        return slope(cosines * a - (beta - a))  # beta - a = beta gamma^2

    return integrate_features(learning_of, start, beta, gap, times, tolerance)


def _rates_of(dynamics: Dynamics) -> Rates:
    r"""By the chain rule through $\beta ((1 - \gamma^2) Z - \gamma^2)$, in $\beta$ and in $\log\gamma$."""

    def rates(now: Feeling) -> tuple[Tensor, Tensor]:
        # In beta, and in gamma over -2 beta gamma.
        total = now.slopes.sum((0, 1))
        by_beta, closing = now.narrowing * now.tilt - (1.0 - now.narrowing) * total, now.tilt + total
        rate = dynamics.temperature.squared_slope(now.beta) * -dynamics.learning_rate_ratio
        return rate * by_beta, (now.beta * closing).mul(dynamics.pull)

    return rates
