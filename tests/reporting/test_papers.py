"""Papers: whose claims are whose, in which order, and what needs attention first."""

from dataclasses import replace

import pytest

from tests.reporting.conftest import claims, searched
from theoremcheck import ClaimError, Paper, Scatter, Shown, Verdict
from theoremcheck.catalogue.introductions import introductions_of
from theoremcheck.claim import Introductions
from theoremcheck.evidence import EvidenceError
from theoremcheck.reporting.attention import attention_of
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.from_judgement import unjudged
from theoremcheck.reporting.page import page_of, paper_page_of
from theoremcheck.reporting.page.resting_graph import resting_graph
from theoremcheck.reporting.papers import papers_in
from theoremcheck.reporting.resting import resting_in

ABOUT = Paper(
    name="planted",
    title="On coins",
    says="Coins fall. Some are bent, $p < 1$.",
    shown=(Shown("planted.ladder", "curves", "It decays."), Shown("planted.gone", "curves", "Nobody ran it.")),
    scatters=(
        Scatter(
            "planted.ladder",
            "size",
            "noise",
            ("the claim's margin",),
            ("bad", "good"),
            (((8.0, 0.01), (32.0, 0.05)),),
            "Draws.",
        ),
    ),
    left_out=("Edges were not tossed: there are none.",),
)


@pytest.fixture
def statements(entry):
    """Entries of given (name, kind, item) with other members changed."""

    def made(*rows, **changes):
        model = entry("heads")
        return [
            replace(
                model,
                name=f"planted.{name}",
                kind=kind,
                source=replace(model.source, item=item),
                **changes.get(name, {}),
            )
            for name, kind, item in rows
        ]

    return made


def order(entries):
    (record,) = papers_in(entries)
    return [name.removeprefix("planted.") for name in record.claims]


def test_theorems_come_first_and_then_what_they_rest_on_by_number(statements):
    rows = [
        ("a", "lemma", "Lemma C.11"),
        ("b", "lemma", "Lemma C.2"),
        ("c", "theorem", "Theorem 4.10"),
        ("d", "theorem", "Theorem 4.9, part 2"),
        ("e", "empirical", "Figure 1"),
        ("f", "lemma", "Lemma 5.2"),
        ("g", "lemma", "a remark"),
        ("h", "corollary", "Corollary 4.5"),
    ]
    assert order(statements(*rows)) == ["d", "c", "h", "f", "b", "a", "g", "e"]


def test_readings_and_repairs_follow_their_statement(statements):
    rows = [("again", "theorem", "Theorem 1"), ("first", "lemma", "Lemma 9"), ("other", "theorem", "Theorem 2")]
    found = statements(*rows, again={"reading_of": "planted.first"}, other={"repairs": "planted.gone"})
    assert order(found) == ["other", "first", "again"]


def test_two_claims_that_name_each_other_are_both_there(statements):
    rows = [("one", "theorem", "Theorem 1"), ("two", "theorem", "Theorem 2")]
    found = statements(*rows, one={"reading_of": "planted.two"}, two={"reading_of": "planted.one"})
    assert sorted(order(found)) == ["one", "two"]


def test_a_paper_is_there_once_whatever_its_claims_names_begin_with(entry):
    heads = entry("heads")
    cited = replace(heads.source, arxiv="2601.00009")
    others = [replace(heads, name=f"{name}.x", paper=name, source=cited) for name in ("zeta", "alpha")]
    joined = replace(heads, name="zeta.y", paper="zeta")
    records = papers_in([joined, *others, replace(heads, name="planted.z")])
    assert [record.name for record in records] == ["alpha"]
    assert [record.name for record in papers_in(others)] == ["alpha"] and len(papers_in([entry("text"), heads])) == 2


def test_a_page_of_several_sources_is_headed_by_none_of_them(entry):
    """Its name heads it, and each claim gives its own; what its author says of it stands all the same."""
    one = entry("heads")
    other = replace(one.source, paper="Somebody 2025", url="https://arxiv.org/abs/2501.00002", arxiv="2501.00002")
    entries = [one, replace(one, name="planted.other", source=other)]
    (record,) = papers_in(entries)
    assert (record.label, record.title, record.url) == ("planted", "planted", None)
    assert papers_in(entries, [ABOUT])[0].title == "On coins"
    html = paper_page_of(report_of(entries, "quick"), "planted")
    assert "<h1>planted</h1>" in html and f"{one.kind}: {one.source.item}, {one.source.paper}</span>" in html
    assert "Somebody 2025</span>" in html
    alone = paper_page_of(report_of(entries[:1], "quick"), "planted")
    assert f"<h1>{one.source.paper}</h1>" in alone and f"{one.kind}: {one.source.item}</span>" in alone


def test_the_front_page_introduces_a_paper_and_leaves_out_pictures_that_nobody_made(entries):
    report = report_of(entries, "quick", said=Introductions((ABOUT,)))
    for html in (page_of(report), paper_page_of(report, "planted")):
        assert "On coins" in html and "Edges were not tossed" in html and "It decays." in html
        assert "Nobody ran it." not in html and 'class="key cross">bad' in html
        assert "As known" not in html and "wrong constant, 1" in html


def test_what_needs_attention_comes_with_its_reason_and_offending_values(entries, entry):
    broken = unjudged(claims()[0], EvidenceError("edited"))
    found = {one.entry.name: one for one in attention_of([*entries[1:], broken])}
    assert list(found) == ["planted.surprise", "planted.heads", "planted.powerless"]
    assert "Coin(" in found["planted.surprise"].values[0]
    unsearched = replace(entry("surprise"), search=None)
    assert f"draw {unsearched.series.failing.index}: Coin(" in attention_of([unsearched])[0].values[0]
    series, control = entry("surprise").series, entry("powerless").controls[0]
    assert found["planted.surprise"].reason.startswith(
        f"{series.holds} of {series.draws} draws hold, 0.95 is required; "
    )
    escaped = f"the coin is good: {control.holds} of {control.draws} draws hold there"
    assert found["planted.powerless"].values == (escaped,)
    assert found["planted.heads"].reason == "EvidenceError: edited"
    html = page_of(report_of([entry("surprise")], "quick"))
    assert html.index("expected: supported") < html.index('id="papers"') < html.index('id="catalogue"')
    assert "Nothing: every claim has the verdict" in page_of(report_of([entry("heads")], "quick"))


def test_an_undecided_claim_needs_attention_though_it_declares_that(entry):
    calm = replace(entry("heads"), verdict=Verdict.UNDECIDED, expected=Verdict.UNDECIDED, as_expected=True)
    assert [one.entry for one in attention_of([calm, searched(entry("ladder"))])] == [calm]


def test_what_an_author_says_of_a_paper_is_found_beside_its_topics(tmp_path):
    folder = tmp_path / "claims_of_mine/topic"
    folder.mkdir(parents=True)
    for place in (folder, folder.parent):
        (place / "__init__.py").write_text("")
    said = "from theoremcheck import Paper\nPAPER = Paper(name='mine2026', title='T', says='S')\n"
    (folder.parent / "about.py").write_text(said)
    assert [paper.title for paper in introductions_of([folder / "page.py"]).papers] == ["T"]


def test_one_that_fails_to_import_is_named_and_the_report_goes_on(tmp_path):
    folder = tmp_path / "claims_that_fail"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "about.py").write_text("1 / 0")
    with pytest.warns(UserWarning, match="about.py could not be imported .ZeroDivisionError"):
        assert introductions_of([folder / "page.py"]) == Introductions()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Paper(name="Mine", title="T", says="S"), "must be lower-case words"),
        (lambda: Paper(name="mine", title=" ", says="S"), "title is empty"),
        (lambda: replace(ABOUT.scatters[0], words=("one",)), "must be one more than counted"),
    ],
)
def test_a_wrong_introduction_fails_at_once(make, why):
    with pytest.raises(ClaimError, match=why):
        make()


RESTS = {"planted.top": ("planted.middle",), "planted.middle": ("planted.low", "planted.gone"), "planted.low": ()}


@pytest.fixture
def resting(entry):
    """What rests on what, where the lowest lemma has a verdict, by the claim's name."""

    def made(verdict, rests=RESTS, repaired=False):
        heads = entry("heads")
        named = {
            f"planted.{name}": replace(heads, name=f"planted.{name}") for name in ("top", "middle", "low", "other")
        }
        named["planted.low"] = replace(named["planted.low"], verdict=verdict)
        if repaired:
            named["planted.other"] = replace(named["planted.other"], repairs="planted.low")
        return {one.entry.name.removeprefix("planted."): one for one in resting_in(rests, named)}

    return made


def test_where_a_lemma_falls_the_theorem_stands_on_evidence_and_its_proof_does_not(resting):
    found = resting(Verdict.REFUTED, repaired=True)
    assert list(found) == ["top", "middle"]  # what rests on nothing that is here has no line
    for one in found.values():
        assert one.standing == "stands on evidence; its proof as printed does not"
        assert [fallen.name for fallen in one.fallen] == ["planted.low"]
        assert [repair.name for repair in one.repairs] == ["planted.other"]
    assert [used.name for used in found["middle"].uses] == ["planted.low"]


@pytest.mark.parametrize(
    ("verdict", "standing"),
    [
        (Verdict.SUPPORTED, "what its proof uses, as far as it is asked here, stands"),
        (Verdict.UNDECIDED, "its proof rests on what is not decided"),
    ],
)
def test_where_nothing_falls_that_is_said(resting, verdict, standing):
    assert resting(verdict)["top"].standing == standing


def test_a_circle_ends_where_it_closes(resting):
    found = resting(Verdict.REFUTED, {"planted.top": ("planted.low",), "planted.low": ("planted.top",)})
    assert [fallen.name for fallen in found["top"].fallen] == ["planted.low"] and not found["low"].fallen
    assert "<svg" in resting_graph(list(found.values()), "graph")


def test_the_page_draws_the_graph_and_says_what_falls(entries):
    about = replace(ABOUT, rests_on={"planted.heads": ("planted.as-printed",), "planted.gone": ("planted.heads",)})
    html = paper_page_of(report_of(entries, "quick", said=Introductions((about,))), "planted")
    assert 'class="edge fallen"' in html and "Stands on evidence; its proof as printed does not." in html
    assert 'Repaired: <a href="#planted.repaired">' in html
