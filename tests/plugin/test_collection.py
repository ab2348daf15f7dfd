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


def test_a_strangers_folder_of_claims_is_left_alone(project):
    """An insurance application: nothing of it is imported, and torch is not."""
    project.write("claims/models.py", 'raise SystemExit("imported")')
    project.write("claims/views.py", "from .models import Claim")
    project.write(
        "test_app.py", "import sys\n\ndef test_app(): assert not {'torch', 'theoremcheck.claim'} & {*sys.modules}"
    )
    ran = project.fresh_pytest("-q")
    assert ran.code == 0 and "1 passed" in ran.out and "theoremcheck" not in ran.out


def test_conditions_in_marks_are_read_by_the_page(project):
    """pytest evaluates them in the globals of the item's function."""
    project.write("claims/coins.py", page() + "\nBUSY = True\n")
    project.write(
        "conftest.py",
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.skipif("BUSY and config.option.budget == 'standard'", reason="busy"))
        """,
    )
    ran = project.pytest("claims", "-rs")
    assert ran.code == 0 and "1 skipped" in ran.out and "busy" in ran.out


def test_an_item_is_what_other_plugins_expect(project):
    project.write("claims/coins.py", page())
    project.write(
        "conftest.py",
        """
        def pytest_runtest_setup(item):
            assert item.obj.__name__ == "coins.shows-heads" and item.obj.__doc__ == "Heads."
            assert item.module.CLAIM is item.claim and item.obj.__module__ == item.module.__name__
            assert item.fixturenames == []
        """,
    )
    assert project.pytest("claims").code == 0


@pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b"# -*- coding: latin-1 -*-\n# caf\xe9\n"])
def test_a_page_with_a_byte_order_mark_or_a_coding_cookie(project, head):
    path = project.write("claims/coins.py", page())
    path.write_bytes(head + path.read_bytes().lstrip())
    assert project.pytest("claims", "--budget", "quick").code == 0


def test_a_worker_may_have_any_name(project):
    project.write("claims/coins.py", page())
    ran = project.pytest("claims", "--tx", "popen//id=left", "--dist", "load", "--budget", "quick")
    assert ran.code == 0, ran.out
    assert project.verdicts() == {"coins.shows-heads": "supported"}


def test_every_worker_takes_its_order_from_the_controller(project):
    """Another run adds to the evidence: two workers that read it one after the other would collect in two orders."""
    project.write("claims/a.py", page("coins.brief"))
    project.write("claims/b.py", page("coins.long"))
    project.write(
        "conftest.py",
        """
        import json
        import os
        from pathlib import Path

        def pytest_collection(session):
            if os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
                folder = Path("reports/latest/evidence/coins.long/0123456789abcdef")
                folder.mkdir(parents=True)
                (folder / "other.jsonl").write_text(json.dumps({"seconds": 100.0}) + chr(10))
        """,
    )
    ran = project.pytest("claims", "-n", "2", "--budget", "quick")
    assert "Different tests were collected" not in ran.out
    assert ran.code == 0, ran.out
