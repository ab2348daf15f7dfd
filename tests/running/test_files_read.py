"""A specification covers the files that a claim says it reads; of others that it read, the run speaks."""

import pytest

from theoremcheck.catalogue.located import claims_in
from theoremcheck.claim import ClaimError
from theoremcheck.series.specification import files_left_out, specification_hash

PAGE = """
from importlib import import_module
from pathlib import Path

from tests.planted import coin_claim, flip
from theoremcheck import Observables, Study

HERE = Path(__file__).parent
BOUND = float((HERE / "bound.txt").read_text())


def reads(coin, streams):
    return Observables(reserve=flip(coin, streams)["reserve"] + {value})


CLAIM = coin_claim(experiment=reads{declared})
"""


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A page with a table and a module beside it, imported under a name of its own."""
    monkeypatch.syspath_prepend(tmp_path)

    def page(value="BOUND", declared="", bound="0.5"):
        (tmp_path / "bound.txt").write_text(bound)
        (tmp_path / "dynamic_bound.py").write_text(f"BOUND = {bound}")
        number = len(list(tmp_path.glob("page*.py")))
        file = tmp_path / f"page{number}.py"
        file.write_text(PAGE.format(value=value, declared=declared))
        (found,) = claims_in(file)
        return found.claim

    return page


def told(run, claim):
    return [warning.split(",")[0] for warning in run(claim).warnings]


def test_a_table_that_the_page_reads_is_named(page, run):
    assert told(run, page()) == ["the claim read bound.txt"]


def test_a_module_that_is_imported_by_name_is_named(page, run):
    claim = page("import_module('dynamic_bound').BOUND", ", reads=(HERE / 'bound.txt',)")
    assert told(run, claim) == ["the claim read dynamic_bound.py"]


@pytest.mark.parametrize("declared", ["HERE / 'bound.txt'", "HERE"], ids=["file", "folder"])
def test_what_is_declared_is_not(page, run, declared):
    claim = page(declared=f", reads=({declared},)")
    assert not told(run, claim) and not files_left_out(claim)


def test_what_other_code_reads_is_not(page, run, tmp_path):
    (tmp_path / "else.txt").write_text("1")
    claim = page(declared=", reads=(HERE,)")
    (tmp_path / "else.txt").read_text()
    assert not told(run, claim)


def test_what_describes_an_installed_distribution_is_not(page, run, tmp_path):
    """An editable installation keeps it beside its source, and libraries that look for plug-ins read all of it."""
    (tmp_path / "mine.egg-info").mkdir()
    (tmp_path / "mine.egg-info/entry_points.txt").write_text("[planted]\nmine = tests.planted:flip")
    looked = "len(import_module('importlib.metadata').entry_points(group='planted')) - 1"
    claim = page(looked, ", reads=(HERE / 'bound.txt',)")
    assert run(claim).judgement.claim.weight.holds and not told(run, claim)


def test_the_specification_moves_with_what_a_declared_file_holds(page, tmp_path):
    claim = page(declared=", reads=(HERE / 'bound.txt',)")
    before = specification_hash(claim)
    (tmp_path / "bound.txt").write_text("0.5")
    assert specification_hash(claim) == before
    (tmp_path / "bound.txt").write_text("0.25")
    assert specification_hash(claim) != before


def test_and_not_with_where_it_lies(page, tmp_path):
    claim, elsewhere = page(), tmp_path / "elsewhere" / "bound.txt"
    elsewhere.parent.mkdir()
    elsewhere.write_text("0.5")
    hashes = {
        specification_hash(type(claim)(**{**vars(claim), "reads": (file,)}))
        for file in (tmp_path / "bound.txt", elsewhere)
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        (", reads=(HERE / 'absent.txt',)", "there is no such file"),
        (", reads=HERE", "must be a tuple of pathlib.Path"),
        (", reads=('bound.txt',)", "must be a tuple of pathlib.Path"),
        (", reads=(HERE,), study=Study('planted.study', 'tests.running')", "goes into its Study"),
    ],
)
def test_a_wrong_declaration_is_refused(page, declared, message):
    with pytest.raises(ClaimError, match=message):
        page(declared=declared)
