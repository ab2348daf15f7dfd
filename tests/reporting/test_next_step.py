"""An undecided claim says what decides it, and at what price."""

from dataclasses import replace

import pytest

from tests.reporting.conftest import SEARCH
from theoremcheck.reporting.attention import attention_of
from theoremcheck.reporting.entry import StratumRecord
from theoremcheck.reporting.next_step import next_step
from theoremcheck.reporting.texts import costs, failure_text
from theoremcheck.statistics import draws_at_the_same_rate, draws_to_support, log_e_refute, log_e_support
from theoremcheck.vocabulary import Verdict


def undecided(entry, *strata, decided=None):
    """An entry whose draws say this much: (required, draws, holds) of each stratum."""
    rows = tuple(StratumRecord(*stratum) for stratum in strata)
    draws, holds = sum(row.draws for row in rows), sum(row.holds for row in rows)
    series = replace(entry.series, draws=draws, holds=holds, strata=rows, required=rows[0].required, decided=decided)
    return replace(entry, verdict=Verdict.UNDECIDED, as_expected=False, series=series, alpha=0.05)


@pytest.fixture
def told(entry):
    """Advice for an entry of these strata."""
    return lambda *strata, **how: next_step(undecided(entry("heads"), *strata, **how))


def test_it_names_the_draws_that_decide_at_the_same_rate(told):
    assert told((0.95, 120, 118)).startswith("theoremcheck run planted.heads --budget quick --more 170: ")


def test_the_strictest_stratum_says_how_many(told):
    """Each has half of the draws, so its own 164 take twice as many; the lenient one is decided already."""
    assert "--more 330: " in told((0.8, 120, 118), (0.95, 120, 118))


def test_a_stratum_that_falls_short_decides_alone(told):
    assert "--more" in told((0.5, 60, 58), (0.95, 60, 54))


def test_a_share_at_what_is_required_is_called_tight(told):
    assert "may be tight" in told((0.95, 4_096, 3_891))


def test_where_no_draw_failed_nothing_is_tight_and_what_is_required_says_how_many(told):
    """37,883 in all, more than any budget has."""
    said = told((0.9999, 3_072, 3_072))
    assert "--more 35000: about so many draws decide it" in said and "no budget has 37,883" in said
    assert draws_to_support(0.9999, 0.05) == 37_883 and "tight" not in said


def test_a_rare_stratum_without_a_failure_is_waited_for(told):
    """Its own 377 come with 100 times as many draws of all."""
    said = told((0.8, 3_960, 3_900), (0.99, 40, 40))
    assert "--more 34000: " in said and "no budget has 37,700 for a series" in said and "tight" not in said


def test_a_number_that_no_budget_can_show_is_named_where_a_draw_failed(told):
    said = told((0.9999, 20_000, 19_999))
    assert said.startswith("0.9999 is required, which takes 37,883 draws") and "tight" not in said
    assert "may be tight" in told((0.95, 4_096, 3_895), (0.9999, 4_096, 4_096))


@pytest.mark.parametrize(("budget", "beyond"), [("quick", True), ("standard", False)])
def test_a_run_says_beforehand_what_its_budget_cannot_support(budget, beyond):
    said = costs(budget, [0.95, 0.999])
    line = "  at required 0.999 (1 claim) nothing can be supported: that takes 3787 draws, and this budget has at most "
    assert any(one.startswith(line) for one in said) == beyond == (len(said) > 2)


def test_where_the_search_is_open_it_wants_another_budget(told):
    assert "--budget standard gives what it left open more replicates" in told((0.95, 120, 120), decided="supported")


@pytest.mark.parametrize(
    ("judging", "searched", "advised"),
    [
        ("quick", "quick", "standard"),
        ("quick", "standard", "thorough"),
        ("thorough", "quick", "thorough"),
        ("thorough", "thorough", None),
        ("standard", "thorough", None),
    ],
)
def test_no_budget_is_advised_that_the_search_had(entry, judging, searched, advised):
    open_ = undecided(entry("heads"), (0.95, 120, 120), decided="supported")
    said = next_step(replace(open_, budget=judging, search=replace(SEARCH, finding="undecided", budget=searched)))
    if advised is None:
        assert "--budget" not in said and "no budget has more" in said and SEARCH.counterexample.command in said
    else:
        assert f"--budget {advised} gives" in said


def test_controls_that_nobody_ran_are_run(entry):
    open_ = undecided(entry("heads"), (0.95, 120, 120), decided="supported")
    idle = tuple(replace(control, draws=0) for control in open_.controls)
    assert (
        next_step(replace(open_, controls=idle))
        == "theoremcheck run planted.heads --budget quick makes the draws that are missing"
    )


def test_the_default_budget_needs_no_word(entry):
    claim = replace(undecided(entry("heads"), (0.95, 120, 118)), budget="standard")
    assert next_step(claim).startswith("theoremcheck run planted.heads --more 170: ")


def test_it_is_said_wherever_the_verdict_is(entry):
    claim = undecided(entry("heads"), (0.95, 120, 118))
    assert "next: theoremcheck run planted.heads --budget quick --more 170" in failure_text(claim)
    assert "--more 170" in attention_of([claim])[0].reason
    assert next_step(entry("heads")) == ""


@pytest.mark.parametrize(("successes", "draws"), [(118, 120), (100, 120), (40, 40)])
def test_the_count_is_the_first_at_which_the_evidence_suffices(successes, draws):
    total = draws_at_the_same_rate(0.95, 0.05, successes, draws, most=10_000)
    log_e = log_e_support if successes >= 0.95 * draws else log_e_refute
    at = [float(log_e(int(successes / draws * count), count, 0.95)) for count in (max(draws, total - 1), total)]
    assert at[1] >= 3 > at[0] - 0.1 or total == draws
