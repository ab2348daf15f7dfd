"""The benchmark of very many draws measures every command on evidence that grows."""

from benchmarks.many_draws import COMMANDS, measured


def test_every_command_is_measured(tmp_path):
    rows = list(measured(300, tmp_path / "project"))
    assert [row.command for row in rows] == list(COMMANDS)
    assert all(row.seconds > 0 and row.memory > 30 for row in rows)
