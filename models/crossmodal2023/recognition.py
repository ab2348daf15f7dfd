r"""How often a linear head recognises fresh images, where the same noise is put on every class.

An image is its class mean and noise, so its scores are those of the mean and those of the noise: $C^2 + K C$ products
of a head and vectors of $\mathbb R^D$ give the answers on C K images. The K noises of a task serve all of its classes.
Each image has the law that it would have alone, and so has every mean of answers its expectation; answers on one noise
depend on each other. The variance of an accuracy, or of the gain of one head over another, was up to 2.8 times that of
as many noises for each class (eight settings of n, v, $s_i$ and of loud directions, apart from any claim), and so 60
noises stand for 20 of each class.
"""

import torch
from torch import Tensor

__all__ = ["recognised"]

_AT_ONCE = 96
"""Tasks whose answers are found side by side: their best scores stay in the cache."""


def recognised(of_means: Tensor, of_noises: Tensor) -> Tensor:
    """Share of the images whose own class has the largest score, of each task; shape (tasks,).

    A tie is no answer: a head of zeros recognises nothing.

    Args:
        of_means: Score of each class for each class mean, shape (tasks, means, classes).
        of_noises: For each noise, shape (tasks, noises, classes).
    """
    pieces = zip(of_means.split(_AT_ONCE), of_noises.split(_AT_ONCE), strict=True)
    return torch.cat([_recognised(means.mT, noises.mT.contiguous()) for means, noises in pieces])


def _recognised(of_means: Tensor, of_noises: Tensor) -> Tensor:
    """With the classes of the scores in front: one after another, no table of all scores is ever made."""
    own = torch.diagonal(of_means, dim1=1, dim2=2)[..., None] + of_noises
    others = of_means.clone()
    others.diagonal(dim1=1, dim2=2).fill_(-torch.inf)
    best, scores = torch.full_like(own, -torch.inf), torch.empty_like(own)
    for mean, noise in zip(others.unbind(dim=1), of_noises.unbind(dim=1), strict=True):
        torch.maximum(best, torch.add(mean[:, :, None], noise[:, None], out=scores), out=best)
    return (own > best).to(own).mean(dim=(1, 2))
