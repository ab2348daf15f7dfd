"""The page: whole, offline, and safe whatever a claim says."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from tests.reporting.conftest import EXAMPLE, LATEX, SEARCH, claims, searched
from theoremcheck import Verdict
from theoremcheck.evidence import EvidenceError
from theoremcheck.reporting import build_report
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.from_judgement import unjudged
from theoremcheck.reporting.page import page_of, pages_of
from theoremcheck.reporting.typeset import inline, statement

LINKS = r"#|https://arxiv\.org/abs/|(papers/|\.\./index)?\w*\.html(#|$)"
"""To another place of the report, or to a paper."""
VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """All elements with their attributes; complains where one is not closed."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.text = [], [], []
        self.feed(html)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def all(self, name):
        return [attributes for tag, attributes, _ in self.elements if tag == name]


@pytest.fixture(scope="module", params=["index.html", "papers/planted.html", "papers/hostile.html"])
def place(request):
    """A page of the report."""
    return request.param


@pytest.fixture(scope="module")
def html(report, place):
    return (report / place).read_text()


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def evidence_of(*entries):
    """The pages of some claims' papers, one after the other."""
    return "".join(html for place, html in pages_of(report_of(entries, "quick")).items() if place != "index.html")


def test_every_paper_has_a_page_and_there_is_no_other(report):
    assert sorted(path.name for path in (report / "papers").iterdir()) == ["hostile.html", "planted.html"]


def test_every_verdict_is_explained_with_all_its_conditions(html):
    assert all(str(escape(verdict.meaning)) in html for verdict in Verdict)
    assert "every control was refuted, and no counterexample stays" in html


def test_a_page_that_is_sent_alone_refers_to_no_other_as_itself(report):
    said = (report / "papers/planted.html").read_text()
    assert "the report&#39;s first page gives (index.html)" in said and "top of the page" not in said


def test_a_page_of_a_paper_that_is_gone_goes(entries, tmp_path):
    build_report(tmp_path, entries, "quick")
    build_report(tmp_path, [entry for entry in entries if entry.paper == "planted"], "quick")
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["planted.html"]


def test_somebodys_own_file_beside_the_pages_stays(entries, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/mine.html").write_text("<p>a paper</p>")
    build_report(tmp_path, entries, "quick")
    assert (tmp_path / "papers/mine.html").is_file()


def test_it_asks_nobody_for_anything(page):
    for tag, attributes, _ in page.elements:
        for name in ("src", "srcset", "data", "action", "poster", "background", "xlink:href"):
            assert name not in attributes, (tag, attributes)
        if "href" in attributes:
            assert tag == "a" and re.match(LINKS, attributes["href"]), attributes
    said = "".join(page.text)
    assert "@import" not in said and said.count("url(") == said.count('url("data:font/woff2;base64,') == 1


def test_a_policy_forbids_all_scripts_but_its_own(page):
    policies = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert (
        len(policies) == 1
        and "default-src 'none'" in policies[0]
        and "'unsafe-inline'; script-src 'sha256-" in policies[0]
    )


def test_hostile_text_is_shown_as_text(html, page, place):
    assert len(page.all("script")) == 1 and "owned</script>" not in html
    text = "".join(page.text)
    if "planted" not in place:
        assert "<script>document.title='owned'</script>" in text and "{{ 7 * 7 }}" in text
    assert not any(name.startswith("on") for _, attributes, _ in page.elements for name in attributes)


def test_marks_that_turn_the_writing_round_are_spelled_out(html, place):
    assert not re.search("[\u202a-\u202e\u200e\u200f\x07]", html) and ("planted" in place or "⟨U+202E⟩" in html)


def test_half_a_surrogate_pair_does_not_stop_the_report(entry, tmp_path):
    build_report(tmp_path, [replace(entry("heads"), statement="broken \ud800 text", message="\udfff")], "quick")
    assert "⟨U+D800⟩" in (tmp_path / "papers/planted.html").read_text()


@pytest.mark.parametrize(
    "formula", re.findall(r"\$+[^$]+\$+", LATEX) + ["$x" + "^{x" * 3000 + "$", "$" + "{" * 3000 + "$"]
)
def test_latex_that_does_not_convert_or_would_do_more_than_typeset_is_shown_as_it_is(formula):
    html = str(inline(formula))
    assert "<script" not in html and "href=" not in html
    assert html.startswith(('<code class="tex">$', "<math"))


def test_formulas_become_mathml_with_their_latex_as_alternative():
    html = str(statement("Let $x > 0$.\n\n$$ \\mathcal{L}_{\\mathrm{InfoNCE}} \\le \\log N $$"))
    assert html.count("<math") == 2 and 'alttext="x &gt; 0"' in html and 'display="block"' in html
    assert ">InfoNCE</mi>" in html


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (r"\Bigl\{ x \Bigr\}", ["{", "x", "}"]),
        (r"\big\| x \big\|", ["‖", "x", "‖"]),
        (r"\bigl\lVert x \bigr\rVert", ["‖", "x", "‖"]),
        (r"\arg\max_y f", ["arg", "max", "y", "f"]),
        (r"\argmin_y f", ["arg\u2009min", "y", "f"]),
    ],
)
def test_a_command_is_typeset_as_what_it_stands_for(formula, said):
    assert re.findall(r">([^<]+)</m", str(inline(f"${formula}$"))) == said


@pytest.mark.parametrize("formula", [r"\supp f", r"\text{a \b}", r"x \mathrel\bar y \oops"])
def test_a_formula_with_a_command_that_nobody_knows_is_shown_as_latex(formula):
    assert inline(f"${formula}$") == f'<code class="tex">${formula}$</code>'


def test_a_function_of_a_function_is_one_word_each():
    assert ">arg</mi><mspace" in inline(r"$\arg\max_y f$")


def test_code_may_go_on_in_the_next_line():
    assert inline("`theoremcheck run\n<x>`, and a ` alone") == "<code>theoremcheck run &lt;x&gt;</code>, and a ` alone"


def test_functions_stand_apart_from_their_arguments_as_in_tex():
    assert re.search(
        r">t</mi><mspace[^>]*></mspace><mi>log</mi><mspace[^>]*></mspace><mi>t</mi>", inline(r"$t \log t$")
    )
    assert "mspace" not in inline(r"$\log(t)$") and "mspace" not in inline("$a b$")


def test_every_picture_has_a_role_and_a_name(page):
    pictures = [attributes for tag, attributes, above in page.elements if tag == "svg" and "svg" not in above]
    ids = {attributes["id"] for _, attributes, _ in page.elements if "id" in attributes}
    assert pictures
    for picture in pictures:
        assert picture["role"] == "img"
        assert all(name in ids for name in picture.get("aria-labelledby", "").split())
    titled = [above for tag, _, above in page.elements if tag == "title" and "svg" in above]
    assert len(titled) == len(pictures)


def test_every_figure_has_its_numbers_in_a_table(html):
    figures = re.findall(r"<figure>.*?</figure>(.*?)</(?:section|div)>", html, re.DOTALL)
    assert all("<table" in after for after in figures)


def test_a_paper_of_six_claims_has_pictures_of_all_of_them(report):
    assert (report / "papers/planted.html").read_text().count("<figure>") > 18


def test_no_identifier_is_used_twice(page):
    counts = Counter(attributes["id"] for _, attributes, _ in page.elements if "id" in attributes)
    assert not [name for name, count in counts.items() if count > 1]


def test_every_claim_has_a_row_that_links_to_its_section_on_its_papers_page(report, entries):
    links = {attributes["href"] for attributes in Page((report / "index.html").read_text()).all("a")}
    for entry in entries:
        paper = Page((report / f"papers/{entry.paper}.html").read_text())
        assert f"papers/{entry.paper}.html#{entry.name}" in links
        assert entry.name in {attributes.get("id") for attributes in paper.all("article")}


def test_every_link_to_another_place_of_the_report_leads_somewhere(page, place, report):
    for link in {attributes["href"] for attributes in page.all("a")}:
        if not link.startswith("https:"):
            file, _, anchor = link.partition("#")
            target = (report / place).parent / file if file else report / place
            assert not anchor or f'id="{anchor}"' in target.read_text(), link


def test_verdicts_have_a_sign_and_a_word_besides_their_colour(html):
    marks = re.findall(r'<span class="verdict v-(\w+)"><span aria-hidden="true">(.)</span> ([^<]+)</span>', html)
    assert len(marks) > 6 and all(words.startswith(verdict) for verdict, _, words in marks)


def test_what_a_search_found_is_shown_with_the_line_that_replays_it(entry):
    html = evidence_of(searched(entry("ladder")))
    assert "theoremcheck replay planted.ladder &#39;Ladder(size=8.0, noise=0.05)&#39;" in html
    assert "it fades, and holds from size = 32 on" in html and 'id="planted.ladder-growth-t"' in html
    assert "Nobody searched for a counterexample" not in html


def test_every_counterexample_is_listed_with_its_fate(entry):
    html = evidence_of(searched(entry("ladder")))
    assert "<code>Ladder(size=9.5, noise=0.05)</code>" in html
    assert html.count("fades: it holds from size = 32 on") == 2


def test_the_page_says_which_failures_a_search_of_this_budget_misses(entry):
    html = evidence_of(searched(entry("ladder")))
    assert "only where it fails in 12.1\u00a0% of replicates or more" in html


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (EXAMPLE, "The simplest one, no declared simplification of which fails as often"),
        (replace(EXAMPLE, minimal=False, undecided=3), "A simple one; whether 3 of its declared simplifications fail"),
        (replace(EXAMPLE, minimal=False, undecided=None), "The simplest one that the search found"),
    ],
)
def test_the_simplest_is_said_where_every_simplification_was_decided(entry, example, said):
    found = replace(searched(entry("ladder")), search=replace(SEARCH, counterexample=example))
    assert said in evidence_of(found)


def test_a_map_of_the_boundary_has_its_place(entry):
    html = evidence_of(searched(entry("heads")))
    Page(html)
    assert "Heads stop at p &lt; 0.9." in html and 'id="planted.heads-boundary_planes1-t"' in html


def test_a_claim_without_evidence_has_a_section_all_the_same(entry):
    broken = unjudged(claims()[0], EvidenceError("edited"))
    html = evidence_of(broken)
    Page(html)
    assert "EvidenceError: edited" in html and "expected: supported" in html


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("heads", "The author of the claim reconstructed the statement"),
        ("heads", "could fail without exception"),
        ("ladder", "No finite ladder shows a limit: along size the run checked the claim at the factors 1, 2, 4 and 8"),
        ("ladder", "the paper&#39;s mathematics in our words"),
    ],
)
def test_it_says_what_a_verdict_does_not_show(entry, name, sentence):
    assert sentence in evidence_of(entry(name))


def test_a_reading_links_the_statement_that_it_asks(entry):
    reading = replace(entry("heads"), name="planted.tails", reading_of="planted.heads")
    html = evidence_of(entry("heads"), reading)
    assert 'another reading of <a href="#planted.heads">' in html
    assert ": 1 statement in several readings" in page_of(report_of([entry("heads"), reading], "quick"))
