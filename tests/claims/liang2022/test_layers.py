"""The claim about a layer on a few draws: it holds, and its controls fail often."""

from tests.claims.few_draws import claim_of, of_controls, own

PAGE = claim_of("liang2022.layers", "layer_raises_cosine")


def test_claim_holds():
    assert (own(PAGE, 32) > 0).all()


def test_a_linear_layer_is_a_coin_and_a_limit_below_the_cosine_is_reached():
    linear, beyond = of_controls(PAGE, 64).values()
    assert 0.3 < (linear < 0).mean() < 0.7
    assert (beyond < 0).mean() > 0.6
