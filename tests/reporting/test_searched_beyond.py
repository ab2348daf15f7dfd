"""What a page says of where a claim was tried is true of its search too."""

import re
from dataclasses import dataclass, replace

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from tests.reporting.conftest import run
from theoremcheck import AtMost, Claim, Control, GivenRegimes, Observables, PerTrial, Source
from theoremcheck.reporting import entries_of
from theoremcheck.reporting.page.limits import limits_of
from theoremcheck.reporting.pictures.regime_marginals import Beyond, ConstantField, _beyond
from theoremcheck.running import BUDGETS


@dataclass(frozen=True)
class Dial:
    """A dial."""

    notch: int
    level: PerTrial
    colour: str = "red"


def reading(dial, streams):
    """The level, and much more from the seventh notch on."""
    broken = torch.as_tensor(np.asarray(dial.notch)) > 6
    return Observables(value=torch.as_tensor(dial.level) * streams.uniform("u") + 5.0 * broken)


def stuck(dial, streams):
    """It shows 5 everywhere."""
    return Observables(value=5.0 + streams.uniform("u"))


def drawn(notches):
    """Notches from 1 on, and four levels: few enough values that the draws have all of them."""

    def sampler(streams):
        chance = streams.uniform("dial", (2,)).numpy()
        notch, level = 1 + (notches * chance[:, 0]).astype(int), (1 + (4 * chance[:, 1]).astype(int)) / 10
        return {"notch": notch, "level": level, "colour": np.full(len(notch), "red", dtype=object)}

    return sampler


def dial_claim(name, strategy, notches=3):
    return Claim(
        name=f"planted.{name}",
        statement="The value is at most 1.",
        source=Source("Nobody 2026", item="Theorem 1", exactness="paraphrased"),
        regimes=GivenRegimes(Dial, strategy, drawn(notches)),
        experiment=reading,
        prediction=AtMost("value", 1.0),
        required=0.8,
        controls=(Control(breaks="it is stuck", experiment=stuck),),
        dtype=torch.float64,
    )


def dials(notches=(1, 3), levels=(0.1, 0.4), colours=("red",)):
    return st.builds(Dial, st.integers(*notches), st.floats(*levels), st.sampled_from(colours))


@pytest.fixture
def entered(tmp_path):
    """The entry of a claim that was run."""

    def entered(claim):
        run(claim, tmp_path)
        (entry,) = entries_of([claim], tmp_path, BUDGETS["quick"])
        return entry

    return entered


def said(entry):
    return " ".join(limits_of(entry))


def fields(entry):
    seen = entry.seen["regime"]
    return {field.name: field.searched for field in (*seen.listed, *seen.spread, *seen.constants)}


def test_a_search_among_the_draws_tried_nothing_else(entered):
    entry = entered(dial_claim("inside", dials()))
    assert entry.search.sources["examples"] > 0 and set(fields(entry).values()) == {None}
    assert (
        "Neither the draws nor the search for a counterexample looked for failures outside the ranges above, or varied "
        "what is held constant there." in said(entry)
    )
    body = entry.seen["regime"].body("key")
    assert "searched" not in body and "went beyond" not in said(entry)


def test_a_search_that_went_beyond_the_draws_is_named_with_how_far(entered):
    entry = entered(dial_claim("beyond", dials((1, 5), (0.0, 1.0), ("blue", "red"))))
    seen, found = entry.seen["regime"], fields(entry)
    assert found["notch"] == Beyond(1.0, 5.0, (), 0)
    assert found["level"].least == 0.0 and 0.4 < found["level"].largest <= 1.0
    assert seen.constants == (ConstantField("colour", "", "red", Beyond(None, None, ("blue",), 0)),)
    assert (
        "The search for a counterexample went beyond all draws in notch, level and colour, as far as is said above. "
        "Neither draws nor search looked for failures outside the ranges above." in said(entry)
    )
    assert entry.search.counterexample is None and not seen.outside and "lies outside" not in said(entry)
    body = seen.body("key")
    assert "<td>1 to 5</td>" in body and "in all draws, searched: also blue" in body
    assert len(set(re.findall(r">(searched)</th>", body))) == 1


def test_a_counterexample_that_the_sampler_cannot_draw_is_said_to_lie_outside(entered):
    entry = entered(dial_claim("outside", dials((7, 9), (0.1, 0.4))))
    assert entry.search.counterexample.regime["notch"] > 6 and entry.series.holds == entry.series.draws
    assert entry.seen["regime"].outside == ("notch",)
    assert "The counterexample lies outside everything that was drawn, in notch: no draw" in said(entry)


def test_one_among_the_draws_is_not(entered):
    entry = entered(dial_claim("among", dials((1, 9), (0.1, 0.4)), notches=9))
    assert entry.search.counterexample.regime["notch"] > 6
    assert entry.seen["regime"].outside == () and "lies outside" not in said(entry)


def test_the_corners_of_declared_ranges_are_beyond_the_draws(entry):
    """No draw from a continuous law lies at its end."""
    seen = entry("ladder").seen["regime"]
    size, noise = seen.spread
    assert (size.searched.least, size.searched.largest) == (8.0, 32.0)
    assert (noise.searched.least, noise.searched.largest) == (0.01, 0.05)
    assert "went beyond all draws in size and noise, as far" in said(entry("ladder"))
    assert "outside the ranges above, or varied what is held constant there." in said(entry("ladder"))


def test_where_nobody_searched_the_draws_alone_are_spoken_of(entry):
    known = entry("ladder")
    spread = tuple(replace(field, searched=None) for field in known.seen["regime"].spread)
    alone = replace(known, search=None, seen={"regime": replace(known.seen["regime"], spread=spread)})
    assert "The draws tried nothing outside the ranges above, and varied nothing that is held constant there." in said(
        alone
    )


INFINITE = {"float": "inf"}


@pytest.mark.parametrize(
    ("drawn", "tried", "beyond", "words"),
    [
        ([1, 2, 7], [5], None, None),
        ([1, 2, 7], [5, 8], Beyond(5.0, 8.0, (), 0), "5 to 8"),
        ([0.5, 1.5], [], None, None),
        ([0.123456, 1.5], [0.123457], None, None),
        ([0.5, INFINITE, 1.5], [0.7, INFINITE], None, None),
        ([0.5, 1.5], [0.7, INFINITE], Beyond(None, None, ("inf",), 0), "also inf"),
        ([None, True], [0.7, True], Beyond(0.7, 0.7, (), 0), "0.7 to 0.7"),
        (["a"], list("abcdefghijklmnopqrs"), Beyond(None, None, tuple("bcdefghijklmnopq"), 2), None),
        ([None], [1, None, "b"], Beyond(1.0, 1.0, ("b",), 0), "1 to 1, also b"),
    ],
)
def test_numbers_are_beyond_the_drawn_ends_and_other_values_where_nobody_drew_them(drawn, tried, beyond, words):
    found = _beyond(*(np.array([*values, None], dtype=object)[:-1] for values in (drawn, tried)))
    assert found == beyond and (words is None or found.sentence == words)
