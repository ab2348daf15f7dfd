r"""Wrong nearest neighbours at a small loss of random batches: as many as a loss below log 2 can afford, or all.

A batch of size B holds a given pair with probability $w_1 = B / N$ and two given pairs with $w_2 = B (B - 1) / (N (N -
1))$, so the expected plain sum of a random batch is exactly

$$ w_1 \sum_i \log(1 + e^{-t (S_{ii} - b)}) + w_2 \sum_{i \ne j} \log(1 + e^{t (S_{ij} - b)}) . $$

A pair whose wrong neighbour scores as high as its own, $\delta$ above b, costs $w_1 \log(1 + e^{-t \delta}) + w_2
\log(1 + e^{t \delta})$, least at $e^{t \delta} = w_1 / w_2$.

Bangachev et al. 2025, arXiv:2509.18552, Proposition 1; the configurations are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import torch
from torch import Tensor
from torch.nn.functional import normalize, softplus

from models.constellations import extreme, random_code
from theoremcheck.streams import Streams

__all__ = ["DoubledCaptions", "expected_batch_loss", "missed"]

_FAR = 60.0
"""t m of the pairs that are not doubled: their terms add e^-60 each."""


@dataclass(frozen=True)
class DoubledCaptions:
    """A random code, both modalities alike, in which some pairs get nearly equal images and each other's captions.

    The captions of these pairs are turned out of the code's space until their scores are where a miss costs least.
    """

    pairs: int  # N
    dimension: float  # d of the code, at most MOST - 1
    place: float  # of B in its range, in [0, 1]
    batch: float  # B
    afforded: float  # share of the loss log 2 that misses may cost

    @property
    def matched_weight(self) -> Tensor:
        """w_1."""
        return self.batch / self.pairs

    @property
    def other_weight(self) -> Tensor:
        """w_2."""
        return self.batch * (self.batch - 1) / (self.pairs * (self.pairs - 1))

    def doubled(self) -> Tensor:
        """How many twos of pairs are doubled, shape (trials,): each two of them misses twice."""
        lead = (self.matched_weight / self.other_weight).log()
        cost = self.matched_weight * softplus(-lead) + self.other_weight * softplus(lead)
        return (self.afforded * log(2) / (2 * cost)).floor().clamp(max=self.pairs // 2)

    def draw(self, streams: Streams) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of shape (trials, pairs, pairs), inverse temperature and relative bias of shape (trials,)."""
        code = random_code(streams, "code", self.pairs, self.dimension)
        apart = extreme(code @ code.mT)
        inverse_temperature = _FAR / apart.margin
        # Near enough for the temperature to see one point, and far enough for every nearest neighbour to be told.
        near = (2e-3 / inverse_temperature).sqrt()[:, None, None]
        even, odd = code[:, 0::2], code[:, 1::2]
        beside = normalize(even + near * random_code(streams, "beside", self.pairs // 2, self.dimension), dim=-1)
        twins = torch.arange(self.pairs // 2, device=streams.device) < self.doubled()[:, None]
        odd = torch.where(twins[..., None], beside, odd)
        images = torch.stack([even, odd], dim=2).flatten(1, 2)
        captions = torch.where(twins[..., None, None], torch.stack([odd, even], dim=2), torch.stack([even, odd], dim=2))
        lead = (self.matched_weight / self.other_weight).log() / inverse_temperature
        length = torch.where(twins, (apart.bias + lead)[:, None], 1.0).repeat_interleave(2, dim=1)
        return (images @ captions.flatten(1, 2).mT) * length[:, None], inverse_temperature, apart.bias


def expected_batch_loss(pairs: DoubledCaptions, scores: Tensor, inverse_temperature: Tensor, bias: Tensor) -> Tensor:
    """Mean over all batches of the plain sum of their losses, shape (trials,)."""
    shifted = inverse_temperature[:, None, None] * (scores - bias[:, None, None])
    matched = shifted.diagonal(dim1=1, dim2=2)
    others = softplus(shifted).sum(dim=(1, 2)) - softplus(matched).sum(dim=1)
    return pairs.matched_weight * softplus(-matched).sum(dim=1) + pairs.other_weight * others


def missed(scores: Tensor) -> Tensor:
    """Share of images whose nearest caption is not their own, shape (trials,); a tie is a miss."""
    own = torch.eye(scores.shape[-1], dtype=torch.bool, device=scores.device)
    beside = scores.masked_fill(own, -torch.inf).amax(dim=2)
    return (beside >= scores.diagonal(dim1=1, dim2=2)).to(scores.dtype).mean(dim=1)
