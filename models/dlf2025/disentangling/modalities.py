r"""Three modalities with shared and specific latents, and a target of both.

$$ x_m = A_m (s, u_m) + 0.3\, \xi_m \in R^{16}, \qquad
   y = \tanh\langle s, a \rangle + 0.7 \tanh\langle u_1, b \rangle, $$
with standard normal $s, u_m \in R^4$, entries of $A_m$ of variance 1/8 and of a and b of variance 0.49. The first
modality stands for language.

Ours: a surrogate for the features of Wang et al. 2025, arXiv:2412.12225, whose data are texts, voices and faces.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from theoremcheck.streams import Streams

__all__ = ["DIM", "MODALITIES", "Samples", "ThreeModalities", "draw_samples"]

MODALITIES, LATENT, DIM = 3, 4, 16
NOISE, FROM_LANGUAGE, READING = 0.3, 0.7, 0.7


@dataclass(frozen=True)
class ThreeModalities:
    """How strong the geometric losses are, and how the networks are trained."""

    strength: float  # of L_o and L_m, over the weights of the code
    samples: int
    tested: int
    batch_size: int
    steps: int


@dataclass(frozen=True)
class Samples:
    """Samples of all modalities.

    Attributes:
        views: Shape (trials, MODALITIES, samples, DIM).
        target: y, shape (trials, samples).
    """

    views: Tensor
    target: Tensor


def draw_samples(modalities: ThreeModalities, streams: Streams) -> tuple[Samples, Samples]:
    """Training and test set from one mixing and one target a trial."""
    mixing = streams.normal("mixing", (MODALITIES, 2 * LATENT, DIM)) / (2 * LATENT) ** 0.5
    readings = READING * streams.normal("readings", (2, LATENT, 1))

    def samples(name: str, count: int) -> Samples:
        drawn = streams.child(name)
        shared = drawn.normal("shared", (count, LATENT))
        specific = drawn.normal("specific", (MODALITIES, count, LATENT))
        latents = torch.cat([shared[:, None].expand_as(specific), specific], dim=3)
        views = latents @ mixing + NOISE * drawn.normal("noise", (MODALITIES, count, DIM))
        heard = (shared @ readings[:, 0]).tanh() + FROM_LANGUAGE * (specific[:, 0] @ readings[:, 1]).tanh()
        return Samples(views, heard[..., 0])

    return samples("training", modalities.samples), samples("test", modalities.tested)
