"""Laws and functions as the code that makes them."""

from functools import partial

import numpy as np
import pytest

from tests.planted import Coin, flip
from theoremcheck import Regimes, choice, derived, integers, log_uniform, powers_of, uniform
from theoremcheck.command_line.wording import code_of_function, laws_of


@pytest.mark.parametrize(
    "code", ["uniform(0.0, 1.0)", "log_uniform(0.1, 10.0)", "integers(1, 4)", "powers_of(2, 8, 64)", "choice(1, 'a')"]
)
def test_a_law_prints_as_the_code_that_makes_it(code):
    laws = {
        "uniform": uniform,
        "log_uniform": log_uniform,
        "integers": integers,
        "powers_of": powers_of,
        "choice": choice,
    }
    assert repr(eval(code, laws)) == code


def test_formulas_and_conditions_are_read_from_their_file():
    regimes = Regimes(
        Coin,
        size=choice(1, 2),
        tilt=uniform(0.1, 1.0),
        weight=derived(lambda r: np.sqrt(r.tilt)),
        where=lambda r: r.tilt > 0.2,
    )
    assert list(laws_of(regimes)) == [
        "size   ~ choice(1, 2)",
        "weight = np.sqrt(r.tilt)",
        "tilt   ~ uniform(0.1, 1.0)",
        "where r.tilt > 0.2",
    ]


def test_of_two_lambdas_on_a_line_the_right_one_is_read():
    first, second = lambda r: r.tilt + 1, lambda r: r.tilt + 2
    assert (code_of_function(first), code_of_function(second)) == ("r.tilt + 1", "r.tilt + 2")


def test_a_lambda_without_a_file_keeps_its_name():
    assert code_of_function(eval("lambda r: 1")) == "<lambda>"


def test_other_functions_are_named():
    assert code_of_function(flip) == code_of_function(partial(flip, streams=None)) == "flip"
