"""Metrics of a gap on embeddings whose values follow by hand, and of embeddings that have none."""

from math import exp, log, sqrt

import numpy as np
import pytest
from click.testing import CliRunner

from models.metrics import (
    ClosingLine,
    DuplicateWarning,
    EmbeddingError,
    alignment,
    closing_line,
    gap,
    main,
    margin,
    normalised,
    retrieval,
    uniformity,
)

SIMPLEX = normalised(np.eye(4) - 1 / 4)


def parallel(height, n=4):
    """Matched pairs of a simplex at heights plus and minus."""
    flat = sqrt(1 - height**2) * normalised(np.eye(n) - 1 / n)
    return tuple(np.hstack([flat, np.full((n, 1), side * height)]) for side in (1, -1))


@pytest.mark.parametrize("height", [0.1, 0.5, 0.9])
def test_parallel_modalities_have_their_closed_forms(height):
    x, y = parallel(height)
    assert gap(x, y) == pytest.approx(2 * height)
    assert alignment(x, y) == pytest.approx(4 * height**2)
    assert margin(x, y) == pytest.approx((1 - height**2) * 4 / 3)
    assert retrieval(x, y) == (1.0, 1.0)


def test_matched_pairs_have_no_gap():
    assert gap(SIMPLEX, SIMPLEX) == pytest.approx(0)
    assert alignment(SIMPLEX, SIMPLEX) == pytest.approx(0)
    assert margin(SIMPLEX, SIMPLEX) == pytest.approx(4 / 3)


def test_a_cross_is_uniform_and_a_point_is_not():
    cross = np.vstack([np.eye(3), -np.eye(3)])
    assert uniformity(cross, cross) == pytest.approx(0, abs=1e-7)
    point = np.tile([[1.0, 0.0, 0.0]], (5, 1))
    assert uniformity(point, point) == pytest.approx(-sqrt(2))


def test_uniformity_is_the_distance_of_normal_laws():
    """Against the formula by the covariance's root."""
    x, y = (normalised(np.random.default_rng(seed).normal(size=(30, 5)) + 0.5) for seed in (0, 1))
    stacked = np.vstack([x, y])
    mean, covariance = stacked.mean(axis=0), np.cov(stacked.T, bias=True)
    roots = np.sqrt(np.linalg.eigvalsh(covariance))
    square = mean @ mean + 1 + np.trace(covariance) - 2 / sqrt(5) * roots.sum()
    assert uniformity(x, y) == pytest.approx(-sqrt(square))


def test_retrieval_counts_partners_among_the_nearest():
    x = np.eye(3)
    y = np.eye(3)[[1, 0, 2]]
    assert retrieval(x, y) == (1 / 3, 1 / 3)
    assert margin(x, y) == pytest.approx(-1)
    cosine = sqrt(1 - 0.36)
    near = np.array([[cosine, 0.6, 0.0], [0.0, 1.0, 0.0], [0.6, 0.0, cosine]])
    assert retrieval(x, near, k=2) == (1.0, 1.0)


def test_the_line_starts_at_the_loss_and_ends_where_centres_meet():
    x, y = parallel(0.5)
    line = closing_line(x, y, temperature=0.5)
    cosines = 0.75 * (np.eye(4) * 4 / 3 - 1 / 3) - 0.25
    assert line.losses[0] == pytest.approx(log(1 + 3 * exp(-1.0 / 0.5)))
    assert cosines[0, 0] - cosines[0, 1] == pytest.approx(1.0)
    # Without heights the margin is that of the simplex itself.
    assert line.losses[-1] == pytest.approx(log(1 + 3 * exp(-4 / 3 / 0.5)))
    assert line.gaps[0] == pytest.approx(1.0) and line.gaps[-1] == pytest.approx(0, abs=1e-12)
    assert line.best == 0.5


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (2 * SIMPLEX, "expected unit vectors"),
        (0 * SIMPLEX, "is zero"),
        (np.full((4, 4), np.nan), "not finite"),
        (SIMPLEX[0], "expected \\(pairs, dimensions\\)"),
        (SIMPLEX[:2], "expected the same pairs"),
    ],
)
def test_what_has_no_metric_is_a_named_error(rows, message):
    for metric in (gap, alignment, uniformity, margin, retrieval, closing_line):
        with pytest.raises(EmbeddingError, match=message):
            metric(rows, SIMPLEX)


@pytest.mark.parametrize("metric", [margin, retrieval, closing_line])
def test_one_pair_alone_is_a_named_error(metric):
    with pytest.raises(EmbeddingError, match="one pair alone"):
        metric(SIMPLEX[:1], SIMPLEX[:1])


def test_one_pair_alone_has_a_gap_and_a_finite_uniformity():
    assert gap(SIMPLEX[:1], -SIMPLEX[:1]) == pytest.approx(2)
    assert np.isfinite(uniformity(SIMPLEX[:1], SIMPLEX[:1]))


def test_duplicates_are_warned_of_and_count_as_misses():
    twice = np.vstack([SIMPLEX, SIMPLEX])
    with pytest.warns(DuplicateWarning, match="4 of 8 rows"):
        assert margin(twice, twice) == pytest.approx(0)
    with pytest.warns(DuplicateWarning):
        assert retrieval(twice, twice) == (0.0, 0.0)
    with pytest.warns(DuplicateWarning):
        assert np.isfinite(closing_line(twice, twice).losses).all()
    assert np.isfinite(uniformity(twice, twice))


@pytest.mark.parametrize("k", [0, 4])
def test_as_many_as_there_are_is_no_rank(k):
    with pytest.raises(EmbeddingError, match="n - 1"):
        retrieval(SIMPLEX, SIMPLEX, k)


# The command.


@pytest.fixture
def files(tmp_path):
    for name, rows in zip(("image.npy", "text.npy"), parallel(0.5), strict=True):
        np.save(tmp_path / name, rows)
    return [str(tmp_path / name) for name in ("image.npy", "text.npy")]


def test_the_command_prints_the_metrics_and_draws_the_line(files, tmp_path):
    plot = tmp_path / "line.svg"
    found = CliRunner().invoke(main, [*files, "--plot", str(plot)])
    assert found.exit_code == 0
    assert "gap                             1.0000" in found.output
    assert "loss is least at the share      0.500 of 0.5" in found.output
    assert plot.read_text(encoding="utf-8").startswith("<svg") and "polyline" in plot.read_text(encoding="utf-8")


def test_the_command_says_what_is_wrong_and_how_to_mend_it(files, tmp_path):
    np.save(files[0], 3 * np.load(files[0]))
    refused = CliRunner().invoke(main, files)
    assert refused.exit_code == 1 and "expected unit vectors" in refused.output
    assert CliRunner().invoke(main, [*files, "--normalise"]).exit_code == 0
    png = CliRunner().invoke(main, [*files, "--normalise", "--plot", str(tmp_path / "line.png")])
    assert png.exit_code == 1 and ".svg" in png.output


def test_the_command_says_whether_closing_the_gap_raises_the_loss(files):
    """In the cone of a simplex the centres' difference is no use to the loss: without it the margin is larger."""
    found = CliRunner().invoke(main, [*files, "--temperature", "0.5"])
    assert found.output.splitlines()[-1] == (
        f"closing the gap lowers the loss at temperature 0.5: {log(1 + 3 * exp(-2)):.4f} nats as they are, "
        f"{log(1 + 3 * exp(-8 / 3)):.4f} where centres meet"
    )


def test_a_gap_that_tells_partners_apart_is_not_to_be_closed():
    """Pairs whose height alone tells them from each other: where centres meet, all cosines are one."""
    x = normalised(np.array([[1.0, 1.0], [1.0, -1.0]]))
    y = normalised(np.array([[-1.0, 1.0], [-1.0, -1.0]]))
    line = closing_line(x, y, temperature=0.1)
    assert "lowers" in line.verdict
    away = closing_line(x, y[::-1], temperature=0.1)
    assert "raises" in away.verdict and "0.1" in away.verdict


def test_the_verdict_says_how_far_to_go_where_the_least_lies_on_the_way():
    line = ClosingLine(np.array([0.0, 0.25, 0.5]), np.array([2.0, 1.0, 3.0]), np.array([1.0, 0.5, 0.0]), 0.01)
    assert line.verdict == (
        "closing the gap raises the loss at temperature 0.01: 2.0000 nats as they are, 3.0000 where centres meet; it "
        "is least, 1.0000, after 50% of the way"
    )
