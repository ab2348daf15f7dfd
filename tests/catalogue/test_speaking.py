"""A file of claims names theoremcheck, or imports what does; nobody runs it to see."""

import pytest

from theoremcheck.catalogue.speaking import speaks_of_theoremcheck


@pytest.fixture
def speaks(tmp_path):
    """Whether claims/page.py of a project speaks of theoremcheck, given the project's other files."""

    def speaks(source, **others):
        for name, text in {"claims/page": source, **others}.items():
            path = tmp_path / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return speaks_of_theoremcheck(tmp_path / "claims" / "page.py", tmp_path)

    return speaks


def test_a_page_names_it(speaks):
    assert speaks("from theoremcheck import Claim")


def test_a_strangers_model_does_not(speaks):
    assert not speaks("from django.db import models\n\nclass Claim(models.Model): ...", core__dates="import datetime")


@pytest.mark.parametrize(
    "line",
    [
        "from vocabulary import *",
        "import vocabulary as v",
        "import os, vocabulary",
        "from claims.local import coin",
        "from claims import (local, other)",
        "from .local import coin",
        "from . import local",
        "if True:\n    import vocabulary",
    ],
)
def test_a_page_may_speak_by_a_vocabulary_of_its_project(speaks, line):
    """Two imports away at most: claims/local.py imports vocabulary.py, which names it."""
    assert speaks(line, vocabulary="import theoremcheck", claims__local="from vocabulary import claim")


def test_what_lies_deeper_is_not_followed(speaks):
    assert not speaks("import a", a="import b", b="import c", c="import theoremcheck")


def test_a_circle_ends(speaks):
    assert not speaks("import a", a="import b", b="import a")


@pytest.mark.parametrize("source", [b"\xff\xfe\x00", b"from . import", b"from .... import x", b"import \x00", b""])
def test_bytes_that_are_no_python_say_nothing(speaks, source):
    assert not speaks(source)
