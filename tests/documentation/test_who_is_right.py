"""docs/who-is-right.md: its table is the one that the report shows, and its claims are in the catalogue."""

from pathlib import Path

import pytest

from claims.about import MODALITY_GAP
from theoremcheck.catalogue.loading import catalogue_here

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/who-is-right.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", MODALITY_GAP.cases, ids=lambda case: case.claims[0])
def test_each_case_has_its_row(case):
    """Word by word."""
    names = ", ".join(f"`{name}`" for name in case.claims)
    assert f"| {case.where} | {case.answer} | {case.right} | {names} |\n" in TEXT


def test_there_are_no_other_rows():
    """But for the heading and the line below it."""
    assert sum(line.startswith("|") for line in TEXT.splitlines()) == len(MODALITY_GAP.cases) + 2


def test_all_claims_that_it_names_are_in_the_catalogue():
    """A claim of another name would leave a case without evidence."""
    names = {found.name for found in catalogue_here(ROOT).found}
    assert {name for case in MODALITY_GAP.cases for name in case.claims} <= names
    assert {shown.claim for shown in MODALITY_GAP.maps} <= names
