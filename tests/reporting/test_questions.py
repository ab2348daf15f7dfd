"""Several papers side by side: who is right where, as the evidence has it."""

from dataclasses import replace

import pytest

from tests.reporting.conftest import ELSEWHERE, QUESTION, searched
from theoremcheck import Case, ClaimError, Paper, Verdict
from theoremcheck.catalogue.introductions import introductions_of
from theoremcheck.claim import Introductions
from theoremcheck.reporting import build_report
from theoremcheck.reporting.answers import answered
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.page import pages_of

PLACE = "questions/is-the-coin-fair.html"
ASKED = Introductions(questions=(ELSEWHERE, QUESTION))


@pytest.fixture
def asked(entries):
    """The entries of a report, one of which has maps."""
    return [searched(entry) if entry.name == "planted.ladder" else entry for entry in entries]


def borne_out(entries):
    return [case.borne_out for case in answered(QUESTION, {entry.name: entry for entry in entries}).cases]


def test_a_case_is_borne_out_by_the_declared_verdicts_of_all_of_its_claims(entries):
    """Refuted as declared is one; a surprise and a claim that nobody ran are none."""
    assert borne_out(entries) == [True, False, False]


@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.POWERLESS, Verdict.UNSTABLE, Verdict.BROKEN])
def test_what_is_no_finding_bears_nothing_out(entries, verdict):
    """Though an author may have declared it."""
    calm = [replace(entry, verdict=verdict) if entry.name == "planted.heads" else entry for entry in entries]
    assert borne_out(calm) == [False, False, False]


def test_its_page_has_cases_maps_lines_and_words_and_links_to_the_evidence(asked):
    html = pages_of(report_of(asked, "quick", said=ASKED))[PLACE]
    assert html.count("not borne out") == 2 and "1 of 3 cases borne out" in html
    assert "not in this report: elsewhere.edge" in html and "../papers/planted.html#planted.heads" in html
    assert "first &lt;paper&gt;" in html and html.count('class="line c5 dashed"') == 1 and "Where heads hold." in html
    assert "Nobody made it." not in html and "Nor this." not in html


def test_the_front_page_leads_there_and_leaves_out_what_no_claim_of_the_report_answers(asked):
    pages = pages_of(report_of(asked, "quick", said=ASKED))
    assert f'href="{PLACE}"' in pages["index.html"] and "questions/elsewhere.html" not in pages
    assert "questions" not in pages_of(report_of(asked, "quick"))["index.html"]


def test_a_question_that_is_gone_takes_its_page_along(asked, tmp_path):
    build_report(tmp_path, asked, "quick", said=ASKED)
    assert (tmp_path / PLACE).is_file()
    build_report(tmp_path, asked, "quick")
    assert not (tmp_path / PLACE).exists()


def test_it_is_found_above_all_papers(tmp_path):
    folder = tmp_path / "claims_with_a_question/mine2026"
    folder.mkdir(parents=True)
    for place in (folder, folder.parent):
        (place / "__init__.py").write_text("")
    (folder.parent / "about.py").write_text(
        "from theoremcheck import Case, Question\n"
        "Q = Question(name='q', title='T', says='S', cases=(Case('w', 'a', 'r', ('mine2026.x',)),))\n"
    )
    assert [one.title for one in introductions_of([folder / "page.py"]).questions] == ["T"]


def test_a_question_named_like_a_paper_is_refused():
    """Maps of the one and main pictures of the other would be the same files."""
    paper = Paper(name=QUESTION.name, title="Fair coins", says="They are.")
    with pytest.raises(ClaimError, match="Question is-the-coin-fair: a paper has that name"):
        Introductions((paper,), (QUESTION,))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": "Who?"}, "must be lower-case words"),
        ({"says": ""}, "says is empty"),
        ({"cases": ()}, "cases is empty"),
        ({"cases": (Case("w", "a", "r", ()),)}, "names no claim"),
    ],
)
def test_a_question_without_an_answer_fails_at_once(changes, why):
    with pytest.raises(ClaimError, match=why):
        replace(QUESTION, **changes)
