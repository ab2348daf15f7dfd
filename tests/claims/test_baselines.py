"""Learners that learn nothing, as the pages declare them: each gives an outcome to weigh."""

from pathlib import Path

import pytest
import torch

from theoremcheck.catalogue.loading import catalogue_of, pages_in
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of

ROOT = Path(__file__).parents[2]
CLAIMS = catalogue_of(pages_in(ROOT / "claims", ROOT)).found
ASKED = {found.claim.name: found.claim for found in CLAIMS if found.claim.baselines}
DRAWS = 3


@pytest.mark.parametrize("claim", ASKED.values(), ids=ASKED)
def test_a_baseline_is_asked_a_question_that_it_can_answer(claim):
    """A closed form that takes the learning rate for granted is 0 / 0 of a network at rest."""
    dossier = Dossier.of(claim, Ledger())
    for series in dossier.baselines:
        trials = Recorder.of(dossier, None, torch.device("cpu")).draw(series, DRAWS)
        assert readings_of(claim, trials).usable.all() and len(trials) == DRAWS
