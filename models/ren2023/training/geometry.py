r"""How well a trajectory is aligned and how well it is balanced, and what closed forms say of both.

Everything is read off $F_A = W_A A$ and $F_B = W_B B$, the images of the r signals, in float64.
"""

from math import log

import torch
from torch import Tensor

from models.ren2023.training.descent import Trajectory

__all__ = [
    "alignment",
    "condition_number",
    "condition_number_without_negatives",
    "cosines",
    "first_time",
    "start_of",
    "tanh_law",
]


def alignment(trajectory: Trajectory) -> Tensor:
    r"""$c = E f_A \cdot f_B = \langle F_A, F_B \rangle / N_A N_B$ of positive pairs, (trials, points)."""
    return (trajectory.first.double() * trajectory.second.double()).sum(dim=(2, 3))


def cosines(trajectory: Trajectory) -> Tensor:
    """Cosine between the two images of each signal, shape (trials, points, rank)."""
    return torch.nn.functional.cosine_similarity(trajectory.first.double(), trajectory.second.double(), dim=2)


def condition_number(trajectory: Trajectory) -> Tensor:
    r"""$\kappa = \sigma_1(F_A) / \sigma_r(F_A)$, from the r x r Gram matrix, shape (trials, points).

    It is cut at $10^4$. Float32 weights leave a relative error of $2^{-24} \kappa$ and more in it, since
    errors add up over the steps: 3e-4 at the cut, as measured.
    """
    images = trajectory.first.double()
    powers = torch.linalg.eigvalsh(images.mT @ images)
    return (powers[..., -1] / powers[..., 0].clamp(min=1e-8 * powers[..., -1])).sqrt()


def first_time(time: Tensor, reached: Tensor) -> Tensor:
    """First recorded time at which something is true, or the last one if it never is, shape (trials,)."""
    index = torch.where(reached.any(dim=1), reached.int().argmax(dim=1), reached.shape[1] - 1)
    return time.gather(1, index[:, None])[:, 0]


def start_of(trajectory: Trajectory) -> Tensor:
    r"""$c_k = 2 a_k \cdot b_k / (|a_k|^2 + |b_k|^2)$ at s = 0, of order $m^{-1/2}$; shape (trials, rank)."""
    first, second = trajectory.first[:, 0].double(), trajectory.second[:, 0].double()
    return 2 * (first * second).sum(dim=1) / (first.square() + second.square()).sum(dim=1)


def tanh_law(time: Tensor, powers: Tensor, start: Tensor) -> Tensor:
    r"""$\cos_k(s) = \tanh(2 \sigma_k^2 s + \mathrm{artanh}\, c_k)$: how a signal aligns, to lowest order in $\tau^2$.

    $a_k + b_k$ grows like $e^{\sigma_k^2 \int (1 - c) ds}$ and $a_k - b_k$ decays like
    $e^{-\sigma_k^2 \int (1 + c) ds}$, so $2 a_k \cdot b_k / (|a_k|^2 + |b_k|^2)$ follows this from any start. It is the
    cosine where both are equally long, and differs from it by the order of $1/m$ at a random start.

    Args:
        time: Clock, shape (trials, points).
        powers: $\sigma_k^2$, shape (trials, rank).
        start: $c_k$, shape (trials, rank); 0 for m to infinity.

    Returns:
        Shape (trials, points, rank).
    """
    return torch.tanh(2 * time[:, :, None] * powers[:, None, :] + torch.atanh(start)[:, None, :])


def condition_number_without_negatives(powers: Tensor, dim: int) -> Tensor:
    r"""Where $\kappa$ ends under positives alone, without sampling noise and for m to infinity.

    $$ \kappa = \frac{\sigma_1}{\sigma_r} e^{(\sigma_1^2 - \sigma_r^2) \Phi}, \qquad
       \sum_k e^{2 \sigma_k^2 \Phi} = 2 d , $$
    since $\|W_A\|^2 + \|W_B\|^2$ is conserved.

    Args:
        powers: $\sigma_k^2$, shape (trials, rank).
        dim: d.

    Returns:
        Shape (trials,).
    """
    strongest, weakest = powers.amax(dim=1), powers.amin(dim=1)
    # Newton on a convex increasing function descends to the root from the right; 20 steps are plenty.
    phi = log(2 * dim) / (2 * strongest)
    for _ in range(20):
        exponents = 2 * powers * phi[:, None]
        slope = (exponents.softmax(dim=1) * 2 * powers).sum(dim=1)
        phi = phi - (exponents.logsumexp(dim=1) - log(2 * dim)) / slope
    return (strongest / weakest).sqrt() * torch.exp((strongest - weakest) * phi)
