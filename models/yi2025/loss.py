r"""The multimodal contrastive loss $L_{MCL}$ of Yi et al. 2025 (arXiv:2510.03268v2, Definition 1), the sum of both directions.

Less $2 \log N$ it is a functional of the empirical measure of the pairs alone, and Theorem 1 speaks of that:
$$ L_{MCL} - 2 \log N = \frac1N \sum_i \Bigl[ \log \frac1N \sum_j e^{s_{ij}} + \log \frac1N \sum_j e^{s_{ji}} - 2 s_{ii}
   \Bigr] . $$
One exponential of each score serves both directions: the scores' bound is known, and no row's maximum is looked for.
"""

import torch
from torch import Tensor

__all__ = ["multimodal_loss", "without_positive"]


def multimodal_loss(scores: Tensor, bound: Tensor) -> Tensor:
    r"""$L_{MCL} - 2 \log N$.

    Args:
        scores: $s_{ij} = x_i \cdot y_j / \tau$, shape (trials, N, N).
        bound: No score is larger, and none smaller than its negative, shape (trials,); below 300 in float64.

    Returns:
        Shape (trials,).
    """
    weights = (scores - bound[:, None, None]).exp()
    return _from_means(weights.mean(dim=-1), weights.mean(dim=-2), scores, bound)


def without_positive(scores: Tensor, bound: Tensor) -> Tensor:
    r"""The same with denominators of the N - 1 others, less $2 \log(N - 1)$."""
    others = 1 - torch.eye(scores.shape[-1], dtype=scores.dtype, device=scores.device)
    weights = (scores - bound[:, None, None]).exp() * others
    count = scores.shape[-1] - 1
    return _from_means(weights.sum(dim=-1) / count, weights.sum(dim=-2) / count, scores, bound)


def _from_means(rows: Tensor, columns: Tensor, scores: Tensor, bound: Tensor) -> Tensor:
    matched = scores.diagonal(dim1=-2, dim2=-1).mean(dim=-1)
    return rows.log().mean(dim=-1) + columns.log().mean(dim=-1) + 2 * (bound - matched)
