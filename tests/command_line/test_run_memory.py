"""`theoremcheck run --memory`: batches fit into what was given, and what does not fit is said before a draw."""

import pytest

from tests.plugin.conftest import page

QUICK = ("--budget", "quick", "--jobs", "1")
HUNGRY = "    held = torch.zeros(len(streams.indices), 2**23, dtype=torch.float64).add_(1)\n"
"""Sixty-four MiB a trial, so one GiB for a batch of sixteen, with which batches begin."""


@pytest.fixture
def hungry(project):
    hungry = page("coins.hungry").replace("    time.sleep(0)\n", HUNGRY).replace("import time", "import torch")
    project.write("claims/hungry.py", hungry)
    return project


def test_a_claim_takes_smaller_batches_where_it_is_given_little(hungry):
    ran = hungry.run("run", *QUICK, "--memory", "1.5GiB")
    assert ran.code == 0 and hungry.verdicts() == {"coins.hungry": "supported"}


def test_a_trial_that_does_not_fit_breaks_its_claim_and_names_the_share(project):
    huge = page("coins.huge").replace("    time.sleep(0)\n", HUNGRY.replace("2**23", "2**27") + "    time.sleep(1)\n")
    project.write("claims/huge.py", huge.replace("import time", "import time, torch"))
    ran = project.run("run", *QUICK, "--memory", "1GiB")
    assert ran.code == 1 and "GiB of memory" in ran.out and "more than its share" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--memory", "much"], "'much' is no size, expected one such as 2GiB or 500MB"),
        (["--memory", "2TiB"], "'2TiB' is no size"),
        (["--memory", "500MB"], "leaves each worker 77 MiB"),
        (["--memory", "2GiB", "--dask", "local"], "--memory is for processes of this machine"),
        (["--memory", "2GiB", "--executor", "a:b"], "--memory is for processes of this machine"),
    ],
)
def test_what_will_not_do_is_said_before_anything_is_trained(hungry, words, said):
    ran = hungry.run("run", *QUICK, *words)
    assert ran.code == 2 and said in ran.out and not hungry.segments()
