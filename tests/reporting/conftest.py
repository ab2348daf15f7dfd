"""A small catalogue that was really run, and the report made from its evidence."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import torch

from tests.planted import KNOWN, coin_claim
from theoremcheck import (
    Case,
    Claim,
    Control,
    Flaw,
    MapShown,
    Observables,
    Question,
    Regimes,
    Scale,
    Source,
    Vanishes,
    Verdict,
    log_uniform,
    uniform,
)
from theoremcheck.reporting import build_report, entries_of
from theoremcheck.reporting.entry import CounterexampleRecord, SearchRecord
from theoremcheck.reporting.pictures.accuracy_plane import AccuracyPlanes, AccuracySeen, MeanSeen
from theoremcheck.reporting.pictures.boundary_line import BoundaryLines, CrossingSeen, LineSeen
from theoremcheck.reporting.pictures.boundary_plane import BoundaryPlanes, PlaneSeen
from theoremcheck.reporting.pictures.counterexample_growth import CounterexampleGrowth, RungRecord
from theoremcheck.reporting.pictures.mapped import MappedField, PlaceSeen
from theoremcheck.running import BUDGETS, run_claim

HOSTILE = "<script>document.title='owned'</script> \"quotes' & <b>bold</b> \u202egnol\u202c \u200f \x07 {{ 7 * 7 }} ]]>"
LATEX = r"$\frac{$ and $$\begin{matrix} a$$ and $\text{<script>alert(1)</script>}$ and $\href{javascript:alert(1)}{x}$"


BENT = KNOWN | {"reason": "The coin is bent: $p = 0.3$.", "flaw": Flaw.WRONG_CONSTANT}


@dataclass(frozen=True)
class Ladder:
    """A law of known exponent."""

    size: float  # n
    noise: float  # sigma, of the exponent
    exponent: float = -1.0


def decaying(ladder, streams):
    """A value that decays along the ladder, and the law that predicts it; shape (trials,)."""
    law = ladder.size**-1.0
    exponent = ladder.exponent + ladder.noise * streams.normal("scatter")
    return Observables(value=ladder.size**exponent, law=law)


def grow(ladder, factor):
    return replace(ladder, size=ladder.size * factor)


def ladders(**changes):
    return Regimes(Ladder, size=log_uniform(8.0, 32.0), noise=uniform(0.01, 0.05), **changes)


def ladder_claim(name="planted.ladder"):
    return Claim(
        name=name,
        statement="The value vanishes like $1/n$.\n\nAs $n \\to \\infty$,\n$$ v(n) \\sim \\frac{1}{n}. $$",
        source=Source("Nobody 2026", item="Theorem 1", exactness="paraphrased", arxiv="2601.00001"),
        regimes=ladders(),
        scale=Scale("size", factors=(1, 2, 4, 8), grow=grow),
        experiment=decaying,
        prediction=Vanishes("value", "size", "law", slope_band=0.2, log_spread=0.5),
        required=0.9,
        controls=(Control(breaks="the exponent is -1", regimes=ladders(exponent=-2.0)),),
        dtype=torch.float64,
    )


def hostile_claim():
    words = f"{HOSTILE} {LATEX}"
    return coin_claim(
        required=0.9,
        name="hostile.text",
        statement=f"{words}\n\n{'A word and another. ' * 500}",
        source=Source(HOSTILE, item=words, exactness="reconstructed"),
        controls=(Control(breaks=words, regimes=coin_claim(0.1).regimes),),
        known=Verdict.SUPPORTED,
        reason=words,
    )


@cache
def claims():
    return (
        coin_claim(1.0, required=0.9, name="planted.heads"),
        coin_claim(0.3, name="planted.as-printed", **BENT),
        coin_claim(1.0, required=0.9, name="planted.repaired", repairs="planted.as-printed"),
        coin_claim(1.0, required=0.9, name="planted.powerless", control_truth=1.0),
        coin_claim(0.3, name="planted.surprise"),
        ladder_claim(),
        hostile_claim(),
    )


def run(claim, evidence):
    return run_claim(claim, BUDGETS["quick"], evidence, device=torch.device("cpu"))


@pytest.fixture(scope="session")
def evidence(tmp_path_factory) -> Path:
    """Evidence of all the claims."""
    folder = tmp_path_factory.mktemp("evidence")
    for claim in claims():
        run(claim, folder)
    return folder


@pytest.fixture(scope="session")
def all_entries(evidence):
    return entries_of(claims(), evidence, BUDGETS["quick"])


@pytest.fixture
def entries(all_entries):
    """One entry a claim."""
    return list(all_entries)


@pytest.fixture
def entry(entries):
    """The entry of a claim, by the last part of its name."""
    return lambda name: next(entry for entry in entries if entry.name.partition(".")[2] == name)


@pytest.fixture(scope="session")
def report(all_entries, tmp_path_factory) -> Path:
    """The folder of a whole report."""
    return build_report(tmp_path_factory.mktemp("report"), all_entries, "quick").parent


def many(entries, count):
    """Synthetic entries: real ones under other names, of a dozen papers."""
    models = [entry for entry in entries if entry.paper == "planted"]
    copies = []
    for number in range(count):
        paper = f"paper{number % 12}"
        model = models[number % len(models)]
        source = replace(model.source, paper=f"Nobody {2000 + number % 12}", arxiv=None, url=None)
        name = f"{paper}.claim-number-{number}"
        copies.append(replace(model, name=name, paper=paper, source=source, repairs=None))
    return copies


EXAMPLE = CounterexampleRecord(
    regime={"size": 8.0, "noise": 0.05, "exponent": -1.0},
    code="Ladder(size=8.0, noise=0.05)",
    command="theoremcheck replay planted.ladder 'Ladder(size=8.0, noise=0.05)'",
    minimal=True,
    undecided=0,
    finding="fades",
    fate="fades: it holds from size = 32 on",
    failures=40,
    replicates=64,
    unusable=0,
    error=None,
    lower=0.44,
    upper=0.79,
    allowed=0.1,
    log_e=31.0,
)

SEARCH = SearchRecord(
    candidates=412,
    sources={"examples": 300, "targeted": 64, "corners": 16, "draws": 32},
    failed=9,
    confirmed=2,
    finding="fades",
    counterexample=EXAMPLE,
    others=(replace(EXAMPLE, code="Ladder(size=9.5, noise=0.05)", minimal=False, undecided=None),),
    budget="standard",
    reach=0.121,
    sentence="a finite-size effect among 412 candidates: it fades, and holds from size = 32 on",
)

GROWTH = CounterexampleGrowth(
    field="size",
    allowed=0.1,
    rungs=(
        RungRecord(1.0, 8.0, failures=40, replicates=64, lower=0.44, upper=0.79, decided="fails"),
        RungRecord(4.0, 32.0, failures=1, replicates=64, lower=0.0, upper=0.09, decided="holds"),
    ),
)


def _place(decided, *values):
    holds = {"holds": 64, "fails": 8, "undecided": 50}[decided]
    return PlaceSeen(values, holds, 64, holds / 64 * 0.9, min(1.0, holds / 64 * 1.1), decided, inside=True)


LINES = BoundaryLines(
    (
        LineSeen(
            axis=MappedField("tilt", log=False),
            sentence="heads stop at p < 0.9",
            notes=("Between neighbours that are decided alike the prediction is taken to hold.",),
            required=0.9,
            alpha=0.05,
            places=(_place("holds", 0.1), _place("undecided", 0.5), _place("fails", 0.9)),
            crossings=(CrossingSeen(0.1, 0.45, 0.9),),
        ),
    )
)

PLANES = BoundaryPlanes(
    (
        PlaneSeen(
            axes=(MappedField("size", log=True), MappedField("noise", log=True)),
            sentence="heads hold while size * noise < 1",
            notes=(),
            required=0.9,
            alpha=0.05,
            places=(_place("holds", 1.0, 0.1), _place("undecided", 8.0, 0.1), _place("fails", 16.0, 1.0)),
            lines=(((1.0, 1.0), (4.0, 0.25), (10.0, 0.1)),),
        ),
    )
)

ACCURACY = AccuracyPlanes(
    (
        AccuracySeen(
            axes=(MappedField("size", log=True), MappedField("noise", log=True)),
            observable="accuracy",
            places=(
                MeanSeen((1.0, 0.1), 0.503, 0.4, 0.6, 64),
                MeanSeen((8.0, 0.1), 0.74, 0.61, 0.86, 16),
                MeanSeen((16.0, 1.0), 1.0, 0.93, 1.0, 64),
            ),
            lines=(((1.0, 1.0), (4.0, 0.25), (10.0, 0.1)),),
            alpha=0.05,
        ),
    )
)

QUESTION = Question(
    name="is-the-coin-fair",
    title="Is the coin fair?",
    says="Two papers speak of $p$, and differ.",
    cases=(
        Case("A coin with $p = 1$", "heads", "the first paper", ("planted.heads", "planted.as-printed")),
        Case("A coin that surprises", "tails", "nobody", ("planted.surprise",)),
        Case("A coin of elsewhere", "an edge", "the second paper", ("planted.heads", "elsewhere.edge")),
    ),
    maps=(
        MapShown(
            "planted.ladder",
            "size",
            "noise",
            "Where heads hold.",
            regions=((2.0, 0.2, "first <paper>"), (16.0, 0.5, "second")),
            lines=(((1.0, 1.0), (10.0, 0.1)),),
        ),
        MapShown("planted.ladder", "noise", "size", "Nobody made it."),
        MapShown("planted.heads", "size", "noise", "Nor this."),
    ),
)
ELSEWHERE = Question(name="elsewhere", title="T", says="S", cases=(Case("w", "a", "r", ("elsewhere.edge",)),))


def searched(entry):
    """The entry with a search that found something, and with maps."""
    found = {"growth": GROWTH, "boundary_lines": LINES, "boundary_planes": PLANES, "accuracy_planes": ACCURACY}
    return replace(entry, search=SEARCH, seen={**entry.seen, **found})
