"""`verify` asks of a map that each replicate is the one of its place, and that the map asked for it."""

import shutil

import pytest
import torch

from tests.command_line.conftest import Project, forged, verified
from tests.command_line.test_boundary import BIAS, NEVER, PAGE
from tests.command_line.test_necessity import PAGE as HYPOTHESES
from tests.planted_boundaries import holding_with, step
from theoremcheck.boundary import EFFORTS, axis_of, map_boundary
from theoremcheck.command_line import map_checks
from theoremcheck.command_line.evidence_checks import read_folder
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier

NAME = "coins.biased"
LINE, GROWN = "claim/boundary/bias=0.5:4.0@quick", "claim/boundary/bias=0.5:4.0@quick@grown=4"
GROWTH = """required=0.9,
    growth=Scale("tilt", factors=(1, 4), grow=lambda coin, factor: Coin(coin.bias, coin.tilt * factor)),"""
EVERY = (["bias"], ["bias", "--grown", "4"], ["bias=0.5:4", "--along", "tilt=0.1:1"], ["tilt"])


@pytest.fixture(scope="session")
def _mapped(tmp_path_factory):
    root = tmp_path_factory.mktemp("mapped") / "project"
    root.mkdir()
    project = Project(root)
    page = PAGE.format(highest=1.0, controls=BIAS + NEVER)
    page = page.replace("Regimes, Source", "Regimes, Scale, Source").replace("required=0.9,", GROWTH)
    project.write("claims/biased.py", page)
    for along in EVERY:
        assert project.run("boundary", NAME, "--budget", "quick", "--along", *along).code == 0
    assert project.run("run", NAME, "--budget", "quick", "--jobs", "1").code == 0
    return root


@pytest.fixture
def mapped(_mapped, tmp_path):
    """A project whose one claim was mapped, before it was run, along lines, over a plane, and grown."""
    shutil.copytree(_mapped, tmp_path / "project")
    return Project(tmp_path / "project")


def records_of(project, series):
    """The records of a series, as they stand."""
    found = []
    for path in project.segments(NAME):
        project.rewrite(path, lambda records: found.extend(r for r in records[1:] if r["series"] == series) or records)
    return found


def test_maps_of_before_a_run_are_trustworthy(mapped):
    ran = verified(mapped)
    assert ran.code == 0 and "trustworthy: nothing was edited" in ran.out, ran.out


def test_maps_of_claims_of_a_study_are_trustworthy(growing):
    for name in ("coins.one", "coins.two"):
        assert growing.run("boundary", name, "--along", "tilt=0:1", "--budget", "quick").code == 0
    assert growing.run("run", "--budget", "quick", "--jobs", "1").code == 0
    ran = verified(growing)
    assert ran.code == 0 and "trustworthy: nothing was edited" in ran.out, ran.out


def test_a_replicate_shows_nothing_at_another_place(mapped):
    """Else a claim holds everywhere by replicates that were trained where it holds."""
    honest = {record["index"] & 0xFFFF: record for record in records_of(mapped, LINE) if record["regime"]["bias"] < 1}

    def lie(record):
        if record["series"] == LINE and record["index"] & 0xFFFF > 1:
            other = honest.get(record["index"] & 0xFFFF, record)
            record |= {name: other[name] for name in ("regime", "observables", "margin")}

    forged(mapped, NAME, lie)
    ran = verified(mapped)
    assert ran.code == 3 and f"of {LINE!r} has another number than its place in the map" in ran.out


@pytest.mark.parametrize("series", [LINE, GROWN])
@pytest.mark.parametrize("lie", [lambda tilt: tilt / 4, lambda tilt: tilt + 1e-9, int], ids=["share", "digit", "type"])
def test_a_replicate_has_the_regime_that_its_number_draws(mapped, series, lie):
    def edit(record):
        if record["series"] == series and record["index"] & 0xFFFF == 3:
            record["regime"]["tilt"] = lie(record["regime"]["tilt"])

    forged(mapped, NAME, edit)
    ran = verified(mapped)
    assert ran.code == 3 and f"of {series!r} has another regime than its stream draws" in ran.out


@pytest.mark.parametrize("series", [LINE, GROWN])
@pytest.mark.parametrize("value", [True, None, "0.5"])
def test_a_replicate_has_a_number_in_the_mapped_field(mapped, series, value):
    def edit(record):
        if record["series"] == series and record["index"] & 0xFFFF == 3:
            record["regime"]["bias"] = value

    forged(mapped, NAME, edit)
    ran = verified(mapped)
    assert ran.code == 3 and "has no number 'bias', which it maps" in ran.out


@pytest.mark.parametrize("keep", [0, 1, 15], ids=["a place", "all but one of it", "the last one of it"])
@pytest.mark.parametrize("series", [LINE, GROWN])
def test_what_was_taken_out_is_named(mapped, series, keep):
    """A place that fails, before all."""

    def is_kept(record):
        at_place = record.get("series") == series and record["regime"]["bias"] == 4.0
        return not at_place or record["index"] & 0xFFFF <= keep

    for path in mapped.segments(NAME):
        mapped.rewrite(path, lambda records: list(filter(is_kept, records)))
    ran = verified(mapped)
    assert ran.code == 3 and f"trials of {series!r} that its map makes: a run was stopped before it" in ran.out
    assert "problems found: 1\n" in ran.out


def test_honest_replicates_at_places_that_no_map_asks_for_are_named(mapped):
    """Else somebody trains a thousand places and keeps the luckiest."""
    other = LINE.replace("4.0", "3.9")
    assert mapped.run("boundary", NAME, "--budget", "quick", "--along", "bias=0.5:3.9").code == 0
    assert verified(mapped).code == 0

    def lie(record):
        record["series"] = record["series"].replace(other, LINE)

    forged(mapped, NAME, lie)
    ran = verified(mapped)
    assert ran.code == 3 and f"of {LINE!r} is none that its map makes" in ran.out


@pytest.mark.parametrize("name", ["bias=0.50:4.0@quick", "bias=4.0:0.5@quick", "bias=0:x@quick", "size=0.5:4.0@quick"])
def test_a_survey_that_nobody_can_ask_for_is_no_map(mapped, name):
    def lie(record):
        record["series"] = record["series"].replace("bias=0.5:4.0@quick", name)

    forged(mapped, NAME, lie)
    ran = verified(mapped)
    assert ran.code == 3 and f"'claim/boundary/{name}' is no map of it" in ran.out


@pytest.mark.parametrize("name", ["huge", "standard"])
def test_a_map_of_another_effort_asks_for_other_replicates(mapped, name):
    def lie(record):
        record["series"] = record["series"].replace("@quick", f"@{name}")

    forged(mapped, NAME, lie)
    ran = verified(mapped)
    assert ran.code == 3 and ("an effort of the name 'huge'" if name == "huge" else "that its map makes") in ran.out


def test_a_map_has_no_more_places_than_its_error_probability_is_shared_among(tmp_path, monkeypatch):
    claim = holding_with(step(2.3))
    dossier = Dossier.read(claim, tmp_path)
    recorder = Recorder.of(dossier, tmp_path, torch.device("cpu"))
    map_boundary(dossier, [axis_of(claim, "load")], EFFORTS["quick"], 0.05, recorder.train)
    (folder,) = tmp_path.glob("*/*")
    assert not list(map_checks.wrong_replicates(read_folder(folder), dossier))
    monkeypatch.setitem(map_checks.PLANNED, 1, 4)
    (problem,) = map_checks.wrong_replicates(read_folder(folder), dossier)
    assert problem.endswith("places, and a map decides at 4 at most")


@pytest.mark.parametrize("part", ["condition 2", "it is thrown once"])
def test_a_draw_without_a_hypothesis_has_the_regime_of_its_stream(project, part):
    project.write("claims/flat.py", HYPOTHESES)
    assert project.run("necessity", "coins.flat", "--budget", "quick").code == 0
    assert project.run("run", "coins.flat", "--budget", "quick", "--jobs", "1").code == 0
    assert verified(project).code == 0

    def lie(record):
        if record["series"] == f"claim/necessity/{part}" and record["index"] == 5:
            record["regime"]["tilt"] *= 0.5

    forged(project, "coins.flat", lie)
    ran = verified(project)
    assert ran.code == 3 and f"draw 5 of 'claim/necessity/{part}' has another regime than its stream draws" in ran.out
