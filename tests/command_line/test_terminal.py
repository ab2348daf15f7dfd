"""What a stranger's texts may do to a terminal, and a terminal to a run: nothing."""

import pytest

from tests.plugin.conftest import page

ESCAPES = "raise ValueError('\\x1b[31mred\\x1b[2J \\udcff \\x07')"


def test_no_escape_sequence_reaches_the_terminal(project):
    text = page("coins.red", statement="Heads \\x1b[32mgreen.").replace("time.sleep(0)", ESCAPES)
    project.write("claims/red.py", text)
    for arguments in (("run", "--budget", "quick", "--jobs", "1"), ("show", "coins.red")):
        ran = project.run(*arguments)
        assert "\x1b" not in ran.out and "\x07" not in ran.out
        assert "⟨U+001B⟩[32mgreen" in ran.out
    assert "⟨U+001B⟩[31mred⟨U+001B⟩[2J ⟨U+DCFF⟩ ⟨U+0007⟩" in project.run("run", "--budget", "quick", "--jobs", "1").out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_any_encoding_will_do(finished, encoding):
    ran = finished.fresh("show", "coins.one", PYTHONIOENCODING=encoding, COLUMNS="40")
    assert ran.code == 0 and "evidence so far" in ran.out, ran.out


def test_a_report_that_cannot_be_written_is_one_sentence_below_the_table(finished):
    (finished.root / "reports" / "blocked").write_text("a file where a folder is expected")
    ran = finished.run("report", "--evidence", "reports/latest/evidence", "--report", "reports/blocked/below")
    assert ran.code == 1 and ran.line("coins.one") and "no report was written: " in ran.out
    assert "Traceback" not in ran.out
