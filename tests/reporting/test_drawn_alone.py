"""Main pictures as files of their own: whole drawings with their keys, and nothing of a page around them."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from tests.reporting.conftest import QUESTION, searched
from tests.reporting.test_papers import ABOUT
from theoremcheck import Shown
from theoremcheck.claim import Introductions
from theoremcheck.reporting import build_report
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.page import loose_pictures

MAP = Shown("planted.ladder", "boundary_planes", "A map.")


@pytest.fixture
def entries_with_maps(entries):
    """The entries of a report, one of which has maps."""
    return [searched(entry) if entry.name == "planted.ladder" else entry for entry in entries]


def pictures(entries, about):
    return loose_pictures(report_of(entries, "quick", said=Introductions((about,))))


def test_each_is_a_whole_drawing_with_its_style_and_its_keys(entries_with_maps):
    """Also of nested windows, and of words that a page escapes."""
    found = pictures(entries_with_maps, replace(ABOUT, shown=(*ABOUT.shown, MAP)))
    assert list(found) == [f"pictures/planted-{number}.svg" for number in range(1, len(found) + 1)]
    for text in found.values():
        drawing = ElementTree.fromstring(text)
        assert drawing.tag.endswith("svg") and "prefers-color-scheme: dark" in text and "<figcaption>" not in text
    mapped = next(text for text in found.values() if "decided to hold" in text)
    assert mapped.count("decided to") == 2 and "undecided" in mapped


def test_keys_stand_below_the_drawing_and_within_it(entries_with_maps):
    for text in pictures(entries_with_maps, replace(ABOUT, shown=(MAP,))).values():
        drawing = ElementTree.fromstring(text)
        width, height = (float(side) for side in drawing.attrib["viewBox"].split()[2:])
        for word in drawing.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= float(word.attrib["x"]) <= width and 0 <= float(word.attrib["y"]) <= height


def test_a_picture_that_is_no_drawing_stays_on_the_page(entries_with_maps, monkeypatch):
    monkeypatch.setattr(
        "theoremcheck.reporting.page.drawn_alone.main_picture_body", lambda *_: Markup("<p>A stranger's table.</p>")
    )
    assert pictures(entries_with_maps, ABOUT) == {}


def test_a_report_removes_those_of_an_earlier_one_and_nobody_elses(entries_with_maps, tmp_path):
    build_report(tmp_path, entries_with_maps, "quick", said=Introductions((ABOUT,)))
    mine = tmp_path / "pictures/mine.svg"
    assert len(list(mine.parent.iterdir())) >= 1
    mine.write_text("<svg/>")
    build_report(tmp_path, entries_with_maps, "quick")
    assert list(mine.parent.iterdir()) == [mine]


def test_a_questions_maps_are_among_them_with_the_words_in_their_regions(entries_with_maps):
    found = loose_pictures(report_of(entries_with_maps, "quick", said=Introductions(questions=(QUESTION,))))
    assert list(found) == ["pictures/is-the-coin-fair-1.svg"]
    text = found["pictures/is-the-coin-fair-1.svg"]
    words = [word.text for word in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")]
    assert "first <paper>" in words and "second" in words and text.count("line c5 dashed") == 1
