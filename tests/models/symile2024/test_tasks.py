"""Laws of the tasks: their informations in closed form, and what is known of them."""

from math import log

import pytest
import torch

from models.symile2024.tables import posterior_accuracy
from models.symile2024.tasks import (
    IncompleteTuples,
    Languages,
    XorMixture,
    at_random,
    blocks_of_classes,
    exactly_one,
    fair_bits,
    language_table,
    parity_table,
    shared_classes,
)
from theoremcheck.numerics import marginal, total_correlation
from theoremcheck.streams import Streams, stream_key

SHARES = torch.tensor([0.0, 0.1, 0.5, 0.9, 1.0], dtype=torch.float64)


@pytest.mark.parametrize("bits", [1, 2, 3, 5])
def test_the_xor_mixture_has_its_closed_forms(bits):
    """TC = d log 2 - (1 - 2^-d) h(p), I(a; c) as derived, Bayes' p + (1 - p) 2^-d, and no other pair's information."""
    mixture = XorMixture(bits, SHARES, 8, 8, 0, 1)
    joint = mixture.law()
    entropy = -torch.special.xlogy(SHARES, SHARES) - torch.special.xlogy(1 - SHARES, 1 - SHARES)
    total = bits * log(2) - (1 - 2.0**-bits) * entropy
    torch.testing.assert_close(total_correlation(joint, 3), total, rtol=0, atol=1e-9)
    pair = total_correlation(marginal(joint, 0, 2, modalities=3))
    torch.testing.assert_close(pair, mixture.pairwise_information(), rtol=0, atol=1e-9)
    for others in ((0, 1), (1, 2)):
        assert total_correlation(marginal(joint, *others, modalities=3)).abs().max() < 1e-12
    torch.testing.assert_close(posterior_accuracy(joint, 1), SHARES + (1 - SHARES) * 2.0**-bits)


@pytest.mark.parametrize(("classes", "languages"), [(4, 2), (6, 3), (5, 4)])
def test_an_image_and_its_text_share_log_c_over_w(classes, languages):
    setting = Languages(classes, languages, 0)
    table = language_table(setting, shared_classes(setting))
    assert total_correlation(table, 3).item() == pytest.approx(log(classes))
    assert total_correlation(marginal(table, 0, 2, modalities=3)).item() == pytest.approx(log(classes / languages))
    for other in (0, 2):
        assert total_correlation(marginal(table, *sorted((1, other)), modalities=3)).item() == pytest.approx(
            0, abs=1e-12
        )


def test_with_a_block_of_classes_each_an_image_tells_its_language():
    setting = Languages(6, 3, 0)
    table = language_table(setting, blocks_of_classes(setting))
    assert total_correlation(marginal(table, 1, 2, modalities=3)).item() == pytest.approx(log(3))
    assert total_correlation(marginal(table, 0, 2, modalities=3)).item() == pytest.approx(log(2))


def tuples(count):
    streams = Streams(stream_key("test"), torch.arange(count))
    values = {name: streams.uniform(name) for name in ("missing", "flip", "concentration")}
    law = IncompleteTuples(
        0.9 * values["missing"],
        (torch.arange(count) % 2).double(),
        0.3 * values["flip"],
        0.2 + values["concentration"],
        8,
        0,
    )
    return law, law.law(streams)


def test_the_law_of_missing_modalities_is_an_identity():
    law, joint = tuples(200)
    augmented, closed = at_random(law, joint)
    torch.testing.assert_close(augmented.sum(dim=(1, 2, 3)), torch.ones(200, dtype=torch.float64))
    torch.testing.assert_close(total_correlation(augmented, 3), closed, rtol=0, atol=1e-13)


def test_the_pairwise_sum_of_missing_modalities_shrinks_by_their_square():
    law, joint = tuples(50)
    augmented, _ = at_random(law, joint)
    for pair in ((0, 1), (0, 2), (1, 2)):
        seen, full = (total_correlation(marginal(table, *pair, modalities=3)) for table in (augmented, joint))
        torch.testing.assert_close(seen, (1 - law.missing) ** 2 * full, rtol=0, atol=1e-13)


def test_exactly_one_missing_leaves_no_complete_tuple():
    law, joint = tuples(4)
    augmented, _ = exactly_one(law, joint)
    assert augmented[:, :2, :2, :2].sum() == 0 and augmented[:, 2, 2].sum() == 0
    torch.testing.assert_close(augmented[:, 2, :2, :2], joint.sum(dim=1) / 3)


@pytest.mark.parametrize("modalities", [3, 5, 8])
def test_parity_is_seen_by_all_together_alone(modalities):
    table = parity_table(modalities)
    assert total_correlation(table, modalities).item() == pytest.approx(log(2))
    assert total_correlation(table.sum(dim=0), modalities - 1).item() == pytest.approx(0, abs=1e-12)
    assert total_correlation(fair_bits(modalities), modalities).item() == pytest.approx(0, abs=1e-12)
