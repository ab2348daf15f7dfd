"""Maps in the evidence: a killed one goes on, claims of a study keep theirs apart, regimes given by hand have none."""

from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
import torch

from tests.planted_boundaries import Load, holding_with, step
from theoremcheck import GivenRegimes, load
from theoremcheck.boundary import EFFORTS, BoundaryError, axis_of, fields_to_map, map_boundary, maps_of
from theoremcheck.evidence import Segment
from theoremcheck.running import Recorder, run_claim
from theoremcheck.running.budget import BUDGETS
from theoremcheck.series.dossier import Dossier

CLAIM = holding_with(step(2.3))
CPU = torch.device("cpu")


def map_into(folder, claim=CLAIM):
    dossier = Dossier.read(claim, folder)
    recorder = Recorder.of(dossier, folder, CPU)
    found = map_boundary(dossier, [axis_of(claim, "load")], EFFORTS["quick"], 0.05, recorder.train)
    return found, recorder.spent


def known_in(folder, claim=CLAIM):
    return maps_of(Dossier.read(claim, folder), 0.05)


def test_it_is_drawn_again_from_the_evidence_alone(tmp_path):
    found, spent = map_into(tmp_path)
    assert spent > 0 and known_in(tmp_path) == [found]
    assert map_into(tmp_path) == (found, 0)


@pytest.mark.parametrize("batches", [1, 3, 7])
def test_a_killed_one_goes_on(tmp_path, monkeypatch, batches):
    append, written = Segment.append, [0]

    def killed(self, trials):
        append(self, trials)
        written[0] += 1
        if written[0] == batches:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Segment, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            map_into(tmp_path)
    recorded = len(load(tmp_path))
    resumed, spent = map_into(tmp_path)
    (crossing,) = resumed.crossings
    assert crossing.low <= 2.3 <= crossing.high and EFFORTS["quick"].width >= (crossing.high - crossing.low) / 2.3
    table = load(tmp_path)
    assert len(table) == recorded + spent
    assert not table.duplicated(["series", "index"]).any()


def test_a_map_leaves_the_verdict_and_its_draws_alone(tmp_path):
    before = run_claim(CLAIM, BUDGETS["quick"], tmp_path, device=CPU)
    map_into(tmp_path)
    after = run_claim(CLAIM, BUDGETS["quick"], tmp_path, device=CPU)
    assert after.spent == 0 and after.judgement == before.judgement


def test_another_claim_has_no_part_in_it(tmp_path):
    map_into(tmp_path)
    dossier = Dossier.read(CLAIM, tmp_path)
    assert maps_of(replace(dossier, claim=replace(CLAIM, name="planted.other")), 0.05) == []


def test_regimes_given_by_hand_have_no_fields_to_vary():
    def sampler(streams):
        return {name: np.ones(streams.trials) for name in ("load", "depth", "noise")}

    given = GivenRegimes(Load, st.builds(Load, *[st.floats(0, 1)] * 3), sampler)
    claim = holding_with(step(2.3), regimes=given)
    for asked in (lambda: axis_of(claim, "load"), lambda: fields_to_map(claim)):
        with pytest.raises(BoundaryError, match="no declared fields"):
            asked()
