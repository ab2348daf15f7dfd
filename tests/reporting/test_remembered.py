"""What workers remember of the claims that they ran, so that whoever writes the report reads no evidence."""

import math

import msgspec
import pytest
import torch

from tests.plugin.conftest import page
from theoremcheck.catalogue import memory
from theoremcheck.catalogue.loading import catalogue_of
from theoremcheck.catalogue.verdicts import Verdicts
from theoremcheck.reporting import entries_known, entries_of, record_of
from theoremcheck.running import BUDGETS, Broken, run_claim
from theoremcheck.vocabulary import Verdict

QUICK = BUDGETS["quick"]


@pytest.fixture
def found(tmp_path, monkeypatch):
    """A claim whose page this machine knows, in a memory of its own."""

    def known(folder="claims", **declared):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        monkeypatch.setattr(memory, "_BEGAN", math.inf)  # the page is older than this process
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "one.py"
        file.write_text(page("coins.one", **declared))
        (item,) = catalogue_of([file]).found
        return item

    return known


def ran(item, evidence):
    return record_of(evidence, item, run_claim(item.claim, QUICK, evidence, device=torch.device("cpu")))


def test_a_worker_remembers_the_entry_that_the_report_will_ask_for(found, tmp_path):
    item = found()
    record = ran(item, tmp_path / "evidence")
    standing = Verdicts(tmp_path / "evidence", QUICK.name).standing(item)
    assert standing is not None and standing.verdict == str(record.entry.verdict) == "supported"
    (entry,), (read,) = (
        entries_known([item], tmp_path / "evidence", QUICK),
        entries_of([item.claim], tmp_path / "evidence", QUICK),
    )
    assert msgspec.json.encode(entry) == msgspec.json.encode(read)


def test_but_not_that_of_a_study_to_whose_evidence_its_other_claims_add(found, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    item = found("series_of_coins", more='study=Study("coins.series", package="series_of_coins"),')
    assert ran(item, tmp_path / "evidence").entry.verdict is Verdict.SUPPORTED
    assert Verdicts(tmp_path / "evidence", QUICK.name).standing(item) is None


def test_a_claim_that_has_no_outcome_leaves_nothing_to_remember(found, tmp_path):
    item = found()
    record = record_of(tmp_path / "evidence", item, Broken(item.claim, "it died"))
    assert record.entry.message == "it died"
    assert Verdicts(tmp_path / "evidence", QUICK.name).standing(item) is None
