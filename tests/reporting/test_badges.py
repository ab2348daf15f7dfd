"""Badges say what was found, to a screen reader as well, and shields accepts them."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.reporting.conftest import HOSTILE
from theoremcheck import Verdict
from theoremcheck.reporting.badges import claim_badge, paper_badge, suite_badge

KEYS = {"schemaVersion", "label", "message", "color", "labelColor", "isError", "cacheSeconds"}


def test_a_claims_badge_says_what_holds_and_how_surely(entry):
    badge = claim_badge(entry("heads"))
    assert (badge.label, badge.message) == ("heads", "supported, >= 90 % of draws, 95 % conf.")


def test_a_known_refutation_says_so(entry):
    assert claim_badge(entry("as-printed")).message.startswith("refuted, as known, <= ")
    assert claim_badge(entry("as-printed")).color != claim_badge(entry("surprise")).color


def test_a_powerless_one_says_how_many_controls_were_caught(entry):
    assert claim_badge(entry("powerless")).message == "powerless, 0 of 1 controls caught"


def test_a_bound_is_never_rounded_in_its_own_favour(entry):
    heads, printed = entry("heads"), entry("as-printed")
    heads = replace(heads, series=replace(heads.series, lower=0.96999))
    assert ">= 96.9 %" in claim_badge(heads).message
    printed = replace(printed, series=replace(printed.series, upper=0.42301))
    assert "<= 42.4 %" in claim_badge(printed).message


def test_a_claim_that_a_counterexample_refutes_shows_both_numbers(entry):
    heads = replace(entry("heads"), verdict=Verdict.REFUTED, as_expected=False)
    assert claim_badge(heads).message == "refuted, by a counterexample; >= 90 % of draws hold"


def test_a_paper_counts_its_verdicts(entries):
    own = [entry for entry in entries if entry.paper == "planted"]
    assert paper_badge("Nobody 2026", own).message == "3 supported, 1 refuted as known, 1 refuted, 1 powerless"


def test_the_suite_names_its_level(entries):
    message = suite_badge(entries).message
    assert message.startswith("5 of 7 as expected, 5 decided at false-discovery level 0.0")


@pytest.mark.parametrize(
    "kind", ["claims/planted.heads", "papers/planted", "suite", "claims/hostile.text", "papers/hostile"]
)
def test_shields_accepts_the_endpoint(report, kind):
    endpoint = json.loads((report / f"badges/{kind}.json").read_text())
    assert set(endpoint) == KEYS and endpoint["schemaVersion"] == 1 and endpoint["message"]
    assert isinstance(endpoint["isError"], bool) and endpoint["cacheSeconds"] > 0


def test_every_badge_is_a_picture_with_a_name(report):
    for path in (report / "badges").rglob("*.svg"):
        root = ElementTree.fromstring(path.read_text())
        assert root.get("role") == "img" and root.get("aria-label") == root[0].text, path


def test_a_hostile_label_stays_text(report):
    svg = (report / "badges/papers/hostile.svg").read_text()
    assert "<script" not in svg and ElementTree.fromstring(svg).get("aria-label").startswith(HOSTILE[:20])


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_white_text_on_every_colour_has_a_contrast_of_four_and_a_half(entries):
    for entry in entries:
        assert 1.05 / (_luminance(claim_badge(entry).color) + 0.05) >= 4.5
