"""Steps on batches beside autograd of the loss, and a loss that loses its positives."""

import pytest
import torch

from models.ren2023 import sampling
from models.ren2023.training.descent import attraction_of_infonce, attraction_of_negatives
from models.ren2023.training.pairs import LinearPairs
from theoremcheck.streams import Streams

REAL = torch.float64


def of(*values):
    return torch.tensor(values, dtype=REAL)


def random(seed, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=REAL)


@pytest.mark.parametrize("moment", [sampling.expected_moment, sampling.batch_moment])
def test_a_step_is_the_gradient_of_the_positives(moment):
    weights = tuple(random(seed, 2, 6, 4).requires_grad_() for seed in (0, 1))
    views = random(2, 2, 5, 4), random(3, 2, 5, 4)
    features = [view @ matrix.mT for view, matrix in zip(views, weights, strict=True)]
    if moment is sampling.expected_moment:
        norms = [matrix.square().sum(dim=(1, 2)).sqrt() for matrix in weights]
    else:
        norms = [rows.square().sum(-1).mean(1).sqrt() for rows in features]
    loss = -(features[0] * features[1]).sum(-1).mean(1) / norms[0] / norms[1]
    slopes = torch.autograd.grad(loss.sum(), weights)
    scale = (norms[0] * norms[1]).detach()[:, None, None]
    rates = of(0.1, 0.2, 0.3, 0.4)[None, None]
    for new, old, slope in zip(sampling._step(weights, views, rates, moment), weights, slopes, strict=True):
        torch.testing.assert_close(new, old - rates * scale * slope)


def test_batches_in_full_have_the_population_s_moment():
    views = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]], dtype=REAL)[None]
    torch.testing.assert_close(sampling.batch_moment(views), sampling.expected_moment(views))


def test_no_time_on_the_clock_leaves_the_start():
    batches = sampling.Batches(2, 5, 4, of(4.0), of(1.0), clock_step=0.0, steps=2)
    halfway, end = sampling.descend_positives(batches, sampling.expected_moment, Streams(1, torch.arange(1)))
    assert (halfway == end).all() and (end > 1).all()


def test_positives_are_lost_once_and_for_all_and_in_each_trial_alone():
    pairs = LinearPairs(2, 2, *(of(1.0, 1.0) for _ in range(3)))
    aligned, views = torch.eye(4, dtype=REAL), torch.eye(4, dtype=REAL).expand(2, 2, -1, -1)
    attraction = sampling.without_positives_once(0.95)
    first = torch.stack([aligned, 0.5 * aligned])
    expected = attraction_of_negatives(first, views, pairs)[0], attraction_of_infonce(first, views, pairs)[1]
    torch.testing.assert_close(attraction(first, views, pairs), torch.stack(expected))
    later = torch.stack([0.1 * aligned, 0.1 * aligned])
    found = attraction(later, views, pairs)
    torch.testing.assert_close(found[0], attraction_of_negatives(later, views, pairs)[0])
    torch.testing.assert_close(found[1], attraction_of_infonce(later, views, pairs)[1])
