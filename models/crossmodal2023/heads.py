r"""Linear heads on few images and a text of each class, as the code of the paper trains them.

Features are unit vectors of a common space; a head is $W$, without bias, its logits are $100\, W x$, and the loss is
the cross-entropy, weighted by sample. The code takes half of each minibatch from the texts, so texts have half of the
weight whatever n is. Here all samples are one batch. Class means, images and texts as in `nearest_mean`, and then
normalised. Ambiguities: early stopping and augmentation are not reproduced.

Source: Lin et al. 2023, arXiv:2301.06267, code (reconstructed).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import normalize

from models.adam import Adam
from models.crossmodal2023.recognition import recognised
from theoremcheck.streams import Streams

__all__ = [
    "LOGIT_SCALE",
    "STEPS",
    "FewShot",
    "Optimiser",
    "Samples",
    "Training",
    "accuracy",
    "adamw",
    "descent",
    "draw_samples",
    "fit",
    "half_half",
    "images_alone",
    "outside_span",
    "random_start",
]

LOGIT_SCALE = 100.0
"""exp(4.60517), fixed."""

Step = Callable[[], object]
"""One step of the weights along the gradient beside them."""

Optimiser = Callable[[Tensor], Step]
"""Weights -> what steps them."""

STEPS = 150
"""Of a training."""

_ROWS_AT_ONCE = 4800
"""Of the tasks that are trained side by side, 30 of 80 samples or 48 of 20: features, weights, their slopes and what
AdamW remembers of these stay in the cache."""


def adamw(head: Tensor) -> Step:
    """The paper's optimiser. Weight decay is the largest that its code tries; the rate is fixed, with no schedule."""
    return partial(Adam(head, weight_decay=0.01).step, 0.01)


def descent(head: Tensor) -> Step:
    """Plain gradient descent."""
    return torch.optim.SGD([head], lr=0.05).step


@dataclass(frozen=True)
class FewShot:
    r"""Classifications from n images and one text of each class.

    Attributes:
        worth: $v = s_i^2 / s_t^2$.
        shots: n.
        shift: Length of a vector that all texts have in common before they are normalised.
        image_noise: $s_i$.
        classes: C.
        dim: D.
        tested: Noises of a task, each of which is put on all class means: the images on which a head is tried.
        tasks: Independent classifications of a trial.
    """

    worth: float
    shots: int = 1
    shift: float = 0.0
    image_noise: float = 1.5
    classes: int = 20
    dim: int = 64
    tested: int = 60
    tasks: int = 24


@dataclass(frozen=True)
class Samples:
    """Features of every task; tasks of all trials along the first axis.

    A head's answer does not depend on the length of a feature, so the images on which it is tried need no unit length.

    Attributes:
        images: Unit vectors, class by class, shape (trials * tasks, classes * shots, dim).
        texts: Unit vectors, shape (trials * tasks, classes, dim).
        means: Of the classes, shape (trials * tasks, classes, dim).
        noises: The images on which a head is tried are each mean with each of these, shape (trials * tasks, tested,
            dim).
    """

    images: Tensor
    texts: Tensor
    means: Tensor
    noises: Tensor


def draw_samples(model: FewShot, streams: Streams, common: bool = True) -> Samples:
    """Draw the features of a trial's tasks.

    Args:
        model: Regimes.
        streams: One stream a trial.
        common: Whether the shift is the same for all classes of a task; otherwise each class has its own.
    """
    shape = (model.tasks, model.classes, model.dim)
    means = normalize(streams.normal("class means", shape), dim=-1)
    noise = torch.as_tensor(model.image_noise) / model.dim**0.5
    drawn = streams.normal("images", (model.tasks, model.classes, model.shots, model.dim))
    images = normalize(means[..., None, :] + _each(noise)[..., None] * drawn, dim=-1).flatten(2, 3)
    directions = streams.normal("shift", (model.tasks, 1 if common else model.classes, model.dim))
    texts = means + _each(noise / torch.as_tensor(model.worth).sqrt()) * streams.normal("texts", shape)
    texts = normalize(texts + _each(torch.as_tensor(model.shift)) * normalize(directions, dim=-1), dim=-1)
    noises = _each(noise) * streams.normal("tests", (model.tasks, model.tested, model.dim))
    return Samples(*(each.flatten(0, 1) for each in (images, texts, means, noises)))


@dataclass(frozen=True)
class Training:
    """What a head is trained on.

    Attributes:
        features: Shape (trials * tasks, samples, dim).
        targets: 1 at the class of each sample and 0 elsewhere, shape (samples, classes).
        weights: Of the samples, of sum 1, shape (samples, 1).
    """

    features: Tensor
    targets: Tensor
    weights: Tensor


def images_alone(samples: Samples) -> Training:
    """The images, all of one weight."""
    return _training(samples, [samples.images])


def half_half(samples: Samples) -> Training:
    """Images and texts, each modality with half of the weight."""
    return _training(samples, [samples.images, samples.texts])


def random_start(model: FewShot, streams: Streams) -> Tensor:
    r"""Weights uniform within $1 / \sqrt D$ of zero, shape (trials * tasks, classes, dim)."""
    drawn = streams.uniform("start", (model.tasks, model.classes, model.dim)).flatten(0, 1)
    return (2 * drawn - 1) / model.dim**0.5


def fit(start: Tensor, training: Training, optimiser: Optimiser = adamw, steps: int = STEPS) -> Tensor:
    """Train a head on all samples at once, shape (trials * tasks, classes, dim).

    Args:
        start: W before the first step.
        training: Features, targets and weights.
        optimiser: What steps it.
        steps: How many steps.
    """
    heads = start.clone()
    at_once = max(1, _ROWS_AT_ONCE // (training.features.shape[1] + 4 * start.shape[1]))
    for head, features in zip(heads.split(at_once), training.features.split(at_once), strict=True):
        _descend(head, replace(training, features=features), optimiser, steps)
    return heads


def _descend(head: Tensor, training: Training, optimiser: Optimiser, steps: int) -> None:
    r"""Step heads in place along the slopes of their weighted cross-entropies.

    $\partial / \partial W = S \sum_i w_i (p_i - y_i) x_i^T$; its second half, and all memory, is made once.
    """
    scaled, weighted = LOGIT_SCALE * training.features, LOGIT_SCALE * training.weights * training.features
    transposed, rest = scaled.mT, -training.targets.mT @ weighted
    logits = head.new_empty(*head.shape[:2], scaled.shape[1])
    answers, head.grad, step = torch.empty_like(logits), torch.empty_like(head), optimiser(head)
    for _ in range(steps):
        torch.bmm(head, transposed, out=logits)
        torch.softmax(logits, dim=1, out=answers)
        torch.baddbmm(rest, answers, weighted, out=head.grad)
        step()
    head.grad = None


def accuracy(head: Tensor, samples: Samples, model: FewShot) -> Tensor:
    """Share of the test images that a head classifies, mean over the tasks of each trial, shape (trials,)."""
    right = recognised(samples.means @ head.mT, samples.noises @ head.mT)
    return right.unflatten(0, (-1, model.tasks)).mean(dim=1)


def outside_span(head: Tensor, features: Tensor) -> Tensor:
    """Share of a head's norm that no combination of the features makes, shape (tasks,)."""
    basis = torch.linalg.qr(features.mT).Q
    return (head - (head @ basis) @ basis.mT).norm(dim=(1, 2)) / head.norm(dim=(1, 2))


def _training(samples: Samples, modalities: Sequence[Tensor]) -> Training:
    identity = torch.eye(samples.texts.shape[1]).to(samples.texts)
    targets = [identity.repeat_interleave(part.shape[1] // len(identity), dim=0) for part in modalities]
    weights = [part.new_full((part.shape[1], 1), 1 / (len(modalities) * part.shape[1])) for part in modalities]
    return Training(torch.cat(list(modalities), dim=1), torch.cat(targets), torch.cat(weights))


def _each(values: Tensor) -> Tensor:
    return values[:, None, None, None]
