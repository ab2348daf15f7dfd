"""Draws that only round-off parts from their bound: the pictures say of them what the verdict says."""

import re

import pytest
import torch

from tests.planted import Coin
from theoremcheck import AtMost, Claim, Control, LessThan, Observables, Regimes, Source, uniform
from theoremcheck.reporting import entries_of
from theoremcheck.reporting.pictures.sensitivity import Sensitivity
from theoremcheck.running import BUDGETS, run_claim

ROUND_OFF = 4e-16
SAYS = {"supported": "support", "refuted": "refute"}


def equal(coin, streams):
    """A value that is its bound but for round-off, above it as often as below."""
    off = torch.where(streams.uniform("side") < 0.5, -ROUND_OFF, ROUND_OFF)
    return Observables(value=coin.weight * (1 + off), bound=coin.weight)


def twice(coin, streams):
    return Observables(value=2 * coin.weight, bound=coin.weight)


@pytest.fixture(scope="module", params=[(AtMost, "supported"), (LessThan, "refuted")], ids=["at most", "less than"])
def seen(request, tmp_path_factory):
    """The pictures of a claim whose draws all lie at the threshold, and the verdict."""
    prediction, verdict = request.param
    claim = Claim(
        name="planted.equal",
        statement="The value keeps to its bound.",
        source=Source("Nobody 2026", item="Lemma 2", exactness="reconstructed"),
        regimes=Regimes(Coin, size=1, weight=uniform(1.0, 3.0)),
        experiment=equal,
        prediction=prediction("value", "bound"),
        required=0.9,
        controls=(Control(breaks="the value is no larger", experiment=twice),),
        dtype=torch.float64,
    )
    folder = tmp_path_factory.mktemp("equal")
    run_claim(claim, BUDGETS["quick"], folder, device=torch.device("cpu"))
    (entry,) = entries_of([claim], folder, BUDGETS["quick"])
    assert str(entry.verdict) == verdict
    return entry.seen, verdict, entry.series.draws


def rectangles(html, kind):
    """Left end, width of each rectangle of a kind."""
    return [
        (float(left), float(width))
        for left, width in re.findall(rf'<rect class="{kind}" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', html)
    ]


def test_the_sentence_says_what_the_verdict_says(seen):
    pictures, verdict, draws = seen
    body = pictures["margins"].body("m")
    assert f"These draws {SAYS[verdict]} the claim at the threshold itself" in body
    assert f"within round-off, lie {draws} of them; {draws if verdict == 'supported' else 0} hold there" in body
    # The draws that refute are too few to support at any threshold.
    assert pictures["margins"].sensitivity == Sensitivity(0.0 if verdict == "supported" else None, 0.0)


def test_the_bars_have_the_colour_of_the_verdict(seen):
    pictures, verdict, _ = seen
    body = pictures["margins"].body("m")
    assert bool(rectangles(body, "hold")) == (verdict == "supported")
    assert bool(rectangles(body, "fail")) == (verdict == "refuted")


def test_the_strip_has_the_verdict_at_the_threshold(seen):
    pictures, verdict, _ = seen
    body = pictures["margins"].body("m")
    (threshold,) = map(float, re.findall(r'<path class="threshold" d="M([\d.]+)', body))
    ((left, width),) = rectangles(body, f"strip v-{verdict}")
    assert left < threshold - 1 and threshold + 1 < left + width


def test_the_sharpest_constant_is_the_stated_one(seen):
    pictures, _, _ = seen
    (reading,) = pictures["sharpness"].readings
    assert {reading.lower, reading.estimate, reading.upper} - {None} == {reading.stated} == {1.0}


@pytest.mark.parametrize(
    ("supported", "refuted", "decided", "said"),
    [
        (0.0, 0.0, "supported", "support the claim at the threshold itself, and would refute it at any stricter one."),
        (0.0, 0.1, "supported", "and at no stricter one; raised by more than 0.1, they would refute it."),
        (
            0.2,
            0.3,
            "supported",
            "until the threshold of its margin were raised by 0.2; raised by more than 0.3, they would refute it.",
        ),
        (None, None, "supported", "would support the claim at any threshold."),
        (0.0, 0.0, "refuted", "refute the claim at the threshold itself, and would support it at any lower one."),
        (-0.1, 0.0, "refuted", "and at no lower one; lowered by more than 0.1, they would support it."),
        (None, -0.1, "refuted", "refute the claim unless the threshold of its margin is lowered by more than 0.1."),
        (None, None, "refuted", "would refute the claim at any threshold."),
        (None, None, None, "would support the claim at no threshold, and refute it at no threshold."),
        (-0.1, 0.2, None, "would support the claim below a shift of -0.1, and refute it above a shift of 0.2."),
    ],
)
def test_shifts_in_words(supported, refuted, decided, said):
    assert Sensitivity(supported, refuted).in_words(decided).replace("−", "-").endswith(said)
