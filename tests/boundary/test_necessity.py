"""Hypotheses broken one at a time: what is needed, what is not, and what cannot be told."""

from dataclasses import dataclass, replace

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from theoremcheck import (
    AtLeast,
    Claim,
    ClaimError,
    Control,
    GivenRegimes,
    Observables,
    Regimes,
    Source,
    Study,
    load,
    uniform,
)
from theoremcheck.boundary import break_hypotheses, broken_series, hypotheses_of, necessity_of
from theoremcheck.evidence import Ledger, Segment
from theoremcheck.running import BUDGETS, Recorder, run_claim
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import specification_hash

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Beam:
    load: float
    length: float
    colour: float


def bends(beam, streams):
    """Fails for loads above one, in nine draws of ten; length and colour play no part."""
    sound = torch.where(beam.load > 1, 0.1, 1.0)
    return Observables(reserve=sound - streams.uniform("flip") + 0 * beam.length)


def breaks(beam, streams):
    return Observables(reserve=beam.load - 9)


def cracks(beam, streams):
    raise ArithmeticError("no beam")


def is_light(beam):
    return beam.load <= 1


REGIMES = Regimes(
    Beam,
    load=uniform(0.0, 2.0),
    length=uniform(0.0, 1.0),
    colour=uniform(0.0, 1.0),
    where=(is_light, lambda r: r.colour > 0.5, lambda r: r.length > 0.001),
)
CLAIM = Claim(
    name="planted.beam",
    statement="It does not bend.",
    source=Source("Nobody 2026", item="Lemma 1", exactness="reconstructed"),
    regimes=REGIMES,
    experiment=bends,
    prediction=AtLeast("reserve", 0.0),
    required=0.9,
    controls=(Control(breaks="the beam is of wood", experiment=breaks),),
    weakenings=(
        Control(
            breaks="the beam is short",
            regimes=Regimes(Beam, load=uniform(0.0, 1.0), length=uniform(5.0, 9.0), colour=uniform(0.5, 1.0)),
        ),
    ),
    dtype=torch.float64,
)


def broken(folder, claim=CLAIM, most=512):
    dossier = Dossier.read(claim, folder)
    recorder = Recorder.of(dossier, folder, CPU)
    return break_hypotheses(dossier, 0.05, most, recorder.draw), recorder.spent


def answers(table):
    return {row.hypothesis.name: row.answer for row in table.rows}


def counts(table):
    return [
        (row.hypothesis.name, row.weight.holds, row.weight.trials, row.answer) for row in (table.whole, *table.rows)
    ]


def test_each_hypothesis_has_its_answer(tmp_path):
    table, _ = broken(tmp_path)
    assert answers(table) == {
        "the beam is of wood": "needed",
        "is_light": "needed",
        "r.colour > 0.5": "not needed",
        "r.length > 0.001": "out of reach",
        "the beam is short": "not needed",
    }
    assert table.whole.answer == "not needed"  # nothing is broken, and the prediction holds
    assert (
        table.sentence == "of 5 hypotheses 2 needed at these sizes, 2 not needed, 1 without an answer (confidence 0.95)"
    )


def test_only_the_negated_condition_is_broken(tmp_path):
    broken(tmp_path)
    table = load(tmp_path)
    light = table[table["series"] == "claim/necessity/condition 1"]
    assert (light["load"] > 1).all() and (light["colour"] > 0.5).all() and (light["length"] > 0.001).all()


def test_the_rows_share_the_error_probability(tmp_path):
    table, _ = broken(tmp_path)
    assert [row.weight.alpha for row in table.rows] == [0.05 / 4] * 5
    weights = [row.weight for row in table.rows if row.weight.trials]
    assert all(weight.lower <= weight.holds / weight.trials <= weight.upper for weight in weights)


def test_nothing_is_drawn_twice(tmp_path):
    ran = run_claim(CLAIM, BUDGETS["quick"], tmp_path, device=CPU)
    recorded = len(load(tmp_path))
    table, spent = broken(tmp_path)
    assert ran.spent == recorded and len(load(tmp_path)) == recorded + spent
    trials = {row.hypothesis.kind: row.weight.trials for row in table.rows}
    assert trials["control"] >= ran.judgement.controls[0].weight.trials
    again, spent = broken(tmp_path)
    assert (counts(again), spent) == (counts(table), 0)


def test_a_run_is_not_disturbed(tmp_path):
    before = run_claim(CLAIM, BUDGETS["quick"], tmp_path / "alone", device=CPU)
    broken(tmp_path / "both")
    after = run_claim(CLAIM, BUDGETS["quick"], tmp_path / "both", device=CPU)
    assert after.judgement.verdict is before.judgement.verdict


@pytest.mark.parametrize("batches", [1, 4])
def test_a_killed_one_goes_on(tmp_path, monkeypatch, batches):
    undisturbed, _ = broken(tmp_path / "other")
    append, written = Segment.append, [0]

    def killed(self, trials):
        append(self, trials)
        written[0] += 1
        if written[0] == batches:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Segment, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            broken(tmp_path / "this")
    assert counts(broken(tmp_path / "this")[0]) == counts(undisturbed)
    assert not load(tmp_path / "this").duplicated(["series", "index"]).any()


def test_a_crash_shows_no_need(tmp_path):
    claim = replace(CLAIM, weakenings=(Control(breaks="there is a beam", experiment=cracks),))
    table, _ = broken(tmp_path, claim)
    row = table.rows[-1]
    assert row.answer == "undecided" and row.weight.unusable == row.weight.trials == 16


def test_a_hypothesis_that_matters_by_a_hair_stays_undecided(tmp_path):
    def barely(beam, streams):
        return Observables(reserve=0.9 - streams.uniform("flip"))

    claim = replace(CLAIM, weakenings=(Control(breaks="it is dry", experiment=barely),))
    assert broken(tmp_path, claim, most=256)[0].rows[-1].answer == "undecided"


def test_regimes_given_by_hand_have_controls_and_no_conditions(tmp_path):
    def sampler(streams):
        return {
            "load": np.full(streams.trials, 0.5),
            "length": np.ones(streams.trials),
            "colour": np.ones(streams.trials),
        }

    given = GivenRegimes(Beam, st.builds(Beam, *[st.floats(0, 1)] * 3), sampler)
    table, _ = broken(tmp_path, replace(CLAIM, regimes=given))
    assert answers(table) == {"the beam is of wood": "needed", "the beam is short": "not needed"}


def test_a_series_is_found_by_its_label():
    dossier = Dossier.of(CLAIM, Ledger())
    for hypothesis in hypotheses_of(dossier):
        if hypothesis.series is not None and hypothesis.kind != "control":
            found = broken_series(dossier, hypothesis.series.label)
            assert found == hypothesis.series or hypothesis.kind == "condition"
    assert broken_series(dossier, "claim/necessity/nothing") is None
    assert broken_series(dossier, "claim/boundary/load") is None


IN_A_STUDY = replace(CLAIM, study=Study("planted.beams", "tests.boundary"))
OTHER = replace(IN_A_STUDY, weakenings=(replace(CLAIM.weakenings[0], regimes=REGIMES, experiment=breaks),))


def test_claims_of_a_study_tell_their_weakenings_apart():
    labels = [hypotheses_of(Dossier.of(claim, Ledger()))[-1].series.label for claim in (IN_A_STUDY, OTHER)]
    assert labels[0] != labels[1]


def test_weakenings_are_part_of_the_specification_and_not_of_the_verdict(tmp_path):
    without = replace(CLAIM, weakenings=())
    assert specification_hash(without) != specification_hash(CLAIM)
    assert len(run_claim(CLAIM, BUDGETS["quick"], tmp_path, device=CPU).judgement.controls) == 1


@pytest.mark.parametrize(
    ("weakenings", "said"),
    [
        ([], "must be a tuple"),
        (("short",), "weakenings holds 'short'"),
        ((Control(breaks="nothing", experiment=bends),), "is the claim itself"),
        ((Control(breaks="the beam is of wood", experiment=cracks),), "break or add the same hypothesis"),
    ],
)
def test_weakenings_are_checked_as_controls_are(weakenings, said):
    with pytest.raises(ClaimError, match=said):
        replace(CLAIM, weakenings=weakenings)


def test_before_anything_is_drawn_nothing_is_said(tmp_path):
    table = necessity_of(Dossier.read(CLAIM, tmp_path), 0.05)
    assert set(answers(table).values()) == {"not tried", "out of reach"}
