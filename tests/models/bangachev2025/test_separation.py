"""Signed configurations are signed, and the direction of least norm is the one of quadratic programming."""

import numpy as np
import torch
from scipy.optimize import minimize

from models.bangachev2025.separation import SignedPairs, SimplexPairs, least_norm_direction, tilted
from models.unit_vectors import random_rows
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(40))
ONES = torch.ones(40, dtype=torch.float64)
SIGNED = SignedPairs(8, 4 * ONES, 0.5 * ONES, 20 * ONES)


def signs(first, second):
    return (first @ second.mT).sign()


def all_as_they_should_be(pairs):
    return (2 * torch.eye(pairs, dtype=torch.float64) - 1).expand(40, -1, -1)


def test_a_signed_configuration_has_its_signs():
    torch.testing.assert_close(signs(*SIGNED.draw(STREAMS)), all_as_they_should_be(8))


def test_a_tilt_turns_no_sign_and_goes_nearly_all_the_way():
    first, second = SIGNED.draw(STREAMS)
    direction = least_norm_direction(first)
    moved = tilted(first, second, direction, 0.99)
    torch.testing.assert_close(signs(first, moved), all_as_they_should_be(8))
    further = tilted(first, second, direction, 1.01)
    assert (signs(first, further) != all_as_they_should_be(8)).any(dim=2).any(dim=1).all()


def test_a_simplex_has_the_signs_too_and_its_double_has_two_wrong_ones():
    simplices = SimplexPairs(4, 20 * ONES)
    torch.testing.assert_close(signs(*simplices.draw(STREAMS)), all_as_they_should_be(5))
    wrong = signs(*simplices.draw(STREAMS, doubled=True)) != all_as_they_should_be(6)
    assert (wrong.sum(dim=(1, 2)) == 2).all()


def test_the_direction_is_that_of_the_nearest_point_of_the_hull():
    rows = random_rows(STREAMS, "rows", 4, 6)
    found = least_norm_direction(rows)
    for points, direction in zip(rows[:5].numpy(), found[:5].numpy(), strict=True):
        best = minimize(
            lambda weights, points=points: np.square(weights @ points).sum(),
            np.full(4, 0.25),
            bounds=[(0, 1)] * 4,
            constraints={"type": "eq", "fun": lambda weights: weights.sum() - 1},
            tol=1e-14,
        )
        nearest = best.x @ points
        np.testing.assert_allclose(direction, nearest / np.linalg.norm(nearest), atol=1e-4)
