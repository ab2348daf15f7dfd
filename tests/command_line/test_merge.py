"""`theoremcheck merge`: two machines' halves give what one machine gives."""

import re
import shutil

import pytest

from tests.command_line.conftest import Project
from tests.plugin.conftest import KNOWN, page
from theoremcheck.reporting import pack_evidence


@pytest.fixture(scope="module")
def _halves(tmp_path_factory):
    root = tmp_path_factory.mktemp("halves") / "project"
    root.mkdir()
    project = Project(root)
    project.write("claims/one.py", page("coins.one"))
    project.write("claims/two.py", page("coins.two", truth=0.5, kind="theorem", more=KNOWN))
    for machine, claims in (("m1", ["coins.one"]), ("m2", ["coins.two"]), ("both", [])):
        project.run("run", *claims, "--budget", "quick", "--report", machine, "-j1")
    return root


@pytest.fixture
def halves(_halves, tmp_path):
    """A project of which each of two machines ran one claim, and one machine both."""
    shutil.copytree(_halves, tmp_path / "project")
    return Project(tmp_path / "project")


def told(project, folder):
    """All that `verify` says, but for the folder's name and the seconds."""
    ran = project.run("verify", folder, "--budget", "quick")
    return ran.code, re.sub(r" +[\d.]+$|; [\d.]+ s, of which .*", "", ran.out.replace(folder, ""), flags=re.MULTILINE)


def test_two_machines_halves_are_verified_as_one_folder(halves):
    merged = halves.run("merge", "m1", "m2/evidence", "--into", "all/evidence")
    assert merged.code == 0 and "2 of 2 specifications merged" in merged.out
    assert told(halves, "all/evidence") == told(halves, "both/evidence")
    assert told(halves, "all/evidence")[0] == 0


def test_a_packed_report_is_merged_as_a_folder_is_and_nothing_is_merged_into_it(halves):
    packed = halves.root / "packed"
    shutil.copytree(halves.root / "m2", packed)
    pack_evidence(packed / "evidence", packed)
    shutil.rmtree(packed / "evidence")
    merged = halves.run("merge", "m1", "packed", "--into", "all/evidence")
    assert merged.code == 0 and "2 of 2 specifications merged" in merged.out
    assert told(halves, "all/evidence") == told(halves, "both/evidence")
    refused = halves.run("merge", "m1", "--into", "packed")
    assert refused.code == 2 and "packed/evidence.tar.xz is packed" in refused.out


def test_the_merged_report_has_the_verdicts_bounds_and_margins_of_one_machine(halves):
    halves.run("merge", "m1", "m2", "--into", "all/evidence")
    halves.run("report", "--budget", "quick", "--report", "all")
    merged, alone = (
        [(claim["name"], claim["verdict"], claim["series"]) for claim in halves.report(folder)["claims"]]
        for folder in ("all", "both")
    )
    assert merged == alone and len(merged) == 2


def test_what_is_merged_trains_nothing_again(halves):
    halves.run("merge", "m1", "m2", "--into", "all/evidence")
    ran = halves.run("run", "--budget", "quick", "--report", "all")
    assert ran.out.count("nothing trained: its draws were there") == 2


def test_both_machines_ran_everything(halves):
    """Each draw twice, from two processes: alike, so nothing is in the way."""
    halves.run("run", "--budget", "quick", "--report", "again", "-j1")
    assert halves.run("merge", "again", "both", "--into", "all/evidence").code == 0
    assert halves.run("merge", "again", "both", "--into", "all/evidence").out.count("0 files copied") == 1
    assert told(halves, "all/evidence")[0] == 0


def changed(halves, change, forgotten=False):
    """Merge the evidence of one machine with that of another, which has another value of draw 3."""
    halves.run("run", "coins.one", "--budget", "quick", "--report", "other", "-j1")
    (path,) = (halves.root / "other/evidence/coins.one").glob("*/*.jsonl")

    def edit(records):
        for record in records:
            if record.get("series") == "claim" and record.get("index") == 3:
                change(record)
        return records

    halves.rewrite(path, edit)
    if forgotten:
        (halves.root / "claims/one.py").unlink()
    return halves.run("merge", "m1", "m2", "other", "--into", "all/evidence")


def scaled(factor):
    def change(record):
        record["observables"]["reserve"] *= factor
        record["margin"] *= factor

    return change


def test_a_conflict_is_named_and_its_specification_not_copied(halves):
    ran = changed(halves, scaled(-1.0))
    assert ran.code == 3 and "1 of 2 specifications merged" in ran.out
    line = next(line for line in ran.out.splitlines() if line.startswith("coins.one: draw 3 of 'claim', in "))
    assert str(halves.root / "m1") in line and str(halves.root / "other") in line
    assert not (halves.root / "all/evidence/coins.one").exists()


def test_round_off_is_no_conflict(halves):
    ran = changed(halves, scaled(1 + 1e-9))
    assert ran.code == 0 and told(halves, "all/evidence")[0] == 0


def test_without_its_claim_nobody_can_tell_round_off(halves):
    ran = changed(halves, scaled(1 + 1e-9), forgotten=True)
    assert ran.code == 3 and "draw 3 of 'claim'" in ran.out and "no claim here has this specification" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["claims", "--into", "all"], "no evidence in claims"),
        (["m1"], "Missing option '--into'"),
        (["--into", "all"], "Missing argument 'DIR...'"),
        (["nowhere", "--into", "all"], "Path 'nowhere' does not exist"),
    ],
)
def test_what_makes_no_sense_is_said(project, words, said):
    (project.root / "m1").mkdir()
    project.write("claims/one.py", page("coins.one"))
    ran = project.run("merge", *words)
    assert ran.code == 2 and said in ran.out
