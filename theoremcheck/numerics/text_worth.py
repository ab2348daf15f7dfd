r"""How many images one text is worth, from features of one's own: whether a caption helps a few-shot classifier.

Where a class is its mean, noise is alike up to its scale, and $s_i^2$ and $s_t^2$ are the variances of an image and of
a text about the mean of their class, a text is worth $v = s_i^2 / s_t^2$ images. Mixed half and half into the mean of n
images it helps while $n < 3 v$; as one more sample of equal weight, while $v > n / (2 n + 1)$.

Source: derived (claims crossmodal2023.half-half-helps-until-three-v and its readings).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import bootstrap

__all__ = ["TextWorth", "text_worth"]

_RESAMPLES = 2_000


@dataclass(frozen=True)
class TextWorth:
    r"""What a text is worth.

    Attributes:
        images: v, in images; infinite where texts scatter no more than the images' means explain.
        low: Lower end of the interval for v.
        high: Upper end.
        image_variance: $s_i^2$, mean over the classes.
        text_variance: $s_t^2$; negative where texts scatter less than the images' means.
        gap: Distance of the mean text from the mean image. It is taken out here; a classifier has to do so too.
    """

    images: float
    low: float
    high: float
    image_variance: float
    text_variance: float
    gap: float

    @property
    def half_half_until(self) -> float:
        """n* = 3 v: shots below which half of the weight on the text helps."""
        return 3 * self.images

    def half_half_helps(self, shots: float) -> bool | None:
        """Whether half of the weight on the text helps at n shots; None where the interval does not say."""
        return _decided(3 * self.low > shots, 3 * self.high < shots)

    def equal_weight_helps(self, shots: float) -> bool | None:
        """Whether the text helps as one sample more among n; None where the interval does not say."""
        least = shots / (2 * shots + 1)
        return _decided(self.low > least, self.high < least)


def text_worth(
    images: ArrayLike, labels: ArrayLike, texts: ArrayLike, confidence: float = 0.95, seed: int = 0
) -> TextWorth:
    """Estimate what a text is worth from features in a common space.

    The interval is a bootstrap over classes (percentiles): approximate, and rough below ten of them.

    Args:
        images: Shape (images, dim), two of each class at least.
        labels: 0 to classes - 1, shape (images,).
        texts: One of each class, shape (classes, dim).
        confidence: Of the interval.
        seed: Of the bootstrap.

    Raises:
        ValueError: If shapes do not fit, or a class has fewer than two images.
    """
    seen, told = np.asarray(images, dtype=np.float64), np.asarray(texts, dtype=np.float64)
    classes = np.asarray(labels)
    if seen.ndim != 2 or told.ndim != 2 or seen.shape[1] != told.shape[1] or classes.shape != seen.shape[:1]:
        raise ValueError(
            f"images {seen.shape}, labels {classes.shape} and texts {told.shape} must be (images, dim), (images,) and "
            "(classes, dim)"
        )
    members = [seen[classes == label] for label in range(len(told))]
    counts = np.array([len(each) for each in members])
    if len(told) < 2 or counts.sum() != len(seen) or counts.min() < 2:
        raise ValueError(f"labels must be 0 to {len(told) - 1}, of two classes or more, each with two images at least")
    means = np.stack([each.mean(axis=0) for each in members])
    variances = np.array([each.var(axis=0, ddof=1).sum() for each in members])
    apart = ((told - told.mean(axis=0)) - (means - means.mean(axis=0))) ** 2
    # Taking the means out costs one class of C; an image mean has noise of its own.
    scatter = apart.sum(axis=1) * len(told) / (len(told) - 1) - variances / counts
    # The inverse of v has a finite distribution, also where texts scatter hardly at all.
    found = bootstrap(
        (scatter, variances),
        _ratio,
        paired=True,
        vectorized=True,
        n_resamples=_RESAMPLES,
        confidence_level=confidence,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return TextWorth(
        images=_inverse(float(_ratio(scatter, variances))),
        low=_inverse(float(found.high)),
        high=_inverse(float(found.low)),
        image_variance=float(variances.mean()),
        text_variance=float(scatter.mean()),
        gap=float(np.linalg.norm(told.mean(axis=0) - means.mean(axis=0))),
    )


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    return np.asarray(above.mean(axis=axis) / below.mean(axis=axis))


def _inverse(value: float) -> float:
    return 1 / value if value > 0 else inf


def _decided(helps: bool, hurts: bool) -> bool | None:
    return True if helps else False if hurts else None
