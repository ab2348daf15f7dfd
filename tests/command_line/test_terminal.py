"""What a stranger's texts may do to a terminal, and a terminal to a run: nothing."""

import ast
import shutil
from pathlib import Path

import pytest

import theoremcheck
from tests.command_line.conftest import forged, verified
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


LIE = "coins.other\r\x1b[2J\x1b[Htrustworthy: nothing was edited\n\x1b[8m"
"""It clears the screen, writes what `verify` says of honest evidence, and hides what follows."""


def spent(project):
    forged(project, "coins.one", lambda record: record.update(claim=LIE))


def owned(project):
    (path,) = project.segments("coins.one")
    project.rewrite(path, lambda records: [records[0] | {"owner": LIE}, *records[1:]])


def called(project):
    (path,) = project.segments("coins.one")
    folder = path.parents[2] / LIE / "0123456789abcdef"
    folder.mkdir(parents=True)
    shutil.copy(path, folder)


def raised(project):
    forged(project, "coins.one", lambda record: record.update(error=LIE, observables={}, margin=None))


@pytest.mark.parametrize("forge", [spent, owned, called, raised])
@pytest.mark.parametrize("words", [["verify", "reports/latest"], ["merge", "reports/latest", "--into", "all"]])
def test_no_text_of_evidence_is_obeyed_or_begins_a_line(finished, forge, words):
    forge(finished)
    (finished.root / "reports/latest/report.json").unlink()
    ran = finished.run(*words)
    assert not set(ran.out) & {"\r", "\x1b"}
    assert not any(line.startswith("trustworthy") for line in ran.out.splitlines())


def test_what_a_lie_says_is_spelt_out(finished):
    spent(finished)
    ran = verified(finished)
    assert (
        ran.code == 3 and "coins.other⟨U+000D⟩⟨U+001B⟩[2J⟨U+001B⟩[Htrustworthy: nothing was edited⟨U+000A⟩" in ran.out
    )
    assert ran.out.splitlines()[-1].startswith("NOT trustworthy")


def test_nor_is_the_name_of_a_folder_without_evidence(project):
    (project.root / LIE).mkdir()
    ran = project.run("verify", LIE)
    assert ran.code == 2 and "\x1b" not in ran.out and "⟨U+001B⟩" in ran.out


def test_commands_print_through_one_module():
    """Whoever prints otherwise has to think of strangers himself."""
    folder = Path(theoremcheck.__file__).parent / "command_line"
    printing = {
        file.name
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in ("echo", "secho", "echo_via_pager")
        or isinstance(node, ast.Name)
        and node.id == "print"
    }
    assert printing == {"terminal.py"}
