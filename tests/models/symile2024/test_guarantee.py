"""Decisions by the optima in closed form, against enumeration."""

import itertools

import pytest
import torch

from models.symile2024.guarantee import (
    ManyLaws,
    by_scores,
    by_scores_and_prior,
    joint_negatives,
    one_anchor,
    optimal,
    pairwise,
    retrieval,
    uniform_target,
)
from models.symile2024.tables import posterior_accuracy
from theoremcheck.numerics import marginal
from theoremcheck.streams import Streams, stream_key

STREAMS = Streams(stream_key("test"), torch.arange(5))
LAWS = ManyLaws(3, 3, 2).draw(STREAMS).flatten(end_dim=1)


def test_laws_are_normalised_and_have_two_to_four_letters():
    torch.testing.assert_close(LAWS.sum(dim=(1, 2, 3)), torch.ones(30, dtype=torch.float64))
    for axis in range(3):
        count = (marginal(LAWS, axis, modalities=3) > 0).sum(dim=1)
        assert set(count.tolist()) <= {2, 3, 4}


def test_with_the_prior_or_a_uniform_target_the_optimum_is_bayes():
    torch.testing.assert_close(by_scores_and_prior(LAWS, optimal(LAWS, STREAMS), 2), posterior_accuracy(LAWS, 1))
    uniform = uniform_target(LAWS)
    torch.testing.assert_close(by_scores(uniform, optimal(uniform, STREAMS), 2), posterior_accuracy(uniform, 1))


def test_a_uniform_target_keeps_the_law_of_the_others_given_it():
    uniform = uniform_target(LAWS)
    prior, flat = (marginal(law, 1, modalities=3) for law in (LAWS, uniform))
    there = prior > 0
    torch.testing.assert_close(flat[there], (there / there.sum(dim=1, keepdim=True))[there].double())
    given = [(law / law.sum(dim=(1, 3), keepdim=True).clamp(min=1e-300)) for law in (LAWS, uniform)]
    torch.testing.assert_close(*given)


@pytest.mark.parametrize("candidates", [2, 3])
def test_retrieval_agrees_with_enumeration(candidates):
    """All rivals, ties by lot."""
    joint, scores = LAWS[0], pairwise(LAWS)[0]
    prior = marginal(LAWS, 1, modalities=3)[0]
    total = 0.0
    for x, y, z in itertools.product(range(4), repeat=3):
        if joint[x, y, z] == 0:
            continue
        for rivals in itertools.product(range(4), repeat=candidates - 1):
            chance = joint[x, y, z] * torch.stack([prior[rival] for rival in rivals]).prod()
            seen = [scores[x, rival, z].item() for rival in rivals]
            own = scores[x, y, z].item()
            if own >= max(seen):
                total += chance.item() / (1 + seen.count(own))
    assert retrieval(LAWS, pairwise(LAWS), candidates)[0].item() == pytest.approx(total, abs=1e-12)


def test_the_optimum_is_the_best_of_many_scores_in_retrieval():
    best = retrieval(LAWS, optimal(LAWS, STREAMS), 4)
    for seed in range(20):
        noise = Streams(stream_key(str(seed)), torch.arange(30)).normal("noise", (4, 4, 4))
        assert (retrieval(LAWS, optimal(LAWS, STREAMS) + noise, 4) <= best + 1e-12).all()


def test_other_rules_are_off_by_a_function_of_the_letters():
    """kappa(y) alone; with joint negatives, a function of y and z."""
    first = one_anchor(LAWS, STREAMS.common) - optimal(LAWS, STREAMS)
    second = joint_negatives(LAWS, STREAMS) - optimal(LAWS, STREAMS)
    law = LAWS[0] > 0
    assert (first[0].amax(dim=(0, 2)) - first[0].amin(dim=(0, 2))).max() < 1e-12
    assert (second[0].masked_fill(~law, -9).amax(dim=0) - second[0].masked_fill(~law, 9).amin(dim=0)).max() < 1e-12
