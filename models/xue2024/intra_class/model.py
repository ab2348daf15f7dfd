r"""Data model 1: its regime, the latent cross-covariance, and accuracies in closed form.

A class y, uniform on {-1, 1}; an attribute a = y with probability p and -y otherwise; latents
$\mu = (\mu_{core}, \mu_{spu})$, $\mu_{core} \sim N(y, \sigma_{core}^2)$, $\mu_{spu} \sim N(a, \sigma_{spu}^2)$. Image
and caption are $x = D \mu + \xi$, D with two orthonormal columns in $R^d$, $\xi \sim N(0, (\sigma_\xi^2 / d) I)$. The
true law P* has p = 1/2. The prompt of class y is the noiseless caption $D_T (y, 0)$.

Source: Xue et al. 2024, arXiv:2310.04971, Definitions 3.1, 4.1 and 5.1 (recalled, and derived anew).
"""

from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

__all__ = ["IntraClass", "group_accuracies", "latent_covariance", "printed_accuracies", "ratio_of_weights"]


@dataclass(frozen=True)
class IntraClass:
    r"""A point of data model 1, or a batch of them.

    Attributes:
        samples: n, training pairs.
        dim: d, dimension of images and of captions; the laws by moments also take one of each trial, a tensor.
        correlation: p, probability that the spurious attribute agrees with the class in training.
        core_spread: $\sigma_{core}$.
        spurious_spread: $\sigma_{spu}$.
        noise: $\sigma_\xi$; a coordinate of the noise has standard deviation $\sigma_\xi / \sqrt d$.
        kept_core: $\pi_{core}$, probability that a caption keeps the within-class detail of the core feature.
        data_sets: Independent training sets of one trial.
    """

    samples: int
    dim: int
    correlation: float
    core_spread: float
    spurious_spread: float
    noise: float
    kept_core: float = 1.0
    data_sets: int = 1

    @property
    def noise_variance(self) -> Tensor:
        r"""$s^2 = \sigma_\xi^2 / d$, variance of a coordinate of the noise."""
        return torch.as_tensor(self.noise).square() / self.dim


def latent_covariance(model: IntraClass) -> Tensor:
    r"""$C = [[1 + \pi \sigma_{core}^2, 2p - 1], [2p - 1, 1 + \sigma_{spu}^2]]$ of image and caption, (trials, 2, 2).

    The spurious caption is unmasked.
    """
    tied = 2 * model.correlation - 1
    core = 1 + model.kept_core * model.core_spread**2
    entries = (core, tied, tied, 1 + model.spurious_spread**2)
    return torch.stack([torch.as_tensor(entry) for entry in entries], dim=-1).unflatten(-1, (2, 2))


def ratio_of_weights(model: IntraClass) -> Tensor:
    r"""$(1 + \pi \sigma_{core}^2) / (2p - 1)$: weight on the core over that on the spurious feature."""
    return (1 + model.kept_core * model.core_spread**2) / (2 * model.correlation - 1)


class Spreads(Protocol):
    """Anything that has the standard deviations of both features."""

    core_spread: Any
    spurious_spread: Any


def group_accuracies(
    model: Spreads, core: Tensor, spurious: Tensor, noise: Tensor | float = 0.0
) -> tuple[Tensor, Tensor]:
    r"""Accuracies where the attribute agrees with the class and where it does not, exact given a linear rule.

    The rule is the sign of $w^T x$; it sees the latents with weights $f = D^T w$, and the noise with $\|w\|$.

    Args:
        model: Regimes; trials are the first axis.
        core: $f_0$, shape (trials, ...).
        spurious: $f_1$, likewise.
        noise: Variance of what the test images' noise adds to $w^T x$, $\|w\|^2 \sigma_\xi^2 / d$, likewise.

    Returns:
        $\Phi((f_0 \pm f_1) / \sqrt{f_0^2 \sigma_{core}^2 + f_1^2 \sigma_{spu}^2 + \|w\|^2 \sigma_\xi^2 / d})$.
    """

    def each(values: Any) -> Tensor:
        """One entry a trial, against any number of axes."""
        return torch.as_tensor(values).reshape(-1, *(1,) * (core.ndim - 1))

    latent = (core * each(model.core_spread)) ** 2 + (spurious * each(model.spurious_spread)) ** 2
    spread = (latent + noise).sqrt()
    return torch.special.ndtr((core + spurious) / spread), torch.special.ndtr((core - spurious) / spread)


def printed_accuracies(model: IntraClass) -> tuple[Tensor, Tensor]:
    r"""The two accuracies of Theorems 4.4 and 5.2, $1 - \Phi(\kappa_2)$ and $1 - \Phi(\kappa_1)$, without noise."""
    return group_accuracies(model, 1 + model.kept_core * model.core_spread**2, 2 * model.correlation - 1)
