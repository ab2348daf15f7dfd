r"""SimCLR's loss of two views of each image, and CLIP's of images and captions."""

from typing import Any

import torch
from torch import Tensor

from theoremcheck.numerics import clip

__all__ = ["clip_loss", "nt_xent"]


def nt_xent(views: Tensor, temperature: Tensor | float) -> Tensor:
    r"""SimCLR's loss of n pairs of unit vectors: the other 2 n - 2 views are the negatives; shape (trials,).

    $$ -\frac{1}{2n} \sum_i \log \frac{e^{s_{i i'}}}{\sum_{j \ne i} e^{s_{ij}}}, \qquad s = z z^\top / \tau $$

    Args:
        views: One view of each image, then the other one of each, shape (trials, 2 n, dim).
        temperature: Constants, one for all trials or one each; from 1 / 80 on, float32 holds every exponential.

    Source: Chen et al. 2020, arXiv:2002.05709, eq. 1.
    """
    return _NTXent.apply(views, temperature)


class _NTXent(torch.autograd.Function):
    r"""The loss with its gradient, derived: half the time of autograd, which does not know that s is symmetric.

    $$ \partial_{z_i} = \frac{1}{2 n \tau} \Big( \sum_{j \ne i} e^{s_{ij}} (Z_i^{-1} + Z_j^{-1}) z_j - 2 z_{i'} \Big),
       \qquad Z_i = \sum_{j \ne i} e^{s_{ij}} $$
    """

    @staticmethod
    def forward(ctx: Any, views: Tensor, temperature: Tensor | float) -> Tensor:
        size = views.shape[1] // 2  # n
        scores = _scores(views, views, temperature)
        positives = scores.diagonal(offset=size, dim1=1, dim2=2).mean(dim=1)
        weights = scores.exp_()
        weights.diagonal(dim1=1, dim2=2).zero_()  # no view is its own negative
        partition = weights.sum(dim=2, keepdim=True)  # Z
        inverse = 1 / partition
        pull = torch.baddbmm(views.roll(size, dims=1), weights.mul_(inverse + inverse.mT), views, beta=-2)
        ctx.save_for_backward(pull / (2 * size * torch.as_tensor(temperature, device=pull.device).reshape(-1, 1, 1)))
        return partition.log().mean(dim=(1, 2)) - positives

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor, None]:
        (gradient,) = ctx.saved_tensors
        return upstream[0][:, None, None] * gradient, None


def clip_loss(images: Tensor, texts: Tensor, temperature: Tensor | float) -> Tensor:
    """In-batch InfoNCE of n pairs of unit vectors at a temperature, mean of both directions; shape (trials,)."""
    return clip(_scores(images, texts, temperature))


def _scores(first: Tensor, second: Tensor, temperature: Tensor | float) -> Tensor:
    return first / torch.as_tensor(temperature, device=first.device).reshape(-1, 1, 1) @ second.mT
