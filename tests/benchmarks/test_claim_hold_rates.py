"""Hold rates beside those of notes: which rows differ beyond Monte-Carlo error, and where no test can say."""

import pytest

from benchmarks import claim_hold_rates
from benchmarks.claim_hold_rates import NOTES, Row, differing, main, rows_of, unnoted
from benchmarks.noted import Note, There, at_least, at_most
from claims.wang2020.uniformity.uniform_minimises_the_second_term import CLAIM
from strategies.wang2020.uniformity import free_points
from theoremcheck import choice

SAME, APART, UNSAID = Row("same", 18, 20, (45, 50)), Row("apart", 0, 20, (50, 50)), Row("unsaid", 20, 20, 0.2)


def test_fishers_test_by_hand():
    """Two draws that hold against two that fail: the tables as extreme are 2 of 6."""
    assert Row("four", 2, 2, (0, 2)).p_value == pytest.approx(1 / 3)
    assert Row("none", 0, 9, (0, 99)).p_value == 1 and UNSAID.p_value is None


def test_holm_stops_at_the_first_row_that_it_keeps():
    """0.014 stands alone at 5 % and falls among four; where the note does not say how many, nothing differs."""
    doubtful = Row("doubtful", 20, 20, (38, 50))
    assert 0.05 / 4 < doubtful.p_value < 0.05 / 2
    assert differing([doubtful]) == [doubtful] and differing([SAME, SAME, SAME, doubtful]) == []
    assert differing([UNSAID, SAME, APART, doubtful]) == [APART, doubtful]


def test_a_line_has_both_rates_and_an_exact_interval():
    assert "18/20 [0.683, 0.988]" in str(SAME) and "45/50" in str(SAME) and "about 0.2" in str(UNSAID)


def test_rows_are_those_of_the_series_that_the_note_has_and_of_its_own_settings():
    few = There(
        "three points", (7, 7), regimes=free_points(points=choice(3.0)), judge=at_least("excess", 1e-6), share=2
    )
    note = Note(((300, 300), None, 0.0), share=0.5, there=(few,))
    claim, pairs, there = rows_of(CLAIM, note, 4)
    assert (claim.name, claim.held, claim.draws) == (CLAIM.name, 2, 2)
    assert (pairs.held, pairs.draws, pairs.noted) == (0, 2, 0.0) and "self-pairs" in pairs.name
    assert (there.name, there.held, there.draws) == ("  there: three points", 8, 8)


def test_a_note_may_judge_by_an_observable_or_by_a_difference():
    note = Note((1.0,), there=(There("excess", 1.0, judge=at_most("term", -1.0, above="least")),))
    assert [row.held for row in rows_of(CLAIM, note, 3)] == [3, 0]


def test_the_table_says_what_differs_and_what_no_note_has(monkeypatch, capsys):
    monkeypatch.setattr(claim_hold_rates, "NOTES", {CLAIM.name: Note(((0, 300),), differs="not asked")})
    (row,) = main(4, ("wang2020",))
    printed = capsys.readouterr().out
    assert (
        row.held == 4 and "1 rows, 1 differ beyond Monte-Carlo error" in printed and "(the note: not asked)" in printed
    )
    assert "no rate to compare: wang2020.contrastive-limit-rate, wang2020.contrastive-limit-rate-is-one" in printed


def test_every_noted_claim_is_in_the_catalogue():
    from pathlib import Path

    from theoremcheck.catalogue.loading import catalogue_here

    claims = {found.claim.name: found.claim for found in catalogue_here(Path(__file__).parents[2]).found}
    assert NOTES.keys() <= claims.keys()
    assert unnoted(claims, ("yi2025",)) == ["yi2025.subspace-centre-pair-infimum"]
