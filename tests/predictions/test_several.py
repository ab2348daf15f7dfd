"""Several predictions at once."""

import numpy as np

from theoremcheck import AllOf, AtLeast, AtMost

BOTH = AllOf((AtLeast("x", 0.0), AtMost("x", "y")))


def test_the_least_reserve_counts() -> None:
    """Where one has no margin, all have none."""
    observed = {"x": np.array([1.0, 1.0, -1.0, np.nan]), "y": np.array([3.0, 0.5, 0.0, 0.0])}
    np.testing.assert_array_equal(BOTH.margin(observed), [1.0, -0.5, -1.0, np.nan])


def test_an_observable_that_two_read_is_named_once() -> None:
    """In the order in which they are read."""
    assert BOTH.observables == ("x", "y")
