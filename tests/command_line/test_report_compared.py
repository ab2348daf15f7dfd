"""Whoever forges the report beside honest evidence is found out, or the last sentence of `verify` does not cover it."""

import json
import shutil
from copy import deepcopy
from dataclasses import replace

import msgspec
import pytest
import torch

from tests.command_line.conftest import verified
from tests.planted import Coin, coin_claim
from theoremcheck import Observables, Regimes, uniform
from theoremcheck.command_line.folder_checks import Checked, asked_of
from theoremcheck.command_line.report_compared import compare_report
from theoremcheck.command_line.report_said import ReportSaid
from theoremcheck.command_line.standing import standing
from theoremcheck.falsifier.effort import Effort
from theoremcheck.reporting import build_report, record_of_evidence
from theoremcheck.reporting.from_evidence import entries_of
from theoremcheck.running import BUDGETS, run_claim


def flip_above(coin, streams):
    """Fails at the largest tilt, which no draw meets and the search finds."""
    drawn = streams.uniform("flip")
    return Observables(reserve=torch.where(coin.tilt == 1, -drawn, coin.weight - drawn))


SUPPORTED = coin_claim(name="coins.good")
REFUTED = coin_claim(
    name="coins.tilted",
    experiment=flip_above,
    regimes=Regimes(Coin, size=1, weight=1.0, tilt=uniform(0.0, 1.0)),
)
FEW = Effort(
    examples=4, targeted=1, corners=2, spread=4, edges=2, generations=1, brood=4, screened=2, weighed=2,
    replicates=64, shrinking=8, grown=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """A report of both, and the evidence beside it as `verify` has checked it."""
    folder = tmp_path_factory.mktemp("honest")
    evidence, claims = folder / "evidence", [SUPPORTED, REFUTED]
    for claim in claims:
        run_claim(claim, replace(BUDGETS["quick"], effort=FEW), evidence, device=torch.device("cpu"))
    build_report(folder, entries_of(claims, evidence, BUDGETS["quick"]), "quick")
    present = {}
    for claim in claims:
        (place,) = (evidence / claim.name).iterdir()
        record = record_of_evidence(standing(claim, BUDGETS["quick"], evidence))
        asked = asked_of(place, [], "quick", {}, digest=False)
        present[claim.name] = Checked(asked, claim.name, place.name, 1, records=[record])
    return json.loads((folder / "report.json").read_text()), present


@pytest.fixture
def compared(honest):
    """Compares what a change makes of the honest report, and of the claim that the search refutes."""
    report, present = honest

    def compare(change=lambda report, claim: None, budget="quick"):
        changed = deepcopy(report)
        change(changed, next(claim for claim in changed["claims"] if claim["name"] == REFUTED.name))
        return compare_report(msgspec.convert(changed, ReportSaid), list(present.values()), present, budget)

    return compare


def test_an_honest_report(compared):
    found = compared()
    assert not (found.problems or found.notes or found.missing or found.reservation)


def whatever(report, claim):
    claim["verdict"] = "supported"


def also(**fields):
    def change(report, claim):
        claim.update({"verdict": "supported", **fields})

    return change


def in_series(**fields):
    def change(report, claim):
        claim["verdict"] = "supported"
        claim["series"].update(fields)

    return change


def of_budget(report, claim):
    whatever(report, claim)
    report["budget"] = "thorough"


def first_of_two(report, claim):
    report["claims"].insert(0, {**claim, "verdict": "supported"})


def without_evidence(report, claim):
    report["claims"].append({**claim, "name": "coins.other", "verdict": "supported"})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (whatever, "says coins.tilted is supported, the evidence says refuted"),
        (in_series(draws=10**6), "says of coins.tilted series.draws = 1000000 (the evidence: "),
        (also(alpha=0.04), "says coins.tilted is supported, at alpha = 0.04, and the budget quick has 0.05"),
        (also(alpha=None), "says coins.tilted is supported, at alpha = None"),
        (also(series=None), "says coins.tilted is supported, and states no draws"),
        (of_budget, "is supported, at alpha = 0.05, and the budget thorough has 0.001"),
        (also(name="coins.tilted "), "says 'coins.tilted ' is supported, and there is no evidence of it"),
        (also(name="a\n\x1b[1mb"), r"says 'a\n\x1b[1mb' is supported"),
        (also(specification="f" * 16), "and there is no evidence of its specification ffffffffffffffff"),
        (also(study="coins.other"), "says coins.tilted is supported, and there is no evidence of it"),
        (also(specification=None), "says coins.tilted is supported, the evidence says refuted"),
        (first_of_two, "has 2 entries of coins.tilted, expected one"),
        (without_evidence, "says coins.other is supported, and there is no evidence of it"),
    ],
)
def test_who_forges_a_verdict_does_not_choose_whether_it_is_compared(compared, change, sentence):
    assert any(sentence in problem for problem in compared(change).problems)


NUMBERS = [
    *(
        f"series.{name}"
        for name in "label holds errors required lower upper log_e_support log_e_refute decided worst_margin".split()
    ),
    *(f"controls.0.{name}" for name in "draws holds lower upper log_e_refute decided worst_margin".split()),
    *(f"controls.0.failing.{name}" for name in "index regime observed.0".split()),
    *(f"seen.sharpness.readings.0.{name}" for name in "stated required draws lower estimate upper alpha".split()),
    *("origin.devices.0 origin.versions.0 numerics.dtype search.sources.corners").split(),
    *("as_expected caught held numerics.reruns numerics.disagreements numerics.again numerics.round_off").split(),
    *(f"search.{name}" for name in "candidates failed confirmed finding reach counterexample".split()),
    *(f"search.counterexample.{name}" for name in "failures replicates lower upper log_e regime.tilt".split()),
]


@pytest.mark.parametrize("place", NUMBERS)
def test_every_number_that_a_verdict_rests_on_is_compared(compared, place):
    *outer, last = (int(step) if step.isdigit() else step for step in place.split("."))

    def change(report, claim):
        for step in outer:
            claim = claim[step]
        match claim[last]:
            case bool():
                claim[last] = not claim[last]
            case int() | float():
                claim[last] += 1
            case str():
                claim[last] = "forged"
            case list():
                claim[last] = []
            case _:
                claim[last] = None

    problem, *_ = reversed(compared(change).problems)  # what is said of all claims together may follow from it
    assert f"{outer[0] if outer else last}" in problem and "(the evidence: " in problem


@pytest.mark.parametrize(
    "fields",
    [{"expected": "powerless"}, {"reading_of": "coins.good"}, {"budget": "thorough"}, {"budget": None}],
    ids=lambda fields: "".join(fields),
)
def test_so_is_what_a_claim_declares(compared, fields):
    problem, *_ = reversed(compared(lambda report, claim: claim.update(fields)).problems)
    assert f" {next(iter(fields))} = " in problem


@pytest.mark.parametrize("name", "claims statements as_expected decided ebh_level kept".split())
def test_what_is_said_of_all_claims_together_follows_from_what_is_said_of_each(compared, name):
    def change(report, claim):
        report["suite"][name] = 1 if report["suite"][name] is None else report["suite"][name] + 1

    (problem,) = compared(change).problems
    assert f"says of all claims together suite.{name} = " in problem


def test_the_level_that_was_fixed_says_how_many_verdicts_it_keeps(compared):
    def change(report, claim):
        report["suite"] |= {"fixed": {"rate": "false-discovery rate", "level": 0.5}, "kept": 1}

    assert not compared(change).problems


def test_evidence_of_more_machines_than_the_report_names_is_no_problem(compared):
    """A merge may have brought the same draws of another one."""

    def change(report, claim):
        claim["origin"]["versions"] = claim["origin"]["versions"][:1]

    assert not compared(change).problems


def test_the_last_digits_of_another_library_are_no_difference(compared):
    def change(report, claim):
        claim["series"]["log_e_support"] *= 1 + 1e-11

    assert not compared(change).problems


def fewer_draws(report, claim):
    claim["series"].update(draws=2, holds=2)


def fewer_of_a_control(report, claim):
    claim["controls"][0].update(draws=1)


def no_search(report, claim):
    claim.update(search=None)


@pytest.mark.parametrize("change", [fewer_draws, fewer_of_a_control, no_search])
def test_a_report_that_is_older_than_the_evidence_is_no_problem_and_not_covered(compared, change):
    found = compared(lambda *both: (whatever(*both), change(*both)))
    assert not found.problems
    assert found.reservation == "; report.json is older than the evidence of 1 claims, which were not compared"
    assert found.notes == [
        "report.json: coins.tilted was not compared: it is older than the evidence, which has more draws or a larger "
        "search"
    ]


def test_what_an_older_report_has_of_the_same_draws_is_compared(compared):
    found = compared(
        lambda report, claim: (no_search(report, claim), in_series(holds=3072, lower=0.999)(report, claim))
    )
    assert "says of coins.tilted series.holds = 3072 (the evidence: " in found.problems[0]


def test_one_of_another_specification_that_the_evidence_has_cannot_be_recomputed(honest):
    report, present = deepcopy(honest)
    old = replace(present[REFUTED.name], specification="0" * 16, records=[])
    for claim in report["claims"]:
        claim["specification"] = "0" * 16 if claim["name"] == REFUTED.name else claim["specification"]
    found = compare_report(msgspec.convert(report, ReportSaid), [*present.values(), old], present, "quick")
    assert not found.problems and list(found.missing) == [REFUTED.name]
    assert found.reservation == "; report.json speaks of 1 claims whose verdicts were not recomputed"


def test_at_another_confidence_level_nothing_is_compared_and_that_is_said(compared):
    found = compared(whatever, budget="thorough")
    assert found.reservation == "; report.json judged 2 claims at another confidence level, which were not compared"
    assert not found.problems and compared(whatever, budget="standard").problems


def test_a_verdict_that_the_report_hides_is_told(compared):
    found = compared(lambda report, claim: claim.update(verdict="broken", series=None))
    assert not found.problems and "it is broken there, and the evidence says refuted" in found.notes[0]
    assert found.reservation == "; report.json has no verdict of 1 claims of which the evidence gives one"


def test_what_an_older_report_does_not_state_is_not_compared(compared):
    def change(report, claim):
        for name in ("study", "specification", "as_expected", "controls", "baselines", "held", "numerics"):
            del claim[name]
        del claim["search"]["budget"], claim["series"]["strata"]
        claim["search"]["reach"] = 0.123  # of the budget of the report, which was another's

    found = compared(change)
    assert not (found.problems or found.notes or found.missing or found.reservation)


def test_more_draws_leave_a_report_behind(finished):
    report = finished.root / "reports/latest/report.json"
    before = report.read_text()
    finished.run("run", "coins.one", "--budget", "quick", "--jobs", "1", "--more", "1")
    assert verified(finished).out.endswith("trustworthy: nothing was edited or mixed up\n")
    newer = report.read_text()
    report.write_text(before)
    ran = verified(finished)
    assert ran.code == 0 and "report.json: coins.one was not compared: it is older than the evidence" in ran.out
    assert ran.out.endswith("mixed up; report.json is older than the evidence of 1 claims, which were not compared\n")
    report.write_text(newer.replace('"draws": 75', '"draws": 76', 1))
    ran = verified(finished)
    assert ran.code == 3 and "report.json: says of coins.one series.draws = 76 (the evidence: 75)" in ran.out


def test_a_claim_that_is_declared_otherwise_by_now(finished):
    path = finished.root / "claims/one.py"
    path.write_text(path.read_text().replace("required=0.95", "required=0.9"))
    ran = verified(finished)
    assert ran.code == 0 and "  coins.one: its specification here is " in ran.out
    assert ran.out.endswith("mixed up; report.json speaks of 1 claims whose verdicts were not recomputed\n")


def test_a_report_without_the_pages_of_its_claims(finished, tmp_path):
    shutil.move(finished.root / "claims/one.py", tmp_path)
    assert "report.json speaks of 1 claims whose verdicts were not recomputed" in verified(finished).out
