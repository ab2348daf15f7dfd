"""Any bytes in place of a report are read right, or are no report: nobody who reads one ends in a traceback."""

import json
from copy import deepcopy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edits import MANY, edited
from tests.planted import coin_claim
from theoremcheck.command_line.report_said import report_beside
from theoremcheck.reporting import build_report, seconds_reported
from theoremcheck.reporting.comparing import comparison_of, facts_in, in_markdown
from theoremcheck.reporting.from_evidence import entries_of
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.vocabulary import Verdict

VALUES = st.one_of(
    st.sampled_from([None, True, -1, 2**63, 10**400, 1e308, float("nan"), float("inf"), "", "x", "\ud800", [], {}]),
    st.sampled_from([json.loads("[" * 200 + "]" * 200), [None], {"name": []}, [{}], "quick", "supported"]),
    st.floats(),
    st.text(max_size=5),
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report as a run writes it, in its place beside the evidence."""
    root = tmp_path_factory.mktemp("reports")
    evidence = root / "latest" / "evidence"
    claim = coin_claim()
    run_claim(claim, BUDGETS["quick"], evidence, device=torch.device("cpu"))
    build_report(root / "latest", entries_of([claim], evidence, BUDGETS["quick"]), "quick")
    return root / "latest" / "report.json"


def read(path, content):
    """By everybody who reads reports: `verify`, the order in which a run takes claims, and `compare`."""
    before, facts = path.read_bytes(), facts_in(path)
    path.write_bytes(content)
    try:
        said, problems = report_beside(path.parent / "evidence")
        assert (said is None) == bool(problems)
        assert all("report.json: is no report (" in problem for problem in problems)
        assert_compared(facts, path)
        times = seconds_reported(path.parents[1])
        assert all(isinstance(name, str) and isinstance(time, float) for name, time in times.items())
        return said, times
    finally:
        path.write_bytes(before)


def assert_compared(facts, path):
    """Both ways round, in sentences that a file can hold; or named as no report."""
    try:
        told = facts_in(path)
    except ValueError as error:
        assert "is no report: " in str(error)
        return
    for found in (comparison_of(facts, told), comparison_of(told, facts)):
        assert "\n".join(in_markdown(found)).encode()


def test_an_honest_one_is_read(report):
    said, times = read(report, report.read_bytes())
    assert [claim.verdict for claim in said.claims] == [Verdict.SUPPORTED] and list(times) == [said.claims[0].name]


@settings(MANY, max_examples=120)
@given(data=st.data())
def test_bytes(report, data):
    read(report, data.draw(edited(report.read_bytes())))


@settings(MANY, max_examples=300)
@given(data=st.data())
def test_values_and_types(report, data):
    """Most edits go to what somebody reads: the budget, and of each claim its name, study, verdict, level and times."""
    changed = json.loads(report.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        places = [(changed, key) for key in changed]
        if isinstance(claims := changed.get("claims"), list):
            places += [(claim, key) for claim in claims if isinstance(claim, dict) for key in claim]
            places += [(claims, number) for number in range(len(claims))]
        holder, key = data.draw(st.sampled_from(places))
        while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.booleans()):
            holder = holder[key]
            key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if isinstance(holder, dict) and len(holder) > 1 and data.draw(st.integers(0, 3)) == 0:
            del holder[key]
        else:
            holder[key] = deepcopy(data.draw(VALUES))  # an empty list of the strategy may lie in itself otherwise
    read(report, json.dumps(changed).encode())


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe", b"[" * 100_000, b"null", b'{"claims": null}'])
def test_what_is_no_report(report, content):
    said, times = read(report, content)
    assert said is None and times == {}
