"""The benchmark of very many draws measures every command, and what a draw adds to their memory is bounded."""

import shutil
import tracemalloc

import pytest
import torch

from benchmarks.many_draws import COMMANDS, PAGE, measured
from theoremcheck.catalogue.located import claims_in
from theoremcheck.command_line.completeness import missing, strangers, walks_of
from theoremcheck.command_line.evidence_checks import read_folder, wrong_draws, wrong_margins
from theoremcheck.command_line.standing import standing_of
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.series.dossier import Dossier

FEW, MANY = 20_000, 60_000
NUMBERS = 7
"""That evidence keeps of such a draw: its index and seconds, a margin, two observables, two fields."""
MOST = 4 * 8 * NUMBERS
"""Bytes that a draw may add at the peak: up to 167 were measured when this was set. An object for each takes more."""


def test_every_command_is_measured(tmp_path):
    rows = list(measured(300, tmp_path / "project"))
    assert [row.command for row in rows] == list(COMMANDS)
    assert all(row.seconds > 0 and row.memory > 30 for row in rows)


@pytest.fixture(scope="module")
def coin(tmp_path_factory):
    """The claim, and its evidence with few draws and with many."""
    root = tmp_path_factory.mktemp("coins")
    (root / "coin.py").write_text(PAGE, encoding="utf-8")
    (item,) = claims_in(root / "coin.py")
    for draws, more in ((FEW, FEW), (MANY, MANY - FEW)):
        if draws == MANY:
            shutil.copytree(root / str(FEW), root / str(MANY))
        run_claim(item.claim, BUDGETS["quick"], root / str(draws), device=torch.device("cpu"), more=more)
    return item.claim, root


def run_again(claim, evidence):
    outcome = run_claim(claim, BUDGETS["quick"], evidence, device=torch.device("cpu"))
    assert outcome.spent == 0 and outcome.as_expected


def verify(claim, evidence):
    (folder,) = map(read_folder, evidence.glob("*/*"))
    dossier = Dossier.of(claim, folder.ledger)
    wrong = [*strangers(folder, [dossier]), *wrong_draws(folder, [dossier]), *wrong_margins(folder, claim)]
    outcome = standing_of(dossier, BUDGETS["quick"])
    wrong += missing(dossier, BUDGETS["quick"], walks_of(dossier, BUDGETS))
    assert outcome.as_expected and not [*folder.problems, *wrong]


@pytest.mark.parametrize("command", [run_again, verify])
def test_a_draw_adds_its_numbers_and_little_more(command, coin):
    """However many there are: nothing holds an object for each."""
    claim, root = coin
    peaks = []
    for draws in (FEW, MANY):
        tracemalloc.start()
        command(claim, root / str(draws))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / (MANY - FEW) < MOST
