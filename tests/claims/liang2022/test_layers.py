"""The claim about a layer on a few draws: it holds, its controls fail, and neither ReLU nor biases are needed."""

from dataclasses import replace
from itertools import product

from tests.claims.few_draws import claim_of, of_controls, own

PAGE = claim_of("liang2022.layers", "layer_raises_cosine")


def test_claim_holds():
    assert (own(PAGE, 32) > 0).all()


def test_one_unit_often_turns_two_vectors_to_a_right_angle_and_a_limit_below_the_cosine_is_reached():
    one_unit, beyond = of_controls(PAGE, 64).values()
    assert (one_unit < 0).mean() > 0.2
    assert (beyond < 0).mean() > 0.9


def test_the_controls_keep_to_lengths_that_the_claim_draws_too():
    """One that left them would break two hypotheses."""
    for control, field in product(PAGE.controls, ("ratio", "length")):
        own, drawn = (regimes.laws[field].support for regimes in (PAGE.regimes, control.regimes))
        assert all(own.admits(end) for end in drawn.ends()), (control.breaks, field)


def test_either_half_of_a_relu_with_biases_is_enough():
    for broken, found in of_controls(replace(PAGE, controls=PAGE.weakenings, weakenings=()), 64).items():
        assert (found >= 0).mean() > 0.9, broken
