r"""Symile and pairwise CLIP in the population: infinitely many samples and negatives, nothing random but the start.

One vector a letter and modality, or a linear function of the letter's bits; with unit norms the score has a learned
scale. For anchor a and the law q of the other modalities, independent of each other,

$$ B_\infty(g) = E_p g - E_a \log E_q e^g , $$

averaged over the anchors: Symile's objective, whose only maximum is the total correlation, at
$g = \log p / q + \mathrm{const}$. Pairwise CLIP's is the sum of the same over the pairs of modalities, both directions
averaged, with one scale.

Gradients are in closed form: with batches of a few tables a step costs what its calls cost, and autograd makes six
times as many. A letter without probability has no gradient and changes nothing, so smaller tables fit into larger
ones.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import combinations
from math import cos, inf, pi

import torch
from torch import Tensor

from models.adam import Adam
from theoremcheck.numerics import contrastive_bound, marginal
from theoremcheck.streams import Streams

__all__ = [
    "Encoders",
    "Gradient",
    "Training",
    "clip_bound",
    "clip_gradient",
    "fit",
    "linear_start",
    "pairwise_scores",
    "summed_scores",
    "symile_bound",
    "symile_gradient",
    "symile_scores",
    "tabular_start",
]


@dataclass(frozen=True)
class Encoders:
    """Representations of all letters.

    Attributes:
        vectors: One tensor of shape (trials, letters, dim) for each modality; of shape (trials, features, dim) where
            letters have features.
        log_scale: Logarithm of what multiplies inner products of unit vectors, shape (trials,); None leaves vectors as
            long as they are, and scores are their plain products.
    """

    vectors: tuple[Tensor, ...]
    log_scale: Tensor | None
    features: Tensor | None = None
    """Of the letters, the same for every modality, shape (letters, features): encoders are linear in them."""

    @property
    def representations(self) -> tuple[Tensor, ...]:
        """The vectors as scores see them."""
        vectors = self.vectors if self.features is None else tuple(self.features @ each for each in self.vectors)
        if self.log_scale is None:
            return vectors
        return tuple(each / each.norm(dim=-1, keepdim=True) for each in vectors)


Gradient = Callable[[tuple[Tensor, ...], Tensor | float], tuple[list[Tensor], Tensor]]
"""(representations, scale) -> the objective's gradients by the representations, and by the logarithm of the scale."""


def tabular_start(letters: Sequence[int], dim: int, unit: bool, streams: Streams, label: str = "start") -> Encoders:
    """Gaussian vectors of standard deviation 0.6 and, for unit norms, a scale of 1."""
    vectors = tuple(0.6 * streams.normal(f"{label}/{axis}", (m, dim)) for axis, m in enumerate(letters))
    return Encoders(vectors, vectors[0].new_zeros(streams.trials) if unit else None)


def linear_start(features: Tensor, modalities: int, dim: int, streams: Streams) -> Encoders:
    r"""Linear layers with bias as PyTorch starts them, uniform on $\pm k^{-1/2}$ for k inputs; the scale is $e^{-0.3}$.

    Args:
        features: Of the letters, the last one 1 for the bias, shape (letters, inputs + 1).
        modalities: M.
        dim: d.
        streams: One stream a trial.
    """
    bound = (features.shape[1] - 1) ** -0.5
    shape = (features.shape[1], dim)
    vectors = tuple(bound * (2 * streams.uniform(f"start/{axis}", shape) - 1) for axis in range(modalities))
    return Encoders(vectors, vectors[0].new_full((streams.trials,), -0.3), features)


def symile_scores(encoders: Encoders) -> Tensor:
    """Scale times the multilinear inner product of every tuple, shape (trials, m_1, ..., m_M)."""
    represented = encoders.representations
    products = _products(represented)
    scores = products[-1] @ represented[-1].mT
    return _scaled(scores, encoders).reshape(len(scores), *(each.shape[1] for each in represented))


def pairwise_scores(encoders: Encoders) -> dict[tuple[int, int], Tensor]:
    """Scale times the inner products of every pair of modalities, each of shape (trials, m_i, m_j)."""
    represented = encoders.representations
    return {
        (i, j): _scaled(represented[i] @ represented[j].mT, encoders)
        for i, j in combinations(range(len(represented)), 2)
    }


def summed_scores(encoders: Encoders) -> Tensor:
    """Pairwise CLIP's score of a tuple of three, the sum of its pairs' scores, shape (trials, m_1, m_2, m_3)."""
    pairs = pairwise_scores(encoders)
    return pairs[0, 1][:, :, :, None] + pairs[0, 2][:, :, None, :] + pairs[1, 2][:, None, :, :]


def symile_bound(joint: Tensor, scores: Tensor) -> Tensor:
    r"""$B_\infty$ averaged over all anchors, shape (trials,); at most the total correlation."""
    modalities = joint.dim() - 1
    bounds = [contrastive_bound(joint, scores, inf, modalities=modalities, anchor=a) for a in range(modalities)]
    return torch.stack(bounds).mean(dim=0)


def clip_bound(joint: Tensor, pairs: dict[tuple[int, int], Tensor]) -> Tensor:
    """Sum over the pairs of modalities of both directions' mean, shape (trials,); at most the sum of informations."""
    modalities, total = joint.dim() - 1, joint.new_zeros(len(joint))
    for pair, scores in pairs.items():
        law = marginal(joint, *pair, modalities=modalities)
        total = total + sum(contrastive_bound(law, scores, inf, anchor=anchor) for anchor in range(2)) / 2
    return total


def symile_gradient(joint: Tensor, anchors: Sequence[int] | None = None) -> Gradient:
    r"""Of $B_\infty$ averaged over anchors, all of them unless some are named.

    With Q the product of all marginals, $\partial B / \partial g = p - e^g Q \frac1A \sum_a p(a) / N_a$, where $N_a$ is
    the marginal of $e^g Q$ at each value of the anchor.
    """
    modalities = joint.dim() - 1
    axes = range(1, modalities + 1)
    around = [[axis for axis in axes if axis != each] for each in axes]
    singles = [joint.sum(dim=others, keepdim=True) for others in around]
    independent, chosen = _product(singles), range(modalities) if anchors is None else anchors
    tiny = torch.finfo(joint.dtype).tiny

    def gradient(represented: tuple[Tensor, ...], scale: Tensor | float) -> tuple[list[Tensor], Tensor]:
        products = _products(represented)
        scaled = represented[-1] * scale
        scores = products[-1] @ scaled.mT
        weights = scores.sub_(scores.amax(dim=(1, 2), keepdim=True)).exp_().view(joint.shape).mul_(independent)
        shares = [singles[a] / weights.sum(dim=around[a], keepdim=True).clamp_(min=tiny) for a in chosen]
        by_score = torch.addcmul(joint, weights, _sum(shares), value=-1 / len(chosen)).view(scores.shape)
        by_last = by_score.mT @ products[-1]
        by_scale = (by_last * scaled).sum(dim=(1, 2))
        gradients = [by_last * scale]
        flowing = by_score @ scaled
        for product, each in zip(reversed(products[:-1]), reversed(represented[1:-1]), strict=True):
            flowing = flowing.reshape(len(joint), product.shape[1], each.shape[1], each.shape[2])
            gradients.append((flowing * product[:, :, None]).sum(dim=1))
            flowing = flowing.mul_(each[:, None]).sum(dim=2)
        return [flowing, *reversed(gradients)], by_scale

    return gradient


def clip_gradient(joint: Tensor) -> Gradient:
    r"""Of the sum over pairs: $p - \frac12 e^g p_i p_j (p_i / N_i + p_j / N_j)$ by each pair's scores, N as above."""
    modalities = joint.dim() - 1
    pairs = {pair: marginal(joint, *pair, modalities=modalities) for pair in combinations(range(modalities), 2)}
    rows = {pair: law.sum(dim=2, keepdim=True) for pair, law in pairs.items()}
    columns = {pair: law.sum(dim=1, keepdim=True) for pair, law in pairs.items()}
    independent = {pair: rows[pair] * columns[pair] for pair in pairs}
    tiny = torch.finfo(joint.dtype).tiny

    def gradient(represented: tuple[Tensor, ...], scale: Tensor | float) -> tuple[list[Tensor], Tensor]:
        half = scale**0.5  # of the scale for either vector of a product
        scaled = [each * half for each in represented]
        gradients = [torch.zeros_like(each) for each in scaled]
        for (i, j), law in pairs.items():
            scores = scaled[i] @ scaled[j].mT
            weights = scores.sub_(scores.amax(dim=(1, 2), keepdim=True)).exp_().mul_(independent[i, j])
            share = rows[i, j] / weights.sum(dim=2, keepdim=True).clamp_(min=tiny)
            share = share + columns[i, j] / weights.sum(dim=1, keepdim=True).clamp_(min=tiny)
            by_score = torch.addcmul(law, weights, share, value=-0.5)
            gradients[i].baddbmm_(by_score, scaled[j])
            gradients[j].baddbmm_(by_score.mT, scaled[i])
        by_scale = _sum((by * each).sum(dim=(1, 2)) for by, each in zip(gradients, scaled, strict=True)) / 2
        return [each.mul_(half) for each in gradients], by_scale

    return gradient


@dataclass(frozen=True)
class Training:
    """How encoders are trained: AdamW, which is Adam without weight decay."""

    steps: int
    learning_rate: float = 0.05
    weight_decay: float = 0.0
    cosine: bool = True
    """Whether the rate falls to 0 like half a cosine, or stays."""

    def rate(self, step: int) -> float:
        """Learning rate of a step."""
        return self.learning_rate * ((1 + cos(pi * step / self.steps)) / 2 if self.cosine else 1.0)


def fit(start: Encoders, gradient: Gradient, training: Training) -> Encoders:
    """Ascend; each trial's gradient is its own, and Adam acts on every weight by itself."""
    sizes = [each.shape[1] for each in start.vectors]
    stacked = torch.cat(start.vectors, dim=1)
    unit, trials = start.log_scale is not None, len(stacked)
    weights = torch.cat([stacked.flatten(), stacked.new_zeros(trials) if start.log_scale is None else start.log_scale])
    weights.grad = torch.zeros_like(weights)
    vectors, slopes = (flat[:-trials].view_as(stacked) for flat in (weights, weights.grad))
    log_scale, slope_of_scale = (flat[-trials:] for flat in (weights, weights.grad))
    by_vectors = partial(_by_vectors, gradient, sizes, start.features)
    adam = Adam(weights, weight_decay=training.weight_decay, maximize=True)
    for step in range(training.steps):
        by_vector, by_log_scale = by_vectors(vectors, log_scale.exp()[:, None, None] if unit else None)
        slopes.copy_(by_vector)
        if unit:
            slope_of_scale.copy_(by_log_scale)
        adam.step(training.rate(step))
    return Encoders(vectors.split(sizes, dim=1), log_scale if unit else None, start.features)


def _by_vectors(
    gradient: Gradient, sizes: list[int], features: Tensor | None, vectors: Tensor, scale: Tensor | None
) -> tuple[Tensor, Tensor]:
    """Gradients by the vectors of all modalities at once, so many of each; and, of unit norms, by the log-scale."""
    if features is not None:
        layers = vectors.unflatten(1, (len(sizes), -1))
        by_letter, by_log_scale = _by_vectors(
            gradient, [len(features)] * len(sizes), None, (features @ layers).flatten(start_dim=1, end_dim=2), scale
        )
        return (features.mT @ by_letter.unflatten(1, (len(sizes), -1))).flatten(start_dim=1, end_dim=2), by_log_scale
    if scale is None:
        gradients, by_log_scale = gradient(vectors.split(sizes, dim=1), 1.0)
        return torch.cat(gradients, dim=1), by_log_scale
    norms = vectors.norm(dim=-1, keepdim=True)
    units = vectors / norms
    gradients, by_log_scale = gradient(units.split(sizes, dim=1), scale)
    by_unit = torch.cat(gradients, dim=1)
    along = (by_unit * units).sum(dim=-1, keepdim=True)
    return by_unit.addcmul_(units, along, value=-1).div_(norms), by_log_scale


def _products(represented: tuple[Tensor, ...]) -> list[Tensor]:
    """Products of the first, the first two, ... modalities but the last; each of shape (trials, tuples, dim)."""
    products = [represented[0]]
    for each in represented[1:-1]:
        products.append((products[-1][:, :, None] * each[:, None]).flatten(start_dim=1, end_dim=2))
    return products


def _product(laws: Iterable[Tensor]) -> Tensor:
    return reduce(torch.mul, laws)


def _sum(terms: Iterable[Tensor]) -> Tensor:
    return reduce(torch.add, terms)


def _scaled(scores: Tensor, encoders: Encoders) -> Tensor:
    return scores if encoders.log_scale is None else scores * encoders.log_scale.exp()[:, None, None]
