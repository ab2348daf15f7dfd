"""Theorems that are attained: equality, round-off and infinity in whole runs, their searches included."""

from dataclasses import dataclass, replace
from functools import partial

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from tests.planted import Coin, coin_claim
from theoremcheck import (
    AtLeast,
    AtMost,
    Claim,
    Control,
    GivenRegimes,
    LessThan,
    Observables,
    Regimes,
    Source,
    Verdict,
    choice,
    integers,
    load,
    uniform,
)
from theoremcheck.boundary import Survey, break_hypotheses
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.running.recording import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.vocabulary import Precision

CPU = torch.device("cpu")
SOURCE = Source("Nobody 2026", item="Lemma 0", exactness="reconstructed")


@pytest.fixture
def run(tmp_path):
    """A run with its search."""
    return lambda claim: run_claim(claim, BUDGETS["quick"], tmp_path, device=CPU)


@dataclass(frozen=True)
class Sample:
    points: int  # n


def thresholds(sample, streams, both_signs=False):
    """Labellings of n points by thresholds, against n + 1; shape (trials,)."""
    x = streams.uniform("x", (sample.points,)).sort(dim=-1).values
    cuts = torch.cat([x, x[:, -1:] + 1], dim=-1)
    labels = x[:, None, :] >= cuts[:, :, None]
    labels = torch.cat([labels, ~labels], dim=1) if both_signs else labels
    seen = torch.tensor([float(len(set(map(tuple, rows.tolist())))) for rows in labels])
    return Observables(labellings=seen, bound=torch.full_like(seen, sample.points + 1))


SAUER = Claim(
    name="planted.thresholds-make-few-labellings",
    statement="Thresholds cut n points into at most n + 1 labellings: always into as many.",
    source=SOURCE,
    regimes=Regimes(Sample, points=integers(2, 30)),
    experiment=thresholds,
    prediction=AtMost("labellings", "bound"),
    required=0.9,
    controls=(Control(breaks="the class has VC dimension 1", experiment=partial(thresholds, both_signs=True)),),
)


@dataclass(frozen=True)
class TwoLaws:
    first: tuple[int, ...]
    second: tuple[int, ...]


@st.composite
def two_laws(draw):
    """Counts of two laws on the same atoms."""
    sides = st.lists(st.integers(1, 100), min_size=2, max_size=2).map(tuple)
    return TwoLaws(draw(sides), draw(sides))


def drawn_laws(streams):
    """The same from streams."""
    columns = {name: np.empty(streams.trials, dtype=object) for name in ("first", "second")}
    for name, column in columns.items():
        counts = 1 + (100 * streams.uniform(name, (2,))).long()
        column[:] = [tuple(row) for row in counts.tolist()]
    return columns


def pinsker(laws, streams, normalised=True):
    """Divergence and 2 TV^2; shape (trials,)."""
    p, q = (
        torch.tensor(side, dtype=torch.float64) / (sum(side) if normalised else 100)
        for side in (laws.first, laws.second)
    )
    kl, tv = (p * (p / q).log()).sum(), (p - q).abs().sum() / 2
    return Observables(kl=kl.expand(streams.trials), bound=(2 * tv**2).expand(streams.trials))


PINSKER = Claim(
    name="planted.pinsker",
    statement="KL(p, q) >= 2 TV(p, q)^2, with equality at p = q.",
    source=SOURCE,
    regimes=GivenRegimes(TwoLaws, two_laws(), drawn_laws),
    experiment=pinsker,
    prediction=AtLeast("kl", "bound"),
    required=0.95,
    controls=(Control(breaks="both sum to one", experiment=partial(pinsker, normalised=False)),),
    dtype=torch.float64,
)


@dataclass(frozen=True)
class Privacy:
    budget: float  # epsilon


def randomised_response(privacy, streams, excess=0.0):
    """Largest log-ratio of the answers' probabilities, which is epsilon in exact arithmetic; shape (trials,)."""
    keeps = torch.sigmoid(privacy.budget + excess)
    return Observables(loss=keeps.log() - (1 - keeps).log(), budget=privacy.budget)


RESPONSE = Claim(
    name="planted.randomised-response",
    statement="Randomised response is epsilon-private, and no less.",
    source=SOURCE,
    regimes=Regimes(Privacy, budget=uniform(0.1, 3.0)),
    experiment=randomised_response,
    prediction=AtMost("loss", "budget"),
    required=0.95,
    controls=(Control(breaks="a coin of bias e^eps", experiment=partial(randomised_response, excess=0.1)),),
)


@dataclass(frozen=True)
class Scores:
    pairs: int  # N
    gap: float


def infonce(scores, streams, decoupled=False):
    """What a critic certifies of N pairs that it tells apart by a gap, against log N; in nats, shape (trials,)."""
    logits = scores.gap[:, None, None] * torch.eye(scores.pairs, dtype=streams.dtype)
    logits = logits + streams.normal("noise", (scores.pairs, scores.pairs))
    others = logits.masked_fill(torch.eye(scores.pairs, dtype=torch.bool), -torch.inf) if decoupled else logits
    loss = (others.logsumexp(dim=-1) - logits.diagonal(dim1=-2, dim2=-1)).mean(dim=-1)
    ceiling = torch.full_like(loss, scores.pairs).log()
    return Observables(certified=ceiling - loss, ceiling=ceiling)


INFONCE = Claim(
    name="planted.infonce-ceiling",
    statement="InfoNCE certifies at most log N nats; a good critic attains it in float32.",
    source=SOURCE,
    regimes=Regimes(Scores, pairs=choice(4, 8), gap=uniform(15.0, 60.0)),
    experiment=infonce,
    prediction=AtMost("certified", "ceiling", unit="nat"),
    required=0.95,
    controls=(Control(breaks="the positive is in the denominator", experiment=partial(infonce, decoupled=True)),),
)


@dataclass(frozen=True)
class Split:
    calibration: int  # n
    shift: float = 0.0


def conformal(split, streams):
    """A test score and its quantile, infinite where n is too small for the level; shape (trials,)."""
    scores = streams.uniform("scores", (split.calibration + 1,))
    ordered = scores[:, :-1].sort(dim=-1).values
    ordered = torch.cat([ordered, torch.full_like(ordered[:, :1], torch.inf)], dim=-1)
    rank = min(-(-(split.calibration + 1) * 9 // 10), split.calibration + 1)
    return Observables(score=scores[:, -1] + split.shift, quantile=ordered[:, rank - 1])


CONFORMAL = Claim(
    name="planted.conformal-few-points",
    statement="The set of level 0.9 of four to eight points is everything.",
    source=SOURCE,
    regimes=Regimes(Split, calibration=integers(4, 8)),
    experiment=conformal,
    prediction=AtMost("score", "quantile"),
    required=0.9,
    controls=(Control(breaks="exchangeable", regimes=Regimes(Split, calibration=integers(19, 29), shift=20.0)),),
    dtype=torch.float64,
)


@dataclass(frozen=True)
class Neighbour:
    noise: float


def nearest_neighbour(neighbour, streams, swap=False):
    """Training error 0 of the rule that remembers, and the share of flipped test labels; shape (trials,)."""
    train = torch.zeros_like(neighbour.noise)
    test = (streams.uniform("flips", (200,)) < neighbour.noise[:, None]).to(train.dtype).mean(dim=-1)
    return Observables(train=test, test=train) if swap else Observables(train=train, test=test)


NEIGHBOUR = Claim(
    name="planted.nearest-neighbour",
    statement="The training error of the nearest neighbour is below its test error.",
    source=SOURCE,
    regimes=Regimes(Neighbour, noise=uniform(0.1, 0.4)),
    experiment=nearest_neighbour,
    prediction=LessThan("train", "test"),
    required=0.9,
    controls=(Control(breaks="train and test are told apart", experiment=partial(nearest_neighbour, swap=True)),),
)

ATTAINED = (SAUER, PINSKER, RESPONSE, INFONCE)
INFINITE = (CONFORMAL, NEIGHBOUR)


@pytest.mark.parametrize("claim", (*ATTAINED, *INFINITE), ids=lambda claim: claim.name)
def test_a_theorem_that_is_attained_is_supported(run, claim):
    judgement = run(claim).judgement
    assert (judgement.verdict, judgement.message) == (Verdict.SUPPORTED, "")


@pytest.mark.parametrize("claim", [RESPONSE, INFONCE], ids=lambda claim: claim.name)
def test_where_round_off_decides_every_draw_is_run_again_and_none_else(run, tmp_path, claim):
    """More than the share that a run takes anyway, and no run again of a run again."""
    run(claim)
    table = load(tmp_path).query("series == 'claim'")
    declared, refined = (
        table[table.precision == precision].set_index("index") for precision in ("declared", "refined")
    )
    bound = (declared[claim.prediction.ceiling] * claim.round_off).abs()
    near = declared.index[declared.margin.abs() <= bound]
    assert len(near) > 20 and set(near) <= set(refined.index)
    assert all(claim.trust.selects(index) for index in set(refined.index) - set(near))


@pytest.mark.parametrize("claim", [SAUER, RESPONSE, INFONCE], ids=lambda claim: claim.name)
def test_a_bound_that_is_missed_by_little_is_refuted(run, claim):
    """By three parts in 10^5: within the round-off of float32, and far outside of that of float64."""

    def tighter(point, streams):
        seen = claim.experiment(point, streams)
        return seen | {claim.prediction.ceiling: seen[claim.prediction.ceiling] * (1 - 3e-5)}

    assert run(replace(claim, experiment=tighter)).judgement.verdict is Verdict.REFUTED


def test_a_stopped_run_goes_on_with_the_reruns_that_it_lacks(run, tmp_path, monkeypatch):
    """Whatever was written before: the verdict and the weight are those of the run that was not stopped."""
    whole = run(RESPONSE).judgement
    kept = tmp_path / "stopped"
    dossier = Dossier.read(RESPONSE, kept)
    recorder = Recorder.of(dossier, kept, CPU)
    monkeypatch.setattr(recorder, "_waiting", lambda trials: [])
    assert recorder.draw(dossier.own, 16) == []
    assert run_claim(RESPONSE, BUDGETS["quick"], kept, device=CPU).judgement.claim == whole.claim


def nearly(coin, streams):
    """Attains 1 up to the round-off of float32; shape (trials,)."""
    third = torch.full_like(coin.weight, 1 / 3)
    return Observables(mass=third + third + third + third / 3 + 2 * third / 3 - third)


NEARLY = coin_claim(
    experiment=nearly,
    prediction=AtLeast("mass", 1.0),
    dtype=torch.float32,
    controls=(
        Control(breaks="all mass is there", experiment=lambda coin, streams: Observables(mass=0.5 * coin.weight)),
    ),
)


def test_necessity_and_maps_read_reruns_as_a_run_does(tmp_path):
    """All of them ask the same dossier for what decides."""
    dossier = Dossier.read(NEARLY, tmp_path)
    recorder = Recorder.of(dossier, None, CPU)
    found = break_hypotheses(dossier, 0.05, 80, recorder.draw)
    assert (found.whole.answer, found.rows[0].answer) == ("not needed", "needed")
    mapped = Survey(("tilt",), (("0.0", "1.0"),), "quick").series(dossier.own)
    trials = recorder.train(mapped, {number: Coin(1, 1.0) for number in (1, 2, 3)}, Precision.DECLARED)
    assert [trial.precision for trial in trials] == [Precision.REFINED] * 3
