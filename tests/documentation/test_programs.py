"""Pages of the documentation that are programs: each prints what stands there, and what it names is public."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from models import metrics
from tests.documentation.test_write_a_claim import blocks, says
from theoremcheck import numerics
from theoremcheck.numerics import text_worth

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"information.md": numerics, "few-shot.md": text_worth, "modality-gap.md": metrics}


def text_of(page):
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_it_prints_what_stands_there(page):
    """The blocks are one program, from top to bottom; commands of a shell are no part of it."""
    known, output = {}, ""
    for block in blocks(text_of(page)):
        if block.language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(block.text, known)
            output = printed.getvalue()
        elif block.language == "text":
            says(output, block.text)
    assert output


@pytest.mark.parametrize(("page", "module"), PAGES.items())
def test_what_it_names_is_public(page, module):
    named = set(re.findall(r"`([a-z_]{4,})`", text_of(page))) - {"theoremcheck"}
    assert named and named <= set(module.__all__)


@pytest.mark.parametrize("page", PAGES)
def test_the_map_leads_to_it(page):
    assert f"({page})" in text_of("map.md")
