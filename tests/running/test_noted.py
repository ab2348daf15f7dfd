"""What the text of an error leaves out stands in a note: in a run, in a report's line, and from another process."""

import pickle

import pytest

from tests.planted import Reserve, coin_claim
from theoremcheck import AllOf, AtLeast, AtMost, Observables, RegimeError, check
from theoremcheck.catalogue.located import claims_in
from theoremcheck.running.noted import errors_noted, with_notes
from theoremcheck.running.portions import portion_of, train_there
from theoremcheck.series.drawing import draw_points
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision


def curve(coin, streams):
    return Observables(reserve=streams.uniform("flip", (501,)), weight=coin.weight)


def noted(claim, run):
    with pytest.raises(Exception) as raised:
        run(claim)
    return with_notes(pickle.loads(pickle.dumps(raised.value)))


def test_observables_that_do_not_fit_are_named_with_their_shapes(run):
    """Of several predictions by the one that raised."""
    both = AllOf((AtLeast("weight", 0.0), AtMost("reserve", "weight")))
    said = noted(coin_claim(experiment=curve, prediction=both), run)
    assert said.startswith("ValueError: operands could not be broadcast together with shapes")
    assert said.count("; ") == 1 and said.count("was asked of") == 1
    assert "; the prediction 'reserve is at most weight' was asked of reserve of shape (" in said
    assert ", 501) and weight of shape (" in said


def test_a_margin_of_another_shape_says_of_what_it_was_asked(run):
    said = noted(coin_claim(prediction=Reserve(lambda v: v[:1])), run)
    assert "expected (" in said and "the prediction 'the coin shows heads' was asked of reserve of shape (" in said


def test_the_conditions_that_admit_nothing_are_named(run):
    regimes = coin_claim().regimes.with_(where=(lambda r: r.tilt < 0.5, lambda r: r.tilt > 2))
    said = noted(coin_claim(regimes=regimes), run)
    assert said.startswith(
        "RegimeError: Coin: a trial found no admissible point in 10000 attempts; of 10000 draws its "
    )
    first, second = said.partition("admit: ")[2].split(", ")
    assert 4800 < int(first.removeprefix("`r.tilt < 0.5` ")) < 5200 and second == "`r.tilt > 2` 0"


@pytest.mark.parametrize("error", [RegimeError("another one"), ValueError("of an experiment")])
def test_another_error_is_left_alone(error):
    with pytest.raises(type(error)) as raised, errors_noted():
        raise error
    assert with_notes(raised.value) == f"{type(error).__name__}: {error}"


def test_what_trains_elsewhere_notes_it_too(tmp_path):
    """The frames of an error do not travel."""
    (tmp_path / "claims").mkdir()
    path = tmp_path / "claims" / "shapes.py"
    path.write_text(
        "from tests.planted import coin_claim\nfrom tests.running.test_noted import curve\n"
        "from theoremcheck import AtMost\n"
        "CLAIM = coin_claim(name='coins.shapes', experiment=curve, prediction=AtMost('reserve', 'weight'))\n"
    )
    (item,) = claims_in(path)
    own = series_of(item.claim)[0]
    portion = portion_of(item, own, draw_points(own, range(4)), Precision.DECLARED)
    assert "was asked of reserve of shape (" in noted(portion, lambda portion: train_there(portion, "cpu", 0, 1))


def test_a_budget_that_does_not_exist_is_refused_by_name():
    with pytest.raises(ValueError, match="budget='quik' must be one of 'quick', 'standard', 'thorough'"):
        check(coin_claim(), budget="quik")
