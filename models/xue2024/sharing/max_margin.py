r"""The maximum-margin separator of several classes (Crammer and Singer 2001), without intercept.

$\min \sum_y \|w_y\|^2$ subject to $(w_{y_i} - w_{y'}) \cdot x_i \ge 1$ for every sample i and every other class y': the
limit of gradient descent on the cross-entropy of separable data (Soudry et al. 2018). A problem of least distance,
which Lawson and Hanson's non-negative least squares solves exactly (1974, chapter 23; `scipy.optimize.nnls`). Only the
violated constraints among the nearest ones join; the end is reached when none is violated, which is optimality. Which
ones are near at first liblinear's soft margin says (`sklearn.svm.LinearSVC`), and decides nothing: from class means the
same separator takes several times as many rounds.
"""

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

__all__ = ["max_margin"]

_FIRST, _JOINING = 400, 100
"""Nearest constraints of the first round, and violated ones that join in each of the next: more take longer to solve,
fewer take more rounds."""
_SOFTNESS, _TOLERABLE = 10.0, 0.01
"""C and tolerance of the soft margin: finer ones take longer than the rounds that they save."""
_TOLERANCE = 1e-9
"""On a margin of 1."""

Floats = NDArray[np.float64]


def max_margin(points: Floats, labels: NDArray[np.int64], classes: int) -> Floats:
    """Weights of each class, shape (classes, dim).

    Args:
        points: Shape (samples, dim), separable.
        labels: 0 to classes - 1, each at least once, shape (samples,).
        classes: Number of classes.

    Raises:
        ValueError: If the points are not separable by weights without intercept.
    """
    rows = np.arange(len(points))
    working = np.empty(0, dtype=np.int64)
    weights = _soft_margin(points, labels, classes)
    first = True
    while True:
        scores = points @ weights.T
        margins = scores[rows, labels][:, None] - scores
        margins[rows, labels] = np.inf
        margins = margins.ravel()
        count = min(_FIRST if first else _JOINING, margins.size - 1)
        nearest = np.argpartition(margins, count)[:count]
        joining = nearest[margins[nearest] < (np.inf if first else 1 - _TOLERANCE)]
        if not len(joining):
            return weights
        working = np.union1d(working, joining)
        weights, needed = _least_distance(points, labels, classes, working)
        working, first = working[needed], False


def _soft_margin(points: Floats, labels: NDArray[np.int64], classes: int) -> Floats:
    """Weights of each class, about those of the separator, shape (classes, dim)."""
    svm = LinearSVC(
        multi_class="crammer_singer", C=_SOFTNESS, tol=_TOLERABLE, fit_intercept=False, max_iter=1000, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the rounds go on from wherever it stands
        weights: Floats = svm.fit(points, labels).coef_
    # Of two classes it gives the difference alone.
    return weights if len(weights) == classes else np.concatenate([-weights, weights]) / 2


def _least_distance(
    points: Floats, labels: NDArray[np.int64], classes: int, working: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_]]:
    """The separator of some constraints, sample times classes plus other class, and which of them hold it."""
    samples, others = np.divmod(working, classes)
    rows, seen = np.arange(len(working)), points[samples]
    constraints = np.zeros((len(working), classes, points.shape[1]))
    constraints[rows, labels[samples]] = seen
    constraints[rows, others] -= seen
    system = np.vstack([constraints.reshape(len(working), -1).T, np.ones(len(working))])
    target = np.zeros(len(system))
    target[-1] = 1.0
    solution, _ = nnls(system, target, maxiter=30 * len(working))
    residual = system @ solution - target
    if residual[-1] > -1e-12:
        raise ValueError("the points cannot be separated by weights without intercept")
    return (-residual[:-1] / residual[-1]).reshape(classes, -1), solution > 0
