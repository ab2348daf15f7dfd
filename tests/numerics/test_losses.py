"""Losses against their definitions in plain NumPy, and against the packages of other people."""

import numpy as np
import pytest
import torch
from info_nce import info_nce
from scipy.special import logsumexp
from symile import Symile

from theoremcheck.numerics import clip, infonce, jsd, multilinear_scores, sigmoid, symile, symile_all_combinations

N, DIM, TRIALS = 6, 5, 3
RNG = np.random.default_rng(0)
REPRESENTATIONS = [torch.from_numpy(RNG.normal(size=(TRIALS, N, DIM))) for _ in range(3)]
SCALES = torch.tensor([0.5, 2.0, 10.0], dtype=torch.float64)
SCORES = SCALES[:, None, None] * REPRESENTATIONS[0] @ REPRESENTATIONS[1].mT


def unit(representation):
    return torch.nn.functional.normalize(representation, dim=-1)


def permutations(count, seed=0):
    torch.manual_seed(seed)
    return [torch.randperm(N) for _ in range(count)]


def test_infonce_and_clip_are_their_definitions():
    for scores, one_way, both in zip(SCORES.numpy(), infonce(SCORES), clip(SCORES), strict=True):
        rows = np.mean([logsumexp(scores[i]) - scores[i, i] for i in range(N)])
        columns = np.mean([logsumexp(scores[:, i]) - scores[i, i] for i in range(N)])
        assert one_way.item() == pytest.approx(rows, rel=1e-12)
        assert both.item() == pytest.approx((rows + columns) / 2, rel=1e-12)


def test_infonce_and_clip_are_info_nce_pytorch_s():
    """It normalises and divides by a temperature; the symmetric loss is the mean of its two directions."""
    first, second = REPRESENTATIONS[0][0], REPRESENTATIONS[1][0]
    scores = unit(first) @ unit(second).T / 0.1
    one_way, other_way = info_nce(first, second, temperature=0.1), info_nce(second, first, temperature=0.1)
    torch.testing.assert_close(infonce(scores), one_way)
    torch.testing.assert_close(clip(scores), (one_way + other_way) / 2)


def test_symile_is_that_of_its_authors():
    """The same orders, for their loss draws them from torch's generator, anchor by anchor."""
    orders = permutations(6)
    ours = symile(REPRESENTATIONS, SCALES, orders)
    for trial in range(TRIALS):
        torch.manual_seed(0)
        theirs = Symile("n")([each[trial] for each in REPRESENTATIONS], SCALES[trial])
        torch.testing.assert_close(ours[trial], theirs)


@pytest.mark.parametrize("modalities", [3, 4])
def test_all_combinations_are_those_of_its_authors(modalities):
    representations = (REPRESENTATIONS + REPRESENTATIONS[:1])[:modalities]
    ours = symile_all_combinations(representations, SCALES)
    for trial in range(TRIALS):
        theirs = Symile("n_squared")([each[trial] for each in representations], SCALES[trial])
        torch.testing.assert_close(ours[trial], theirs)


def test_symile_is_its_definition():
    """Each anchor's candidates: the shuffled tuples, its own place taken by the true one."""
    orders = permutations(6)
    x, y, z = (each[0].numpy() for each in REPRESENTATIONS)
    losses, order = [], iter(order.numpy() for order in orders)
    for anchor, others in ((x, (y, z)), (y, (x, z)), (z, (x, y))):
        shuffled = [other[next(order)] for other in others]
        for i in range(N):
            scores = [0.5 * np.sum(anchor[i] * shuffled[0][j] * shuffled[1][j]) for j in range(N)]
            scores[i] = 0.5 * np.sum(anchor[i] * others[0][i] * others[1][i])
            losses.append(logsumexp(scores) - scores[i])
    assert symile(REPRESENTATIONS, SCALES, orders)[0].item() == pytest.approx(np.mean(losses), rel=1e-12)


def test_all_combinations_are_their_definition():
    x, y, z = (each[1].numpy() for each in REPRESENTATIONS)
    scores = 2.0 * np.einsum("ad,bd,cd->abc", x, y, z)
    losses = [
        logsumexp(rows[i]) - scores[i, i, i]
        for i in range(N)
        for rows in (scores, scores.transpose(1, 0, 2), scores.transpose(2, 0, 1))
    ]
    assert symile_all_combinations(REPRESENTATIONS, SCALES)[1].item() == pytest.approx(np.mean(losses), rel=1e-12)


def test_candidates_without_a_difference_are_at_chance():
    """log n for n candidates, (M - 1) log n for all combinations: how many there are holds by construction."""
    same = [torch.ones(N, DIM, dtype=torch.float64)] * 3
    assert symile(same, 1.0, permutations(6)).item() == pytest.approx(np.log(N))
    assert symile_all_combinations(same, 1.0).item() == pytest.approx(2 * np.log(N))


def test_two_modalities_and_all_combinations_are_clip():
    torch.testing.assert_close(symile_all_combinations(REPRESENTATIONS[:2], SCALES), clip(SCORES))


def test_how_often_a_shuffled_tuple_is_the_true_one():
    """(n - 1) / n^2 for three modalities: off the diagonal, one place of n has both elements with 1 / n^2."""
    torch.manual_seed(1)
    repeats = 20_000
    y, z = (torch.stack([torch.randperm(N) for _ in range(repeats)]) for _ in range(2))
    own = torch.arange(N)
    for anchor in range(2):
        found = ((y == anchor) & (z == anchor) & (own != anchor)).any(dim=1).double()
        chance = (N - 1) / N**2
        assert abs(found.mean().item() - chance) < 4 * (chance / repeats) ** 0.5


def test_jsd_and_sigmoid_are_their_definitions():
    positives, negatives = SCORES[:, 0], SCORES[:, 1, :4]
    for trial in range(TRIALS):
        p, m, s = (each[trial].numpy() for each in (positives, negatives, SCORES))
        expected = np.mean(np.log1p(np.exp(-p))) + np.mean(np.log1p(np.exp(m)))
        assert jsd(positives, negatives)[trial].item() == pytest.approx(expected, rel=1e-12)
        signs = 2 * np.eye(N) - 1
        expected = -np.sum(np.log(1 / (1 + np.exp(-signs * s)))) / N
        assert sigmoid(SCORES)[trial].item() == pytest.approx(expected, rel=1e-10)


def test_the_jensen_shannon_bound_is_least_loss_at_the_log_ratio():
    """log 4 - loss is twice the divergence at T = log p / q: here of two laws on three outcomes, in their shares."""
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])
    counts = [np.repeat(np.arange(3), (law * 10).astype(int)) for law in (p, q)]
    ratio = np.log(p / q)
    loss = jsd(*(torch.from_numpy(ratio[count]) for count in counts)).item()
    middle = (p + q) / 2
    assert np.log(4) - loss == pytest.approx(np.sum(p * np.log(p / middle) + q * np.log(q / middle)))


def test_multilinear_scores_are_sums_of_products():
    x, y, z = (each[0] for each in REPRESENTATIONS)
    scores = multilinear_scores(x, y, z)
    assert scores[2, 4].item() == pytest.approx((x[2] * y[4] * z[4]).sum().item())


def test_a_large_score_overflows_nowhere():
    """float32, at 10,000 nats."""
    scores = 1e4 * torch.eye(3)
    assert (
        infonce(scores).item() == 0
        and sigmoid(scores).isfinite()
        and infonce(-scores).item() == pytest.approx(1e4 + np.log(2))
    )


@pytest.mark.parametrize("loss", [infonce, clip, sigmoid])
def test_scores_that_are_not_square_are_refused(loss):
    with pytest.raises(ValueError, match="square"):
        loss(torch.zeros(3, 4))


def test_too_few_orders_or_modalities_are_refused():
    with pytest.raises(ValueError, match="got 2 orders, expected 6"):
        symile(REPRESENTATIONS, 1.0, permutations(2))
    with pytest.raises(ValueError, match="two or more"):
        symile_all_combinations(REPRESENTATIONS[:1], 1.0)
