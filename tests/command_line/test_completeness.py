"""`verify` asks for all that a run records beside the draws of a verdict, and for numbers that follow from points."""

import pytest

from tests.command_line.conftest import forged, verified
from tests.plugin.conftest import page


def without(project, name, keep):
    """Take trials out of a claim's evidence, and repair the chain of checksums."""
    for path in project.segments(name):
        project.rewrite(path, lambda records: [records[0], *filter(keep, records[1:])])


@pytest.mark.parametrize(
    ("keep", "lacking"),
    [
        (lambda record: "/" not in record["series"], "the evidence lacks 12 of 12 repeats of draws of 'claim'"),
        (
            lambda record: "/again/" in record["series"] or "/" not in record["series"],
            "lacks 4 of 4 trials of 'claim/corners' that its search",
        ),
        (
            lambda record: not record["series"].endswith("/spread"),
            "lacks 12 of 12 trials of 'claim/spread' that its search",
        ),
        (
            lambda record: not record["series"].endswith("/corners"),
            "lacks 4 of 4 trials of 'claim/corners' that its search",
        ),
        (lambda record: record["series"] != "the coin is good/again/alone", "2 of 8 repeats of draws of 'the coin"),
    ],
    ids=["all beside draws", "search", "cover", "corners", "repeats of a control"],
)
def test_what_was_taken_out_beside_the_draws_is_named(finished, keep, lacking):
    without(finished, "coins.one", keep)
    ran = verified(finished)
    assert ran.code == 3 and "coins.one: the evidence lacks" in ran.out and lacking in ran.out, ran.out


def test_a_plan_that_was_taken_out_is_named(finished):
    for path in (finished.root / "reports/latest/evidence/coins.one").glob("*/*.plans"):
        path.unlink()
    ran = verified(finished)
    assert ran.code == 3 and "coins.one: the evidence lacks the plan of a search at budget quick" in ran.out


def test_reruns_that_were_taken_out_are_named(finished):
    page = finished.root / "claims/one.py"
    page.write_text(
        page.read_text()
        .replace('name="coins.one"', 'name="coins.coarse", dtype=torch.float32')
        .replace("import time", "import time, torch")
    )
    assert finished.run("run", "coins.coarse", "--budget", "quick", "--jobs", "1").code == 0
    assert verified(finished, "--budget", "quick").code == 0
    without(finished, "coins.coarse", lambda record: "precision" not in record)
    ran = verified(finished, "--budget", "quick")
    assert ran.code == 3 and "the evidence lacks 22 of 22 reruns in float64, the first that of draw 0" in ran.out, (
        ran.out
    )


def test_a_claim_that_does_not_exist_spent_nothing(finished):
    def lie(record):
        record["claim"] = "coins.absent"

    forged(finished, "coins.one", lie)
    ran = verified(finished)
    assert ran.code == 3 and "says that coins.absent spent it, which shares no draws with coins.one" in ran.out


def test_a_series_that_does_not_exist_has_no_trial(finished):
    def lie(record):
        if record["series"] == "the coin is good":
            record["series"] = "the coin is bad"

    forged(finished, "coins.one", lie)
    ran = verified(finished)
    assert ran.code == 3 and "is a trial of 'the coin is bad', which is no series of coins.one" in ran.out


@pytest.mark.parametrize("shift", [7 << 30, 4 << 16, 1 << 16], ids=["point", "factor", "end"])
@pytest.mark.parametrize("part", ["corners", "fresh"])
def test_a_replicate_has_the_number_of_its_point(finished, part, shift):
    """Else somebody may try streams until the outcome is the one that is wanted."""

    def lie(record):
        if record["series"] == f"claim/{part}":
            record["index"] += shift

    forged(finished, "coins.two", lie)
    ran = verified(finished)
    assert ran.code == 3 and f"of 'claim/{part}' has another number than its point" in ran.out


@pytest.mark.parametrize("part", ["corners", "fresh"])
def test_a_replicate_outside_the_declared_regime_is_named(finished, part):
    """The claim says nothing of it, so what fails there refutes nothing."""

    def lie(record):
        if record["series"] == f"claim/{part}":
            record["regime"]["tilt"] = 5.0

    forged(finished, "coins.two", lie)
    ran = verified(finished)
    assert ran.code == 3 and "tilt = 5.0, where the claim declares uniform(0.0, 1.0)" in ran.out, ran.out


@pytest.mark.parametrize("field", ["examples", "open_points"])
def test_a_plan_does_not_lead_out_of_the_declared_regime(finished, field):
    """Else a search, honest from there on, may refute a claim where it says nothing; a run refuses the plan too."""

    def lie(record):
        record[field] = [{"size": 1, "weight": 1.0, "tilt": 0.5}, {"size": 1, "weight": 1.0, "tilt": 5.0}]

    folder = finished.root / "reports/latest/evidence/coins.one"
    for path in folder.glob("*/*.plans"):
        finished.forge(path, lie)
    before = sorted(path.read_bytes() for path in folder.rglob("*.plans"))
    ran = verified(finished)
    assert ran.code == 3 and f".plans, line 2: {field}[1] of the plan of coins.one's search at budget quick" in ran.out
    assert "tilt = 5.0, where the claim declares uniform(0.0, 1.0)" in ran.out
    ran = finished.run("run", "coins.one", "--budget", "quick", "--jobs", "1")
    assert f"EvidenceError: {field}[1] of the plan of coins.one's" in ran.out and ran.code, ran.out
    assert sorted(path.read_bytes() for path in folder.rglob("*.plans")) == before


@pytest.mark.parametrize("draws", [0, 70, 2**40])
def test_a_search_among_other_draws_is_none(finished, draws):
    """How many draws decide a claim follows from the draws: else somebody may leave out the failing ones."""

    def lie(record):
        if "draws" in record:
            record["draws"] = draws

    for path in (finished.root / "reports/latest/evidence/coins.one").glob("*/*.plans"):
        finished.forge(path, lie)
    ran = verified(finished)
    assert ran.code == 3 and "the plan of a search at budget quick among the 74 draws that decide its claim" in ran.out


def test_a_search_that_is_said_to_have_ended_did(finished):
    """Else one line would make a report state a budget that no search had."""

    def add(records):
        return [*records, {**records[1], "budget": "thorough", "done": True}]

    for path in (finished.root / "reports/latest/evidence/coins.one").glob("*/*.plans"):
        finished.rewrite(path, add)
    ran = verified(finished)
    assert (
        ran.code == 3 and "coins.one: a search at budget thorough is said to have come to its end, and lacks" in ran.out
    )


@pytest.mark.parametrize(("name", "label"), [("coins.one", "the coin is good"), ("coins.two", "both sides are heads")])
def test_draws_of_a_control_that_were_taken_out_are_named(finished, name, label):
    without(finished, name, lambda record: record["series"] != label or record["index"] == 0)
    ran = verified(finished)
    assert ran.code == 3 and f"{name}: the evidence lacks draws of {label!r} up to the one that decides it" in ran.out


def test_a_refutation_without_its_positive_control_is_not_run(finished):
    """It is no powerless claim: nobody asked the check to succeed."""
    without(finished, "coins.two", lambda record: not record["series"].startswith("both sides are heads"))
    ran = verified(finished)
    assert "coins.two: not run: no draw is recorded of it, or of a control" in ran.out and "powerless" not in ran.out


IDLE = """baselines=(
        Baseline(when="nobody learns", experiment=lambda coin, streams: Observables(reserve={reserve} + 0 * coin.tilt)),
    ),"""


@pytest.fixture
def compared(project):
    """A function: a project whose claim, supported, has a baseline with this reserve."""

    def run(reserve):
        text = page("coins.compared", more=IDLE.format(reserve=reserve))
        project.write("claims/compared.py", text.replace("AtLeast,", "AtLeast, Baseline,"))
        assert project.run("run", "--budget", "quick", "--jobs", "1").code == 0
        assert verified(project).code == 0, verified(project).out
        return project

    return run


def test_a_baseline_that_was_taken_out_whole_is_named(compared):
    """With it goes the word that the prediction holds where nobody learns, too."""
    project = compared("1.0")
    assert "also holds nobody learns" in verified(project).out
    without(project, "coins.compared", lambda record: not record["series"].startswith("nobody learns"))
    ran = verified(project)
    # An experiment that raises leaves none either, so it is no proof of an edit; what the report says of it is one.
    assert "coins.compared: there is no draw of 'nobody learns'" in ran.out, ran.out
    assert ran.code == 3 and "report.json: says of coins.compared baselines[0].draws = 74 (the evidence: 0)" in ran.out


def test_a_baseline_that_raises_is_no_edit(project):
    text = page("coins.compared", more=IDLE.format(reserve="1 / 0"))
    project.write("claims/compared.py", text.replace("AtLeast,", "AtLeast, Baseline,"))
    assert project.run("run", "--budget", "quick", "--jobs", "1").code == 0
    ran = verified(project)
    assert ran.code == 0 and "there is no draw of 'nobody learns': its experiment gave no outcome at all" in ran.out


def test_a_baseline_without_a_usable_outcome_lacks_nothing_but_what_was_taken_out(compared):
    """A run makes one look at it, and goes on."""
    project = compared("float('nan')")
    without(project, "coins.compared", lambda record: record["series"] != "nobody learns" or record["index"] == 0)
    ran = verified(project)
    assert ran.code == 3 and "the evidence lacks draws of 'nobody learns' up to the one that decides it" in ran.out


def test_a_claim_of_a_study_spends_no_trial_of_another_ones_series(project):
    """Whoever reads one of them would not find it, and its verdict would be another."""
    study = 'study=Study("coins.together", "claims"),'
    project.write("claims/__init__.py", "")
    project.write("claims/one.py", page("coins.one", more=study))
    project.write("claims/two.py", page("coins.two", more=study, truth=0.99))
    assert project.run("run", "--budget", "quick", "--jobs", "1").code == 0
    assert verified(project).code == 0

    def lie(record):
        if record.get("claim") == "coins.one" and record["series"].endswith("/spread"):
            record["claim"] = "coins.two"

    for path in project.root.glob("reports/latest/evidence/coins.together/*/*.jsonl"):
        project.forge(path, lie)
    ran = verified(project)
    assert ran.code == 3 and "which is no series of coins.two" in ran.out, ran.out
