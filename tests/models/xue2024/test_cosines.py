"""Slopes of CLIP's loss of cosines: those of scores without a bound, and autograd's."""

import pytest
import torch
import torch.nn.functional as F

from models.view_encoders import clip_slope
from models.xue2024.cosines import cosine_clip_slopes
from tests.models.two_samples import streams
from theoremcheck.numerics.losses import clip


def vectors():
    return [streams("cosines", 3).normal(name, (7, 4)).requires_grad_() for name in ("first", "second")]


def scores(first, second, scale):
    return scale * F.normalize(first, dim=2) @ F.normalize(second, dim=2).mT


@pytest.mark.parametrize("scale", [0.5, 10.0, 80.0])
def test_slopes_are_autograds(scale):
    pair = vectors()
    expected = torch.autograd.grad(clip(scores(*pair, scale)).sum(), pair)
    with torch.no_grad():
        torch.testing.assert_close(cosine_clip_slopes(*pair, scale), expected, rtol=1e-10, atol=1e-13)


def test_unit_vectors_lose_what_is_along_them_of_the_slopes_of_scores_without_a_bound():
    units = [F.normalize(each.detach(), dim=2) for each in vectors()]
    slopes = clip_slope(*units, torch.tensor(10.0, dtype=torch.float64))[:2]
    expected = tuple(
        slope - (slope * unit).sum(dim=2, keepdim=True) * unit for slope, unit in zip(slopes, units, strict=True)
    )
    torch.testing.assert_close(cosine_clip_slopes(*units, 10.0), expected, rtol=1e-10, atol=1e-13)


def test_float32_holds_the_largest_scale():
    """Matched pairs have the cosine 1: e^80 is the largest number that is added."""
    units = F.normalize(streams("cosines", 3).normal("first", (256, 8)), dim=2)
    for found, exact in zip(
        cosine_clip_slopes(units.float(), units.float(), 80.0), cosine_clip_slopes(units, units, 80.0), strict=True
    ):
        torch.testing.assert_close(found.double(), exact, rtol=0, atol=1e-5)
