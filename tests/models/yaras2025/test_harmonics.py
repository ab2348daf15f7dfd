"""The kernel's harmonics beside the kernel itself: orthonormal, complete to round-off, and the same sums."""

import pytest
import torch

from models.unit_vectors import random_rows
from models.yaras2025.initialisation.harmonics import coefficients, degree_for, harmonics, number_of
from models.yaras2025.initialisation.speeds import sums_by_harmonics, sums_by_tiles
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(3))


def points(label, dim, count=60):
    return random_rows(STREAMS, label, count, dim)


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("sharpness", [0.5, 3.0, 10.0])
def test_the_series_is_the_kernel_to_round_off(dim, sharpness):
    """A hundred terms add up, of size e^a at the most."""
    (x, y), degree = (points("x", dim)[0], points("y", dim)[0]), degree_for(sharpness, dim)
    value, slope = coefficients(torch.tensor([sharpness], dtype=torch.float64), dim, degree)
    of_x, of_y = harmonics(x, degree), harmonics(y, degree)
    kernel = (sharpness * x @ y.mT).exp()
    round_off = 1e-14 * number_of(degree, dim) ** 0.5 * 2.72**sharpness
    torch.testing.assert_close((of_x * value.mT).mT @ of_y, kernel, rtol=0, atol=round_off)
    torch.testing.assert_close((of_x * slope.mT).mT @ of_y, kernel * (x @ y.mT), rtol=0, atol=round_off)


@pytest.mark.parametrize("dim", [2, 3])
def test_one_degree_less_would_show(dim):
    """The degree is the least one, within three: what it leaves out is of the size of round-off and not far below."""
    assert degree_for(3.0, dim) - 3 <= next(
        degree
        for degree in range(50)
        if coefficients(torch.tensor([3.0], dtype=torch.float64), dim, degree)[0][0, -1] < 1e-16
    )


def test_harmonics_are_orthonormal():
    """On the circle by even angles, which integrate waves of degree below their number exactly."""
    angle = torch.arange(32, dtype=torch.float64) * 2 * torch.pi / 32
    waves = harmonics(torch.stack([angle.cos(), angle.sin()], dim=1), 10)
    torch.testing.assert_close(waves @ waves.mT / 32, torch.eye(21, dtype=torch.float64))


def test_harmonics_of_a_degree_add_up_to_their_number():
    r"""$\sum_m Y_{lm}(x)^2 = 2l + 1$ at every point of the sphere."""
    squares = harmonics(points("x", 3)[0], 12).square()
    for degree in range(13):
        total = squares[degree**2 : (degree + 1) ** 2].sum(0)
        torch.testing.assert_close(total, torch.full_like(total, 2 * degree + 1))


@pytest.mark.parametrize("dim", [2, 3])
def test_sums_by_harmonics_are_those_by_tiles(dim):
    """The fast way beside the slow one, up to the factor that is common to all sums of a trial."""
    x, y = points("x", dim), points("y", dim)
    left, right = (STREAMS.normal(label, (60, 2)) for label in ("left", "right"))
    sharpness = torch.tensor([0.7, 2.0, 3.0], dtype=torch.float64)
    fast = sums_by_harmonics(x, y, sharpness, left, right, degree_for(3.0, dim))
    slow = sums_by_tiles(x, y, sharpness, left, right)
    for name, sums in vars(slow).items():
        torch.testing.assert_close(getattr(fast, name), sums * sharpness.exp()[:, None, None], rtol=1e-11, atol=1e-11)
