"""The page of a large catalogue is small and quickly made."""

import time

from tests.reporting.conftest import many
from theoremcheck.reporting.contents import report_of
from theoremcheck.reporting.page import page_of


def built(entries, count):
    started = time.process_time()
    html = page_of(report_of(many(entries, count), "quick"))
    return len(html.encode()), time.process_time() - started


def test_the_page_of_a_hundred_and_ten_claims_is_below_six_megabytes_and_made_in_twenty_seconds(entries):
    size, seconds = built(entries, 110)
    assert size < 6_000_000 and seconds < 20


def test_five_hundred_claims_too_are_made_in_twenty_seconds(entries):
    assert built(entries, 500)[1] < 20
