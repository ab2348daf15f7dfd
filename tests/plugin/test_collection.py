"""Claims as pytest items: which files, which names, in which order."""

import json

import pytest

from tests.plugin.conftest import page


def collected(project, *arguments, **options):
    ran = project.pytest("--collect-only", "-q", *arguments, **options)
    return [line for line in ran.out.splitlines() if "::" in line]


def test_module_level_claims_are_items(project):
    project.write("claims/coins.py", page())
    assert collected(project, "claims") == ["claims/coins.py::coins.shows-heads"]


@pytest.mark.parametrize("argument", ["claims", "claims/coins.py", "claims/coins.py::coins.shows-heads"])
def test_a_folder_a_file_or_a_claim_may_be_named(project, argument):
    project.write("claims/coins.py", page())
    assert collected(project, argument) == ["claims/coins.py::coins.shows-heads"]


def test_from_elsewhere_with_a_path(project, tmp_path_factory):
    project.write("claims/coins.py", page())
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert len(collected(project, str(project.root / "claims"), cwd=elsewhere)) == 1


def test_several_claims_on_a_page_stand_in_the_order_of_their_lines(project):
    second = "OTHER = Claim(**{**vars(CLAIM), 'name': 'coins.again'})\n"
    project.write("claims/coins.py", page() + "\n" + second)
    names = [line.rpartition("::")[2] for line in collected(project, "claims")]
    assert names == ["coins.shows-heads", "coins.again"]


def test_an_imported_claim_belongs_to_the_page_that_declares_it(project):
    project.write("claims/__init__.py", "")
    project.write("claims/coins.py", page())
    project.write("claims/other.py", "from claims.coins import CLAIM\n")
    assert len(collected(project, "claims")) == 1


def test_pages_may_have_the_same_file_name_in_two_folders(project):
    project.write("claims/one/coins.py", page("one.heads"))
    project.write("claims/two/coins.py", page("two.heads"))
    assert len(collected(project, "claims")) == 2


@pytest.mark.parametrize(
    ("expression", "kept"),
    [("lemma", 1), ("theorem", 1), ("not known_refuted", 2), ("coins", 2), ("claim", 2), ("empirical", 0)],
)
def test_markers_select_kind_paper_and_known_refutations(project, expression, kept):
    project.write("claims/one.py", page("coins.one", kind="lemma"))
    project.write("claims/two.py", page("coins.two", kind="theorem"))
    assert len(collected(project, "claims", "-m", expression)) == kept


def test_a_page_anywhere_may_be_named(project):
    project.write("notes/coins.py", page())
    assert collected(project, "notes/coins.py") == ["notes/coins.py::coins.shows-heads"]
    assert collected(project, "notes") == []


def test_k_selects_by_name(project):
    project.write("claims/one.py", page("coins.one"))
    project.write("claims/two.py", page("coins.two"))
    assert len(collected(project, "claims", "-k", "two")) == 1


def test_other_modules_are_left_to_pytest(project):
    project.write("claims/coins.py", page())
    project.write("test_plain.py", "def test_plain(): pass\n")
    assert collected(project) == ["claims/coins.py::coins.shows-heads", "test_plain.py::test_plain"] or collected(
        project
    ) == ["test_plain.py::test_plain", "claims/coins.py::coins.shows-heads"]


def test_claims_of_a_study_stand_below_its_name(project):
    project.write("claims/__init__.py", "")
    study = 'study=Study("coins.series", package="claims"),'
    project.write("claims/coins.py", page(more=study))
    assert collected(project, "claims") == ["claims/coins.py::coins.series::coins.shows-heads"]


def test_longest_first_by_the_evidence_so_far(project):
    project.write("claims/a.py", page("coins.brief"))
    project.write("claims/b.py", page("coins.long", pause=0.1))
    assert collected(project, "claims")[0].endswith("coins.brief")
    project.pytest("claims")
    assert collected(project, "claims")[0].endswith("coins.long")


def test_longest_first_by_a_published_report_where_there_is_no_evidence(project):
    project.write("claims/a.py", page("coins.brief"))
    project.write("claims/b.py", page("coins.long"))
    claims = [
        {"name": "coins.brief", "study": None, "seconds": 1.0},
        {"name": "b", "study": "coins.long", "seconds": 2},
    ]
    project.write("reports/reference/report.json", json.dumps({"claims": claims}))
    project.write("reports/torn/report.json", '{"claims": [{"name"')
    assert collected(project, "claims")[0].endswith("coins.long")


def test_a_package_registered_by_entry_point_is_found_by_name(project):
    """A distribution as pip installs it: the folder, and metadata that names it."""
    project.write("site/stranger/__init__.py", "")
    project.write("site/stranger/rates.py", page("stranger.rates"))
    project.write("site/stranger-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    project.write("site/stranger-1.0.dist-info/entry_points.txt", "[theoremcheck.claims]\nstranger = stranger\n")
    names = collected(project, "--pyargs", "stranger", PYTHONPATH=str(project.root / "site"))
    assert [name.rpartition("::")[2] for name in names] == ["stranger.rates"]
