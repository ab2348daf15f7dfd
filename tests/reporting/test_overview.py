"""overview.svg: every claim in one picture."""

from dataclasses import replace
from xml.etree import ElementTree

from theoremcheck.reporting.entry_words import holds_for, verdict_words
from theoremcheck.reporting.overview import overview_of

SVG = "{http://www.w3.org/2000/svg}"


def test_every_claim_has_a_row_that_says_its_verdict(entries):
    root = ElementTree.fromstring(overview_of(entries))
    said = [group.find(f"{SVG}title").text for group in root.iter(f"{SVG}g")]
    assert len(said) == len(entries)
    assert set(said) == {f"{entry.name}: {verdict_words(entry)}, {holds_for(entry)}" for entry in entries}


def test_a_bar_lies_between_the_bounds_on_an_axis_of_nines(entry):
    heads = entry("heads")
    heads = replace(heads, series=replace(heads.series, lower=0.9, upper=0.99, required=0.9))
    (bar,) = ElementTree.fromstring(overview_of([heads])).iter(f"{SVG}rect")
    assert (bar.get("x"), bar.get("width")) == ("310.0", "48.0")


def test_it_has_a_role_and_a_name_and_asks_for_nothing(entries):
    svg = overview_of(entries)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img" and root[0].text and "href" not in svg and "<script" not in svg
