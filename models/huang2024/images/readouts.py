r"""How a label is read out of a trained encoder: by a linear probe, or by text alone.

The readouts are kept apart, for they do not agree: a probe that is fitted where colours predict labels uses them again.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from models.huang2024.images.colors import CLASSES
from models.huang2024.images.encoder import ImageEncoder

__all__ = ["accuracy", "fit_probe", "probe_scores", "zero_shot_scores"]

RIDGE = 1.0
ITERATIONS = 100


def fit_probe(features: Tensor, labels: Tensor) -> Tensor:
    r"""Multinomial logistic regression with ridge penalty, weights of shape (trials, dim + 1, CLASSES).

    Minimises $\sum_i -\log p_{y_i}(x_i) + \frac12 \|W\|^2$ by Böhning's steps of fixed curvature, with momentum,
    $$ W_{k+1} = V_k - (\tfrac12 X^\top X + I)^{-1} (X^\top (p(V_k) - Y) + V_k), \qquad
       V_k = W_k + \tfrac{k}{k + 3} (W_k - W_{k-1}) : $$
    the Hessian of a softmax is at most 1/2.

    Source: Böhning 1992, "Multinomial logistic regression algorithm".
    """
    inputs, targets = _with_ones(features), F.one_hot(labels, CLASSES).to(features).mT.contiguous()
    ridge = RIDGE * torch.eye(inputs.shape[2], dtype=features.dtype, device=features.device)
    inverse = torch.cholesky_inverse(torch.linalg.cholesky_ex(inputs.mT @ inputs / 2 + ridge)[0])
    # Transposed, all images of a class in one row: on rows of ten, products and softmax take up to four times as long.
    weights = before = torch.zeros_like(targets @ inputs)
    for step in range(ITERATIONS):
        ahead = weights + step / (step + 3) * (weights - before)
        residuals = (ahead @ inputs.mT).softmax(dim=1).sub_(targets)
        before, weights = weights, ahead - (residuals @ inputs + RIDGE * ahead) @ inverse
    return weights.mT


def probe_scores(weights: Tensor, features: Tensor) -> Tensor:
    """Score of every class, shape (trials, size, CLASSES)."""
    return _with_ones(features) @ weights


def zero_shot_scores(encoder: ImageEncoder, words: Tensor, pixels: Tensor) -> Tensor:
    """Cosine with the caption of every digit in no particular colour (the mean of its ten captions)."""
    digit, color = words[:, :CLASSES], words[:, CLASSES:].mean(dim=1, keepdim=True)
    return encoder.embed(pixels) @ F.normalize(digit + color, dim=2).mT


def accuracy(scores: Tensor, labels: Tensor) -> Tensor:
    """Share of images whose label scores highest, shape (trials,)."""
    return (scores.argmax(dim=2) == labels).to(scores).mean(dim=1)


def _with_ones(features: Tensor) -> Tensor:
    return torch.cat([features, torch.ones_like(features[:, :, :1])], dim=2)
