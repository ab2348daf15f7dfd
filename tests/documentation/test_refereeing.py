"""docs/refereeing.md: its commands exist and the cheap ones run, its claims are declared, its table is the engine's."""

import re
import shlex
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.documentation.test_write_a_claim import blocks
from theoremcheck import Flaw
from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.command_line.main import main

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "refereeing.md").read_text(encoding="utf-8")
LINES = [
    shlex.split(line)[1:]
    for block in blocks(GUIDE)
    for line in block.text.splitlines()
    if line.startswith("theoremcheck ")
]


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_its_commands_have_these_options(words):
    shown = CliRunner().invoke(main, [words[0], "--help"]).output
    assert all(word in shown for word in words if word.startswith("--"))


def test_its_claims_are_declared():
    declared = {found.claim.name for found in catalogue_here(ROOT).found}
    named = {word for words in LINES for word in words if fnmatch(word, "*20[0-9][0-9].*")}
    assert named and named <= declared


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("show", "known to be refuted"),
        ("replay", "draw 26 of"),
        ("replay", "64 of 64 fresh replicates fail"),
    ],
)
def test_what_it_shows_and_replays_is_seen(command, said, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    (words,) = (line for line in LINES if line[0] == command and ("fresh" in said) == ("--replicates" in line))
    ran = CliRunner().invoke(main, [*words, "--evidence", str(tmp_path)])
    assert ran.exit_code == 0 and said in ran.output, ran.output


def test_the_evidence_that_it_unpacks_is_published():
    (archive,) = set(re.findall(r"reports/\S+\.tar\.xz", GUIDE))
    assert (ROOT / archive).is_file()


def test_its_table_of_flaws_is_the_engine_s():
    rows = dict(re.findall(r"^\| ([a-z ]+?) \| (.+?) \|$", GUIDE, flags=re.MULTILINE))
    assert {str(flaw): flaw.meaning for flaw in Flaw} == {name: said for name, said in rows.items() if name != "flaw"}


@pytest.mark.parametrize("place", ["README.md", "docs/reading-the-report.md"])
def test_a_reader_finds_it(place):
    assert re.search(r"\]\((docs/)?refereeing\.md\)", (ROOT / place).read_text(encoding="utf-8"))


def test_its_links_lead_somewhere():
    assert all((ROOT / "docs" / target).is_file() for target in re.findall(r"\]\(([\w.-]+\.md)\)", GUIDE))
