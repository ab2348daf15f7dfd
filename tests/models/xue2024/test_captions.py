"""Caption richness in data model 1: the gain on nested captions against samples, and in closed form."""

import numpy as np
import pytest
import torch

from models.xue2024.captions import accuracy_by_formula, gain_by_formula
from models.xue2024.intra_class.contrastive import accuracies, learned
from models.xue2024.intra_class.explicit import cross_covariance, draw_pairs, rule_of
from models.xue2024.intra_class.model import IntraClass, printed_accuracies
from tests.models.two_samples import LEVEL, TRIALS, batch, least_p_value, streams


def model_of(trials, **others):
    values = dict(samples=60, dim=10, correlation=0.93, core_spread=0.9, spurious_spread=0.2, noise=1.5)
    return batch(IntraClass, trials, **{**values, **others})


def mean_accuracy(model, rule):
    return sum(accuracies(model, rule)) / 2


def test_nested_captions_have_the_law_of_samples():
    """The same images under two shares of kept details: gain and both accuracies, jointly drawn."""
    model = model_of(TRIALS)
    kept = torch.tensor([0.3, 0.8]).double().expand(TRIALS, 2)
    poor, rich = mean_accuracy(model, learned(model, streams("moments", TRIALS), kept=kept))[:, 0].T.numpy()
    explicit = []
    for share in (0.3, 0.8):  # one uniform number a caption: what .3 keeps .8 keeps
        pairs = draw_pairs(model_of(TRIALS, kept_core=share), streams("samples", TRIALS))
        explicit.append(mean_accuracy(model, rule_of(pairs, cross_covariance(pairs))).flatten().numpy())
    first = {"poor": poor, "rich": rich, "gain": rich - poor}
    second = {"poor": explicit[0], "rich": explicit[1], "gain": explicit[1] - explicit[0]}
    p_value, found = least_p_value(first, second)
    assert p_value > LEVEL, found
    unrelated = {"gain": first["rich"] - np.roll(first["poor"], 1)}
    assert least_p_value(unrelated, {"gain": second["gain"]})[0] < LEVEL


def test_gain_is_the_formula_s_with_many_samples():
    model = model_of(4, samples=10_000_000)
    kept = torch.tensor([0.1, 1.0]).double().expand(4, 2)
    poor, rich = mean_accuracy(model, learned(model, streams("many", 4), kept=kept))[:, 0].unbind(dim=1)
    torch.testing.assert_close(rich - poor, gain_by_formula(model, 0.1, 1.0), rtol=0.02, atol=0)


def test_without_noise_the_formula_is_the_printed_one():
    model = model_of(1, noise=0.0, kept_core=0.4)
    expected = sum(printed_accuracies(model)) / 2
    torch.testing.assert_close(accuracy_by_formula(model, 0.4), expected)


@pytest.mark.parametrize("core_spread", [0.5, 1.0, 1.5, 2.0])
def test_accuracy_rises_with_richness(core_spread):
    """On the minority, and in the mean of both groups; p > 1/2."""
    model = model_of(1, core_spread=core_spread)
    found = [float(accuracy_by_formula(model, kept)) for kept in np.linspace(0, 1, 11)]
    assert np.all(np.diff(found) > 0)


def test_poorest_captions_have_three_quarters_at_most():
    """At p = 1 and pi = 0 both features have one weight: half of the minority is wrong."""
    model = model_of(1, correlation=1.0, noise=0.0)
    assert float(accuracy_by_formula(model, 0.0)) <= 0.75
