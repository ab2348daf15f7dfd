"""A package of a stranger's adds a picture to the report, and touches nothing of ours."""

import json
import sys

import jsonschema
import pytest

from tests.reporting.conftest import claims
from theoremcheck.reporting import build_report, entries_of
from theoremcheck.reporting.pictures.listed import every_picture
from theoremcheck.running import BUDGETS

CLOCK = '''
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup


@dataclass(frozen=True)
class Entry:
    """A reading of the clock, in a class that is named like one of the engine's."""

    seconds: float


@dataclass(frozen=True)
class Clock:
    """How long the draws took.

    Attributes:
        readings: Of each draw.
    """

    name: ClassVar[str] = "{name}"
    wide: ClassVar[bool] = False
    title: ClassVar[str] = "Time"

    readings: tuple[Entry, ...]

    @classmethod
    def seen(cls, subject):
        return cls(tuple(Entry(trial.seconds) for trial in subject.trials))

    def body(self, key):
        return Markup('<p id="{{}}">{{}} draws by the clock</p>').format(key, len(self.readings))
'''


@pytest.fixture
def stranger(tmp_path, monkeypatch):
    """Installs a package that offers a picture of a name."""

    def install(name):
        (tmp_path / "clocks.py").write_text(CLOCK.format(name=name))
        (tmp_path / "clocks-1.0.dist-info").mkdir()
        (tmp_path / "clocks-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: clocks\nVersion: 1.0\n")
        (tmp_path / "clocks-1.0.dist-info/entry_points.txt").write_text("[theoremcheck.pictures]\nc = clocks:Clock\n")
        monkeypatch.syspath_prepend(tmp_path)
        every_picture.cache_clear()

    yield install
    monkeypatch.undo()
    sys.modules.pop("clocks", None)
    every_picture.cache_clear()


@pytest.fixture
def folder(stranger, evidence, tmp_path):
    """A report that shows the stranger's picture."""
    stranger("clock")
    return build_report(tmp_path / "report", entries_of(claims()[:1], evidence, BUDGETS["quick"]), "quick").parent


def test_the_page_shows_it(folder):
    assert '<p id="planted.heads-clock">' in (folder / "papers/planted.html").read_text()


def test_report_json_keeps_its_numbers_and_the_schema_has_their_form(folder):
    report, schema = (json.loads((folder / name).read_text()) for name in ("report.json", "report.schema.json"))
    (claim,) = report["claims"]
    assert len(claim["seen"]["clock"]["readings"]) == claim["series"]["draws"]
    assert schema["$defs"]["Clock"]["properties"]["readings"]["description"] == "Of each draw."
    jsonschema.validate(report, schema)
    claim["seen"]["clock"]["readings"] = "long"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema)


def test_two_pictures_of_one_name_are_both_named(stranger):
    stranger("margins")
    with pytest.raises(ValueError, match=r"MarginHistogram, clocks\.Clock have one name, 'margins'"):
        every_picture()
