"""What a notebook needs of a claim: points, a batch, the first draws, the verdict as a value; and claims in cells."""

import linecache
import sys
from itertools import count
from types import ModuleType

import pytest
import torch

import theoremcheck
from tests.planted import Coin, coin_claim, flip
from theoremcheck import Observables, Verdict
from theoremcheck.series.specification import specification_hash

CELL = """
from dataclasses import dataclass
from theoremcheck import AtLeast, Claim, Control, Observables, PerTrial, Regimes, Source, uniform

@dataclass(frozen=True)
class Coin:
    weight: PerTrial
    @property
    def reserve(self):
        return self.weight * SHARE

def helper(coin, streams):
    return coin.reserve - streams.uniform("flip")

def flip(coin, streams):
    return Observables(reserve=helper(coin, streams))

SHARE = 1.0
CLAIM = Claim(
    name="cells.heads",
    statement="Heads.",
    source=Source("Nobody 2026", item="Lemma 0", exactness="reconstructed"),
    regimes=Regimes(Coin, weight=1.0),
    experiment=flip,
    prediction=AtLeast("reserve", 0.0),
    required=0.95,
    controls=(Control(breaks="the coin is good", regimes=Regimes(Coin, weight=0.1)),),
)
"""


@pytest.fixture
def session(monkeypatch):
    """Runs cells as IPython does: in a main module without a file, with their source in linecache."""
    main = ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)
    numbers = count()

    def run(text):
        name = f"<cell {next(numbers)} of {id(main)}>"
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        exec(compile(text, name, "exec"), vars(main))
        return main.CLAIM

    return run


def test_points_are_of_the_regime_and_the_same_again():
    regimes = coin_claim().regimes
    drawn = theoremcheck.points(regimes, 8)
    assert len(set(drawn)) == 8 and all(regimes.admits(point) for point in drawn)
    assert theoremcheck.points(regimes, 8) == drawn and eval(repr(drawn[0]), {"Coin": Coin}) == drawn[0]


def test_an_experiment_takes_the_batch_that_is_made_for_it():
    coin, streams = theoremcheck.batch(coin_claim(), 5)
    assert coin.tilt.shape == (5,) and isinstance(coin.size, int)
    assert flip(coin, streams)["reserve"].shape == (5,)


def test_a_batch_larger_than_any_shape_says_how_large_it_may_be():
    with pytest.raises(ValueError, match="must be at most [0-9]+"):
        theoremcheck.batch(coin_claim(), 300)


def test_a_sample_is_the_first_draws_of_a_run(tmp_path):
    claim = coin_claim(truth=0.5, control_truth=0.1)
    table = theoremcheck.sample(claim, 5)
    assert list(table.columns) == ["size", "weight", "tilt", "reserve", "margin", "holds"]
    checked = theoremcheck.check(claim, evidence=tmp_path)
    recorded = theoremcheck.load(checked.evidence).query("series == 'claim' and precision == 'declared'")
    first = recorded.set_index("index").sort_index().head(5)
    assert first["reserve"].tolist() == table["reserve"].tolist() and first["tilt"].tolist() == table["tilt"].tolist()


def test_a_sample_of_what_raises_shows_why():
    def breaks(coin, streams):
        raise ValueError("no coin")

    assert theoremcheck.sample(coin_claim(experiment=breaks), 2)["error"].str.contains("no coin").all()


def test_a_verdict_prints_as_a_table_and_shows_the_claims_page():
    checked = theoremcheck.check(coin_claim())
    assert checked.verdict is Verdict.SUPPORTED and checked.evidence.is_dir()
    assert repr(checked).splitlines()[2].startswith("planted.coin  supported")
    shown = checked._repr_html_()
    assert shown.startswith("<iframe") and shown.count("<") == 2 and "planted.coin" in shown


def test_one_that_is_not_as_expected_says_why_and_where():
    said = repr(theoremcheck.check(coin_claim(truth=0.5)))
    assert "refuted (!)" in said and "first failing draw: number" in said


def test_a_broken_one_shows_the_lines_that_raised():
    def breaks(coin, streams):
        return Observables(reserve=torch.ones(1, 2, 3) @ coin.tilt)

    checked = theoremcheck.check(coin_claim(experiment=breaks))
    assert checked.verdict is Verdict.BROKEN and "return Observables(reserve=torch.ones" in repr(checked)


def test_a_claim_of_cells_is_checked(session):
    claim = session(CELL)
    assert theoremcheck.check(claim).verdict is Verdict.SUPPORTED
    assert len(theoremcheck.sample(claim, 3)) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SHARE = 1.0", "SHARE = 0.5"),
        ("return coin.reserve -", "return 2 * coin.reserve -"),
        ("return self.weight * SHARE", "return self.weight + SHARE"),
        ("weight: PerTrial", "weight: PerTrial = 0.5"),
    ],
    ids=["a global number", "a function that the experiment calls", "a property of the regime", "a default"],
)
def test_what_another_cell_decides_is_part_of_the_specification(session, old, new):
    before = specification_hash(session(CELL))
    assert specification_hash(session("# a comment\n" + CELL)) == before
    assert specification_hash(session(CELL.replace(old, new))) != before


def test_a_session_that_keeps_no_source_says_so(session, monkeypatch):
    claim = session(CELL)
    monkeypatch.setattr(linecache, "getlines", lambda *_: [])
    with pytest.raises(TypeError, match="put the claim into a file"):
        theoremcheck.check(claim)
