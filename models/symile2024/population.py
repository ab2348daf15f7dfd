r"""Symile and pairwise CLIP in the population: infinitely many samples and negatives, nothing random but the start.

One vector a letter and modality, or a linear function of the letter's bits; with unit norms the score has a learned
scale. For anchor a and the law q of the other modalities, independent of each other,

$$ B_\infty(g) = E_p g - E_a \log E_q e^g , $$

averaged over the anchors: Symile's objective, whose only maximum is the total correlation, at
$g = \log p / q + \mathrm{const}$. Pairwise CLIP's is the sum of the same over the pairs of modalities, both directions
averaged, with one scale.

Gradients are in closed form: with batches of a few tables a step costs what its calls cost, and autograd makes six times
as many. A letter without probability has no gradient and changes nothing, so smaller tables fit into larger ones.
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
    "clip_bound",
    "clip_gradient",
    "fit",
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
        vectors: One tensor of shape (trials, letters, dim) for each modality.
        log_scale: Logarithm of what multiplies inner products of unit vectors, shape (trials,); None leaves vectors as
            long as they are, and scores are their plain products.
    """

    vectors: tuple[Tensor, ...]
    log_scale: Tensor | None

    @property
    def representations(self) -> tuple[Tensor, ...]:
        """The vectors as scores see them."""
        if self.log_scale is None:
            return self.vectors
        return tuple(each / each.norm(dim=-1, keepdim=True) for each in self.vectors)


Gradient = Callable[[tuple[Tensor, ...], Tensor | float], tuple[list[Tensor], Tensor]]
"""(representations, scale) -> the objective's gradients by the representations, and by the logarithm of the scale."""


def tabular_start(letters: Sequence[int], dim: int, unit: bool, streams: Streams, label: str = "start") -> Encoders:
    """Gaussian vectors of standard deviation 0.6 and, for unit norms, a scale of 1."""
    vectors = tuple(0.6 * streams.normal(f"{label}/{axis}", (m, dim)) for axis, m in enumerate(letters))
    return Encoders(vectors, vectors[0].new_zeros(streams.trials) if unit else None)


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
        gradients: list[Tensor | None] = [None] * modalities
        by_scale = joint.new_zeros(len(joint))
        for (i, j), law in pairs.items():
            scores = represented[i] @ represented[j].mT * scale
            weights = (scores - scores.amax(dim=(1, 2), keepdim=True)).exp()
            inverses = 1 / (weights @ columns[i, j].mT) + 1 / (rows[i, j].mT @ weights)
            by_score = law - weights * halves[i, j] * inverses
            by_scale = by_scale + (by_score * scores).sum(dim=(1, 2))
            by_product = by_score * scale
            for axis, found in ((i, by_product @ represented[j]), (j, by_product.mT @ represented[i])):
                gradients[axis] = found if gradients[axis] is None else gradients[axis] + found
        return gradients, by_scale

    return gradient


def fit(start: Encoders, gradient: Gradient, steps: int, learning_rate: float = 0.05) -> Encoders:
    """Adam with a cosine schedule, upwards; each trial's gradient is its own, and Adam acts on every weight by itself."""
    unit, shapes = start.log_scale is not None, [each.shape[1:] for each in start.vectors]
    pieces = [each.flatten(start_dim=1) for each in start.vectors]
    if unit:
        pieces.append(start.log_scale[:, None])
    sizes = [piece.shape[1] for piece in pieces]
    weights = torch.cat(pieces, dim=1)
    optimiser = torch.optim.Adam([weights], lr=learning_rate, maximize=True, fused=True)
    views = [piece.unflatten(1, shape) for piece, shape in zip(weights.split(sizes, dim=1), shapes, strict=False)]
    log_scale = weights[:, -1] if unit else None
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = learning_rate * (1 + cos(pi * step / steps)) / 2
        if log_scale is None:
            gradients, _ = gradient(tuple(views), 1.0)
        else:
            norms = [each.norm(dim=-1, keepdim=True) for each in views]
            represented = tuple(each / norm for each, norm in zip(views, norms, strict=True))
            gradients, by_scale = gradient(represented, log_scale.exp()[:, None, None])
            gradients = [
                (by - each * (by * each).sum(dim=-1, keepdim=True)) / norm
                for by, each, norm in zip(gradients, represented, norms, strict=True)
            ]
            gradients.append(by_scale[:, None])
        weights.grad = torch.cat([each.flatten(start_dim=1) for each in gradients], dim=1)
        optimiser.step()
    return Encoders(tuple(view.clone() for view in views), None if log_scale is None else log_scale.clone())


def _products(represented: tuple[Tensor, ...]) -> list[Tensor]:
    """Element-wise products of the first, the first two, ... but the last modality, each of shape (trials, tuples, dim)."""
    products = [represented[0]]
    for each in represented[1:-1]:
        products.append((products[-1][:, :, None] * each[:, None]).flatten(start_dim=1, end_dim=2))
    return products


def _product(laws: Iterable[Tensor]) -> Tensor:
    return prod(laws, start=torch.ones(()))


def _scaled(scores: Tensor, encoders: Encoders) -> Tensor:
    return scores if encoders.log_scale is None else scores * encoders.log_scale.exp()[:, None, None]
