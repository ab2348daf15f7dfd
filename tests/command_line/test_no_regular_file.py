"""What stands in place of a report or of packed evidence and is no regular file is named, and nothing waits for it."""

import os
import shutil

import pytest

QUICK = ("--budget", "quick")


def put(path, kind):
    """Something of this kind in place of a file."""
    path.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)


@pytest.mark.parametrize("kind", ["pipe", "folder", "loop"])
def test_a_report_beside_evidence(finished, kind):
    put(finished.root / "reports/latest/report.json", kind)
    ran = finished.run("verify", "reports/latest/evidence", *QUICK)
    assert ran.code == 3 and "report.json: is no report (it is no regular file)" in ran.out, ran.out


@pytest.mark.parametrize("command", [("report", *QUICK), ("run", "coins.one", "--jobs", "1", *QUICK)])
@pytest.mark.parametrize("place", ["report.json", "index.html", "papers/coins.html"])
def test_a_file_of_a_report_that_a_command_would_write(finished, command, place):
    """Nothing of the report is written then."""
    put(finished.root / "reports/latest" / place, "pipe")
    before = (finished.root / "reports/latest/SUMMARY.md").stat().st_mtime_ns
    ran = finished.run(*command)
    assert ran.code and f"no report was written: {finished.root}/reports/latest/{place} is no regular file" in ran.out
    assert (finished.root / "reports/latest/SUMMARY.md").stat().st_mtime_ns == before


@pytest.mark.parametrize("place", ["reports/latest", "reports/latest/report.json"])
def test_a_report_to_compare(finished, place):
    put(finished.root / "reports/latest/report.json", "pipe")
    ran = finished.run("compare", place, place)
    assert ran.code == 2 and "report.json is no report: it is no regular file" in ran.out


@pytest.mark.parametrize(
    "command", [("verify", "packed"), ("verify", "packed/evidence.tar.xz"), ("merge", "packed", "--into", "all")]
)
def test_packed_evidence(finished, command):
    (finished.root / "packed").mkdir()
    put(finished.root / "packed/evidence.tar.xz", "pipe")
    ran = finished.run(*command)
    assert ran.code == 2 and "packed/evidence.tar.xz is neither a folder nor a regular file" in ran.out


def test_a_folder_to_merge_into(finished):
    put(finished.root / "pipe", "pipe")
    ran = finished.run("merge", "reports/latest", "--into", "pipe")
    assert ran.code == 2 and "pipe is no folder, and nothing can be merged into it" in ran.out


def test_reports_that_a_run_looks_at_for_the_times_of_claims(finished):
    shutil.copytree(finished.root / "reports/latest", finished.root / "reports/old")
    put(finished.root / "reports/old/report.json", "pipe")
    assert finished.run("run", "--jobs", "1", *QUICK).code == 0
