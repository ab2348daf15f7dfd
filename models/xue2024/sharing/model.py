r"""Data model 2: its regime, and the closed forms of who wins.

2m classes (k, c), k in [m], c in {-1, 1}, uniform. Latents: core and spurious, each in $R^m$. Of class (k, c):
$core_k = c$ and $spu_k = b a$, a = c in training and a fair sign under P*; for the other coordinates $core_j$ is
uniform on $\{-\alpha, \alpha\}$ and $spu_j$ on $\{-\beta, \beta\}$, independent of each other and of all else. The
prompt of (k, c) is c times the core direction k. Captions may leave other classes' core details out, each with
probability $1 - \pi$.

Source: Xue et al. 2024, arXiv:2310.04971, Definition 4.6: reconstructed, not read.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = [
    "Latents",
    "Richness",
    "Sharing",
    "draw_latents",
    "least_concepts",
    "least_richness",
    "noise_share",
    "own_core_covariance",
    "samples_by_rule",
]


@dataclass(frozen=True)
class Sharing:
    r"""A point of data model 2, or a batch of them.

    Attributes:
        concepts: m, half of the number of classes.
        samples: n, training pairs.
        dims_a_concept: d / m, at least 2.
        core_detail: $\alpha$, size of the core latents outside their own class.
        spurious_detail: $\beta$, size of the spurious latents outside their own class.
        spurious_strength: b, size of the spurious latent in its own class.
        noise: $\sigma_\xi$; a coordinate of the noise has standard deviation $\sigma_\xi / \sqrt d$.
        kept_core: $\pi_{core}$, probability that a caption keeps a core detail of another class.
        kept_spurious: $\pi_{spu}$, likewise of the spurious details.
        correlation: $p_{spu}$, probability of a = c in training.
    """

    concepts: int
    samples: int
    dims_a_concept: int
    core_detail: float
    spurious_detail: float
    spurious_strength: float
    noise: float
    kept_core: float = 1.0
    kept_spurious: float = 1.0
    correlation: float = 1.0

    @property
    def dim(self) -> int:
        """d, dimension of images and of captions."""
        return self.dims_a_concept * self.concepts

    @property
    def noise_variance(self) -> Tensor:
        r"""$s^2 = \sigma_\xi^2 / d$."""
        return torch.as_tensor(self.noise).square() / self.dim


@dataclass(frozen=True)
class Richness(Sharing):
    r"""A point of data model 2 that says how rich captions are in units of what they have to be.

    Attributes:
        richness: $\pi_{core} / \pi^*$.
    """

    richness: float = 1.0


@dataclass(frozen=True)
class Latents:
    """Latents of some samples.

    Attributes:
        concept: k, shape (trials, samples).
        sign: c, likewise.
        core: Shape (trials, samples, concepts).
        spurious: Likewise.
    """

    concept: Tensor
    sign: Tensor
    core: Tensor
    spurious: Tensor

    @property
    def own(self) -> Tensor:
        """Place of the sample's own coordinate, shape (trials, samples, 1)."""
        return self.concept[..., None]


def draw_latents(model: Sharing, streams: Streams, samples: int, agreement: Tensor, tied: bool = False) -> Latents:
    """Draw latents of images.

    Args:
        model: Regimes.
        streams: One stream a trial.
        samples: How many.
        agreement: Attribute times class of each sample, shape (trials, samples).
        tied: Whether core and spurious details of other classes have one sign, not independent ones.
    """
    shape = (samples, model.concepts)
    k = (streams.uniform("concepts", (samples,)) * model.concepts).long().clamp(max=model.concepts - 1)
    c = streams.signs("signs", (samples,))
    core_signs = streams.signs("core details", shape)
    spurious_signs = core_signs if tied else streams.signs("spurious details", shape)
    strength = _each(model.spurious_strength) * (c * agreement)[..., None]
    core = (_each(model.core_detail) * core_signs).scatter_(2, k[..., None], c[..., None])
    spurious = (_each(model.spurious_detail) * spurious_signs).scatter_(2, k[..., None], strength)
    return Latents(k, c, core, spurious)


def own_core_covariance(m: Any, alpha: Any, kept: Any = 1.0) -> Any:
    r"""$v_c = \frac1m + (1 - \frac1m) \pi \alpha^2$, covariance of a core latent with what captions say of it."""
    return 1 / m + (1 - 1 / m) * kept * alpha**2


def least_concepts(alpha: Any, beta: Any, b: Any) -> Any:
    r"""$m^* = 1 + [b (b + \beta) / (1 - \alpha) - 1] / \alpha^2$: above it the own core detail outweighs all others.

    From $v_c (1 - \alpha) > \frac bm (b + \beta)$, at p_spu = 1; elementwise.
    """
    return 1 + (b * (b + beta) / (1 - alpha) - 1) / alpha**2


def least_richness(m: Any, alpha: Any, beta: Any, b: Any) -> Any:
    r"""$\pi^* = [b (b + \beta) / (1 - \alpha) - 1] / ((m - 1) \alpha^2)$: the same condition, solved for $\pi$."""
    return (b * (b + beta) / (1 - alpha) - 1) / ((m - 1) * alpha**2)


def noise_share(m: Any, variance: Any, alpha: Any, beta: Any, b: Any, kept: Any = 1.0) -> Any:
    r"""$q = 8 \log m\, s^2 (v_c^2 + r^2) / \Delta^2$, r = b / m: share of the margin that the query's noise takes.

    $\Delta = v_c (1 - \alpha) - r (b + \beta)$. Of m scores the noise's largest is about $\sqrt{2 \log m}$ standard
    deviations, whatever n is; squared and against $\Delta / 2$. Elementwise.
    """
    covariance, tied = own_core_covariance(m, alpha, kept), b / m
    return 8 * np.log(m) * variance * (covariance**2 + tied**2) / _reserve(m, alpha, beta, b, kept) ** 2


def samples_by_rule(m: Any, variance: Any, alpha: Any, beta: Any, b: Any, kept: Any = 1.0) -> Any:
    r"""$8 \log m\, m (v_c + s^2)(v_c \alpha^2 + v_s \beta^2 + s^2 v_c) / (\Delta^2 (1 - q))$, enough samples.

    To order one, the same for the statistical error of the m scores, within what the query's noise leaves of the
    margin. Elementwise.
    """
    core, spurious = own_core_covariance(m, alpha, kept), b**2 / m + (1 - 1 / m) * beta**2
    spread = (core + variance) * (core * alpha**2 + spurious * beta**2 + variance * core)
    left = 1 - noise_share(m, variance, alpha, beta, b, kept)
    return 8 * np.log(m) * m * spread / (_reserve(m, alpha, beta, b, kept) ** 2 * left)


def _reserve(m: Any, alpha: Any, beta: Any, b: Any, kept: Any) -> Any:
    return own_core_covariance(m, alpha, kept) * (1 - alpha) - b / m * (b + beta)


def _each(values: Tensor) -> Tensor:
    return torch.as_tensor(values)[:, None, None]
