"""Pages of the documentation that are programs: each prints what stands there, and what it names is public."""

import contextlib
import io
import linecache
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import theoremcheck
from models import metrics
from tests.documentation.test_write_a_claim import blocks, says
from theoremcheck import numerics
from theoremcheck.numerics import text_worth

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"information.md": numerics, "few-shot.md": text_worth, "modality-gap.md": metrics}
NOT_LOOKED_UP = ("ClaimError", "RegimeError", "PredictionError", "Size", "Observed", "Asymptotic")
"""Errors, and names that an annotation needs."""
CELLS = ["notebook.md", *sorted(f"cookbook/{page.name}" for page in (DOCS / "cookbook").glob("*.md"))]


def text_of(page):
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.fixture
def session(monkeypatch):
    """Runs blocks as the cells of one notebook: in a main module without a file, their source kept in linecache."""
    main = ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)

    def run(text):
        name = f"<cell {abs(hash(text))}>"
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(text, name, "exec"), vars(main))
        return printed.getvalue()

    return run


@pytest.mark.parametrize("page", [*PAGES, *CELLS])
def test_it_prints_what_stands_there(page, session):
    """The blocks are one program, from top to bottom; commands of a shell are no part of it."""
    output = ""
    for block in blocks(text_of(page)):
        if block.language == "python":
            output = session(block.text)
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


def test_the_cookbook_has_a_page_of_each_part():
    """One a word that an author meets, and each with an example."""
    parts = "predictions laws streams scale-and-growth study given-regimes trust of-ones-own controls".split()
    assert {f"cookbook/{part}.md" for part in parts} <= set(CELLS)
    assert all("```python" in text_of(page) for page in CELLS)


@pytest.mark.parametrize("name", [name for name in theoremcheck.__dir__() if name not in NOT_LOOKED_UP])
def test_each_public_name_stands_in_the_reference(name):
    reference = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    home = getattr(theoremcheck, name).__module__ if name != "PerTrial" else "theoremcheck.vocabulary"
    assert f"::: {home}.{name}\n" in reference or f"::: {home}\n" in reference
