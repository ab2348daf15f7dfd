"""A newcomer follows docs/write-a-claim.md to the letter, where only the wheel is installed."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "write-a-claim.md"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands behind that, and its text."""

    language: str
    info: str
    text: str


def blocks(text):
    found = re.finditer(r"^```(\w+)[ ]?(.*?)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [Block(*match.groups()) for match in found]


def says(output, expected):
    """Whether the lines of a block stand in the output in this order; `…` is anything, and blanks are one blank."""
    position = 0
    for line in filter(str.strip, expected.splitlines()):
        parts = [r"\s+".join(map(re.escape, part.split())) for part in line.strip().split("…")]
        found = re.search(r"\s*.*?\s*".join(parts), output[position:])
        assert found, f"not said, or not in this order: {line}\n\n{output}"
        position += found.end()


def test_the_guide_has_blocks_of_the_kinds_that_are_followed():
    assert {block.language for block in blocks(GUIDE.read_text())} == {"sh", "text", "python"}


def test_it_is_followed_to_the_letter(environment, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    output = ""
    for block in blocks(GUIDE.read_text()):
        if block.language == "sh":
            ran = environment.run(script=block.text, cwd=home)
            assert ran.returncode == 0, f"{block.text}\n{ran.stdout}"
            output = ran.stdout
        elif block.language == "text":
            says(output, block.text)
        else:
            kind, _, path = block.info.partition("=")
            if kind == "file":
                (home / path).write_text(block.text)
            else:
                assert kind == "excerpt" and block.text in (home / path).read_text(), f"{path} has changed"
    assert "supported" in (home / "badge.svg").read_text()


@pytest.mark.parametrize(
    "line",
    [
        line
        for block in blocks(GUIDE.read_text())
        for line in block.text.splitlines()
        if block.language == "sh" and line.startswith("theoremcheck ")
    ],
)
def test_its_commands_have_these_options(line):
    from click.testing import CliRunner

    from theoremcheck.command_line.main import main

    words = shlex.split(line.partition("||")[0])[1:]
    shown = CliRunner().invoke(main, [words[0], "--help"]).output
    assert all(word in shown for word in words if word.startswith("--"))
