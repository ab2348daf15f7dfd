"""The page of a large catalogue is small and quickly made."""

import time

from tests.reporting.conftest import many
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.page import pages_of


def built(entries, count):
    started = time.process_time()
    pages = pages_of(report_of(many(entries, count), "quick"))
    return {place: len(html.encode()) for place, html in pages.items()}, time.process_time() - started


def test_the_front_page_of_250_claims_is_below_six_megabytes_and_all_pages_are_made_in_twenty_seconds(entries):
    sizes, seconds = built(entries, 250)
    assert sizes["index.html"] < 6_000_000 and seconds < 20


def test_five_hundred_claims_too_are_made_in_twenty_seconds(entries):
    assert built(entries, 500)[1] < 20
