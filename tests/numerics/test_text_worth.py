"""What a text is worth, on planted features."""

import numpy as np
import pytest

from theoremcheck.numerics.text_worth import text_worth


def planted(seed, worth=2.0, classes=40, images=8, dim=32, shift=0.0):
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(classes, dim))
    labels = np.repeat(np.arange(classes), images)
    texts = means + rng.normal(size=means.shape) / worth**0.5 + shift
    return means[labels] + rng.normal(size=(len(labels), dim)), labels, texts


@pytest.mark.parametrize("shift", [0.0, 3.0])
@pytest.mark.parametrize("worth", [0.5, 4.0])
def test_it_is_found_whatever_the_gap(worth, shift):
    found = text_worth(*planted(0, worth, classes=200, shift=shift))
    assert found.images == pytest.approx(worth, rel=0.1)
    assert found.image_variance == pytest.approx(32, rel=0.05)
    assert found.gap == pytest.approx(shift * 32**0.5, abs=0.6)


def test_the_interval_covers_about_as_often_as_it_says():
    covered = [found.low <= 2 <= found.high for found in (text_worth(*planted(seed)) for seed in range(100))]
    assert sum(covered) >= 85


def test_it_decides_where_the_interval_does():
    found = text_worth(*planted(0, worth=2.0, classes=200))
    assert found.half_half_until == 3 * found.images
    assert found.half_half_helps(3) is True and found.half_half_helps(12) is False
    assert found.half_half_helps(3 * found.images) is None
    assert found.equal_weight_helps(100) is True
    poor = text_worth(*planted(0, worth=0.2, classes=200))
    assert poor.equal_weight_helps(100) is False


def test_texts_that_are_the_class_means_are_worth_any_number():
    images, labels, _ = planted(0)
    means = np.stack([images[labels == k].mean(axis=0) for k in range(40)])
    found = text_worth(images, labels, means)
    assert (found.low, found.images, found.high) == (np.inf,) * 3 and found.half_half_helps(1e6) is True


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda images, labels, texts: (images[:, :5], labels, texts), "must be"),
        (lambda images, labels, texts: (images, labels[:-1], texts), "must be"),
        (lambda images, labels, texts: (images, labels + 1, texts), "labels must be 0 to 39"),
        (lambda images, labels, texts: (images[::8], labels[::8], texts), "two images"),
    ],
)
def test_what_does_not_fit_is_said(change, message):
    with pytest.raises(ValueError, match=message):
        text_worth(*change(*planted(0)))
