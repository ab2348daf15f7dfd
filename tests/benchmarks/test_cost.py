"""What a claim costs: its seconds, the part outside of experiments, and memory that is its own."""

import json

import pytest

from benchmarks import cost


@pytest.fixture
def few(monkeypatch, coins):
    monkeypatch.setattr(cost, "owners", lambda: {"coins": [coins]})
    monkeypatch.setattr(cost, "in_a_fork", cost.measured)  # other tests' threads do not survive a fork


@pytest.fixture
def coins():
    from claims.symile2024.bounds.total_correlation_bound import CLAIM

    return CLAIM


def test_a_row_has_the_parts_of_a_run(few, tmp_path, capsys):
    output = tmp_path / "cost.json"
    (row,) = cost.main(["symile2024.*", "--output", str(output), "--memory", "0.001"])
    assert json.loads(output.read_text()) == [row]
    assert 0 < row["outside"] < row["seconds"] and row["share"] == row["outside"] / row["seconds"]
    assert row["peak"] >= row["base"] > 100 and row["spent"] > 100
    assert row["verdicts"] == {"symile2024.total-correlation-bound": "supported"}
    assert "above 0.001 GiB: coins" in capsys.readouterr().out


def test_globs_choose_owners(few):
    assert cost.matching(["symile2024.total*"]) == ["coins"] and cost.matching(["xue2024.*"]) == []
