"""The catalogue's rooms: a topic has one name in all of them, and a page is named after its claim."""

import ast
import re
from pathlib import Path

import pytest

from theoremcheck import Flaw, Verdict
from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.reporting.typeset import statement

ROOT = Path(__file__).parents[2]
TOPICS = tuple(
    (folder.parent.name, folder.name)
    for folder in sorted((ROOT / "claims").glob("*/*/"))
    if (folder / "__init__.py").is_file()
)


def imported(path):
    """The modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def is_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


@pytest.fixture(scope="module")
def catalogue():
    return catalogue_here(ROOT).found


def test_every_page_stands_in_a_topic_of_its_paper(catalogue):
    for found in catalogue:
        place = found.path.relative_to(ROOT / "claims")
        assert place.parts[:2] in TOPICS, found.path
        assert place.parts[0] == found.claim.paper


def test_a_page_holds_one_claim(catalogue):
    assert len({found.path for found in catalogue}) == len(catalogue)


def test_a_page_has_its_claim_s_name(catalogue):
    for path, name in ((found.path, found.claim.name) for found in catalogue):
        assert path.stem == name.partition(".")[2].replace("-", "_").replace(".", "_")


def test_a_refutation_of_what_nobody_read_says_so_on_its_page(catalogue):
    for claim in (found.claim for found in catalogue):
        if claim.known is Verdict.REFUTED and claim.source.exactness == "reconstructed":
            assert re.search(r"\breconstructed\b|\bours\b", claim.statement.lower()), claim.name


def test_every_formula_of_a_statement_is_typeset_without_a_command_left(catalogue):
    for claim in (found.claim for found in catalogue):
        html = str(statement(claim.statement))
        assert 'class="tex"' not in html, claim.name
        assert not any("\\" in text for text in re.findall(r">([^<]*)</m", html)), claim.name


def test_the_misprints_are_those_that_the_referees_found(catalogue):
    """A spurious factor in Lemma B.1, a lost one in D.8, an index in 5.3, and c_2 for c_4^2 at the end of a proof.

    All else takes more than a pen to mend.
    """
    found = {found.claim.name for found in catalogue if found.claim.flaw is Flaw.MISPRINT}
    assert found == {
        "huang2024.class-sums-grow-as-printed",
        "huang2024.gaussian-window-as-printed",
        "huang2024.recursion-of-two-modalities-as-printed",
        "yaras2025.gap-bound-as-printed",
    }


def test_a_reading_names_a_statement_of_its_paper_that_is_no_reading_itself(catalogue):
    claims = {found.claim.name: found.claim for found in catalogue}
    for claim in claims.values():
        if claim.reading_of is not None:
            statement = claims[claim.reading_of]
            assert statement.paper == claim.paper and statement.reading_of is None, claim.name


@pytest.mark.parametrize(("paper", "topic"), TOPICS)
def test_a_topic_imports_no_other_topic(paper, topic):
    for path in sorted((ROOT / "claims" / paper / topic).glob("*.py")):
        others = tuple(f"claims.{each}.{other}." for each, other in TOPICS if (each, other) != (paper, topic))
        assert not [module for module in imported(path) if module.startswith(others)], path


@pytest.mark.parametrize(("paper", "topic"), TOPICS)
def test_a_topic_has_one_name_in_every_room(paper, topic):
    for room in ("strategies", "models"):
        place = ROOT / room / paper / topic
        assert place.with_suffix(".py").is_file() or (place / "__init__.py").is_file(), place
    for room in ("claims", "models"):
        assert (ROOT / "tests" / room / paper / f"test_{topic}.py").is_file()


@pytest.mark.parametrize(("paper", "topic"), TOPICS)
def test_sources_are_written_in_the_paper_s_own_file(paper, topic):
    assert (ROOT / "claims" / paper / "paper.py").is_file()
    for path in sorted((ROOT / "claims" / paper / topic).glob("*.py")):
        called = {node.func.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_call(node)}
        assert "Source" not in called, path
