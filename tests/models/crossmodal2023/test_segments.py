"""Digits as images and displays as texts."""

from functools import partial

import torch

from models.crossmodal2023.segments import DigitTasks, few_shot_accuracies, segments, unit_images
from models.images.digits import load_images
from tests.models.two_samples import streams

DIGITS = partial(load_images, "digits")


def test_displays_light_their_segments():
    lit = (segments() > 0).sum(dim=1)
    assert lit.argmax() == 8 and lit[1] == 8  # both right strokes, and nothing else
    assert segments()[8].reshape(8, 8)[0, 2:6].gt(0).all()
    torch.testing.assert_close(segments().norm(dim=1), torch.ones(10, dtype=torch.float64))


def test_accuracies_are_those_of_unseen_images():
    """Three images of each class, one shot: by hand, on the same draws."""
    pixels, labels = load_images("digits")
    rows = torch.cat([(labels == k).nonzero()[:3, 0] for k in range(10)])
    few = lambda: (pixels[rows], labels[rows])  # noqa: E731
    draws = streams("digits", 1)
    alone, _ = few_shot_accuracies(DigitTasks(1), draws, few, segments(), shots=1)
    order = draws.uniform("order of images", (1, 30))[0, 0]
    units = unit_images(few)[0]
    chosen = [3 * k + int(order[3 * k : 3 * k + 3].argmin()) for k in range(10)]
    rest = [row for row in range(30) if row not in chosen]
    nearest = torch.cdist(units[rest], units[chosen]).argmin(dim=1)
    torch.testing.assert_close(alone, (nearest == torch.tensor(rest) // 3).double().mean()[None])


def test_a_batch_changes_nothing():
    both = few_shot_accuracies(DigitTasks(2), streams("batch", 2), DIGITS, segments(), shots=2)
    second = few_shot_accuracies(DigitTasks(2), streams("batch", 1, first=1), DIGITS, segments(), shots=2)
    torch.testing.assert_close(torch.stack(both)[:, 1:], torch.stack(second))
