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
from itertools import combinations
from math import cos, inf, pi, prod

import torch
from torch import Tensor

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

    $\partial B / \partial g = p - e^g \frac1A \sum_a p(a)\, q / Z_a$, with $Z_a = E_q e^g$ at each value of the anchor.
    """
    modalities = joint.dim() - 1
    axes = range(1, modalities + 1)
    singles = [joint.sum(dim=[other for other in axes if other != axis], keepdim=True) for axis in axes]
    chosen = range(modalities) if anchors is None else anchors
    around = [[axis for axis in axes if axis != anchor + 1] for anchor in chosen]
    laws = [_product(singles[axis - 1] for axis in others) for others in around]

    def gradient(represented: tuple[Tensor, ...], scale: Tensor | float) -> tuple[list[Tensor], Tensor]:
        products = _products(represented)
        inner = products[-1] @ represented[-1].mT
        scores = (inner * scale).reshape(joint.shape)
        weights = (scores - scores.amax(dim=tuple(axes), keepdim=True)).exp()
        share = torch.zeros_like(joint)
        for anchor, others, law in zip(chosen, around, laws, strict=True):
            share.addcmul_(law, singles[anchor] / (weights * law).sum(dim=others, keepdim=True))
        by_score = joint - weights * share / len(chosen)
        by_scale = (by_score * scores).flatten(start_dim=1).sum(dim=1)
        by_product = by_score.reshape(inner.shape) * scale
        gradients = [by_product.mT @ products[-1]]
        flowing = by_product @ represented[-1]
        for product, each in zip(reversed(products[:-1]), reversed(represented[1:-1]), strict=True):
            flowing = flowing.reshape(len(joint), product.shape[1], each.shape[1], each.shape[2])
            gradients.append((flowing * product[:, :, None]).sum(dim=1))
            flowing = (flowing * each[:, None]).sum(dim=2)
        return [flowing, *reversed(gradients)], by_scale

    return gradient


def clip_gradient(joint: Tensor) -> Gradient:
    r"""Of the sum over pairs: $p - \frac12 e^g p_i p_j (1 / Z_i + 1 / Z_j)$ by each pair's scores."""
    modalities = joint.dim() - 1
    pairs = {pair: marginal(joint, *pair, modalities=modalities) for pair in combinations(range(modalities), 2)}
    rows = {pair: law.sum(dim=2, keepdim=True) for pair, law in pairs.items()}
    columns = {pair: law.sum(dim=1, keepdim=True) for pair, law in pairs.items()}
    halves = {pair: rows[pair] * columns[pair] / 2 for pair in pairs}

    def gradient(represented: tuple[Tensor, ...], scale: Tensor | float) -> tuple[list[Tensor], Tensor]:
        gradients = [torch.zeros_like(each) for each in represented]
        by_scale = joint.new_zeros(len(joint))
        for (i, j), law in pairs.items():
            scores = represented[i] @ represented[j].mT * scale
            weights = (scores - scores.amax(dim=(1, 2), keepdim=True)).exp()
            inverses = 1 / (weights @ columns[i, j].mT) + 1 / (rows[i, j].mT @ weights)
            by_score = law - weights * halves[i, j] * inverses
            by_scale = by_scale + (by_score * scores).sum(dim=(1, 2))
            by_product = by_score * scale
            gradients[i] += by_product @ represented[j]
            gradients[j] += by_product.mT @ represented[i]
        return gradients, by_scale

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
    unit, shapes = start.log_scale is not None, [each.shape[1:] for each in start.vectors]
    pieces = [each.flatten(start_dim=1) for each in start.vectors]
    if unit:
        pieces.append(start.log_scale[:, None])
    sizes = [piece.shape[1] for piece in pieces]
    weights = torch.cat(pieces, dim=1)
    optimiser = torch.optim.AdamW([weights], weight_decay=training.weight_decay, maximize=True, fused=True)
    views = [piece.unflatten(1, shape) for piece, shape in zip(weights.split(sizes, dim=1), shapes, strict=False)]
    encoders = Encoders(tuple(views), weights[:, -1] if unit else None, start.features)
    for step in range(training.steps):
        optimiser.param_groups[0]["lr"] = training.rate(step)
        gradients = _by_weights(encoders, gradient)
        weights.grad = torch.cat([each.flatten(start_dim=1) for each in gradients], dim=1)
        optimiser.step()
    return Encoders(tuple(view.clone() for view in views), weights[:, -1].clone() if unit else None, start.features)


def _by_weights(encoders: Encoders, gradient: Gradient) -> list[Tensor]:
    """Gradients by the vectors and, with unit norms, by the logarithm of the scale."""
    features = encoders.features
    vectors = encoders.vectors if features is None else tuple(features @ each for each in encoders.vectors)
    if encoders.log_scale is None:
        gradients, _ = gradient(vectors, 1.0)
        by_scale = []
    else:
        norms = [each.norm(dim=-1, keepdim=True) for each in vectors]
        represented = tuple(each / norm for each, norm in zip(vectors, norms, strict=True))
        gradients, by_log_scale = gradient(represented, encoders.log_scale.exp()[:, None, None])
        gradients = [
            (by - each * (by * each).sum(dim=-1, keepdim=True)) / norm
            for by, each, norm in zip(gradients, represented, norms, strict=True)
        ]
        by_scale = [by_log_scale[:, None]]
    return [*(gradients if features is None else [features.mT @ each for each in gradients]), *by_scale]


def _products(represented: tuple[Tensor, ...]) -> list[Tensor]:
    """Products of the first, the first two, ... modalities but the last; each of shape (trials, tuples, dim)."""
    products = [represented[0]]
    for each in represented[1:-1]:
        products.append((products[-1][:, :, None] * each[:, None]).flatten(start_dim=1, end_dim=2))
    return products


def _product(laws: Iterable[Tensor]) -> Tensor:
    return prod(laws, start=torch.ones(()))


def _scaled(scores: Tensor, encoders: Encoders) -> Tensor:
    return scores if encoders.log_scale is None else scores * encoders.log_scale.exp()[:, None, None]
