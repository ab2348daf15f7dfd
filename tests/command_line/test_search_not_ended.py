"""Support asks for a search that came to its end: whoever stops a run before it, or breaks it, publishes no support."""

from tests.plugin.conftest import page

DIES_AT_A_CORNER = "(os._exit(3) if (coin.tilt == 1).any() else 0)"


def test_a_claim_whose_search_breaks_is_supported_by_no_later_report(project):
    project.write("claims/one.py", page("coins.dies", pause=DIES_AT_A_CORNER))
    project.write("claims/two.py", page("coins.fine"))
    ran = project.run("run", "--budget", "quick", "--jobs", "1")
    assert ran.code == 1 and "broken" in ran.line("coins.dies")
    again = project.run("report", "--budget", "quick")
    assert again.code == 1 and "undecided" in again.line("coins.dies") and "supported" in again.line("coins.fine")
    (entry,) = (one for one in project.report("reports/latest")["claims"] if one["name"] == "coins.dies")
    assert entry["series"]["decided"] == "supported" and entry["verdict"] == "undecided"
    assert "no search of its own for counterexamples came to its end" in entry["message"]
    assert "theoremcheck run coins.dies makes its search" in project.run("show", "coins.dies").out
    assert "e-BH keeps the 1 decided verdicts" in again.out


def test_a_claim_of_a_study_that_nobody_ran_itself_is_not_run(project):
    """Another one made its draws, and those of the control that they share; nobody searched it."""
    study = 'study=Study("coins.together", "claims"),'
    project.write("claims/__init__.py", "")
    project.write("claims/one.py", page("coins.one", more=study))
    project.write("claims/two.py", page("coins.two", more=study))
    ran = project.run("run", "coins.one", "--budget", "quick")
    assert ran.code == 0, ran.out
    listed = project.run("list")
    assert "supported" in listed.line("coins.one") and "supported" not in listed.line("coins.two")
    assert project.run("verify", "reports/latest/evidence", "--budget", "quick").code == 0
    assert project.run("run", "--budget", "quick").code == 0
    assert "supported" in project.run("list").line("coins.two")


def test_claims_of_a_study_that_ask_for_more_or_less_are_not_run_either(project):
    """Their shared draws decide one of them as refuted, another as supported, and nobody searched either."""
    project.write("claims/__init__.py", "")
    for name, required in (("coins.one", 0.9), ("coins.lenient", 0.5), ("coins.strict", 0.99)):
        more = 'study=Study("coins.together", "claims"),'
        text = page(name, truth=0.95, required=required, more=more)
        project.write(f"claims/{name.partition('.')[2]}.py", text)
    project.run("run", "coins.one", "--budget", "quick")
    ran = project.run("verify", "reports/latest/evidence", "--budget", "quick")
    assert "trustworthy: nothing was edited" in ran.out and "lacks" not in ran.out, ran.out
