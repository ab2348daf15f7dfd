"""`--fdr` and `--fwer`: a level for all verdicts together, fixed beforehand, at every door."""

import pytest

from tests.plugin.conftest import page

# The e-value of each claim is 20.2, as decided ones have it: e-BH keeps both at 0.1, since 2 / (0.1 * 2) = 10; e-Holm
# asks for 2 / 0.1 = 20 of each, and at 0.05 either asks for more than there is.
LEVELS = {
    ("--fdr", "0.1"): "e-BH keeps 2 of them at a false-discovery rate of 0.1, fixed beforehand",
    ("--fdr", "0.01"): "e-BH keeps 0 of them at a false-discovery rate of 0.01, fixed beforehand",
    ("--fwer", "0.1"): "e-Holm keeps 2 of them at a family-wise error rate of 0.1, fixed beforehand",
    ("--fwer", "0.05"): "e-Holm keeps 0 of them at a family-wise error rate of 0.05, fixed beforehand",
}
WRONG = {
    ("--fdr", "0.1", "--fwer", "0.1"): "either the false-discovery rate or the family-wise error rate, not both",
    ("--fdr", "1"): "1",
    ("--fwer", "0"): "0",
}


@pytest.fixture
def two(project):
    for name in ("one", "two"):
        project.write(f"claims/{name}.py", page(f"coins.{name}"))
    return project


def kept(project):
    suite = project.report()["suite"]
    return suite["fixed"]["level"], suite["kept"]


@pytest.mark.parametrize(("options", "sentence"), LEVELS.items(), ids=map(" ".join, LEVELS))
def test_run_and_report_say_what_a_level_keeps(two, options, sentence):
    ran = two.run("run", "-j1", "--budget", "quick", *options)
    assert ran.code == 0 and sentence in ran.out
    told = kept(two)
    assert two.run("report", "--budget", "quick").code == 0 and two.report()["suite"]["fixed"] is None
    again = two.run("report", "--budget", "quick", *options)
    assert sentence in again.out and kept(two) == told == (float(options[1]), int(sentence.split()[2]))
    assert sentence in (two.root / "reports/latest/index.html").read_text()


@pytest.mark.parametrize(
    ("options", "sentence"), [next(iter(LEVELS.items())), [*LEVELS.items()][-1]], ids=["fdr", "fwer"]
)
def test_pytest_says_what_a_level_keeps(two, options, sentence):
    ran = two.pytest("claims", "--budget", "quick", *options)
    assert ran.code == 0 and sentence in ran.out
    assert kept(two) == (float(options[1]), int(sentence.split()[2]))


@pytest.mark.parametrize(("options", "said"), WRONG.items(), ids=map(" ".join, WRONG))
def test_a_wrong_level_is_an_error_before_anything_is_spent(two, options, said):
    for ran in (two.run("run", *options), two.run("report", *options), two.pytest("claims", *options)):
        assert ran.code not in (0, 1) and said in ran.out
    assert not two.segments()
