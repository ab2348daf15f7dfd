"""An experiment that ends its process, hangs or eats the memory is one broken claim: every other has its line."""

import time
from concurrent.futures import BrokenExecutor

import pytest

from tests.plugin.conftest import page
from theoremcheck.running import executors

STUDY = 'study=Study("coins.together", "claims"),'
DEATHS = {
    "os._exit(0)": "it was killed, ran out of memory, or left by itself",
    "os.kill(os.getpid(), signal.SIGKILL)": "it was killed, ran out of memory, or left by itself",
    "ctypes.string_at(0)": "it was killed, ran out of memory, or left by itself",
    "time.sleep(1e6)": "a batch took longer than the limit of 2 s",
}


def dying(how, **fields):
    text = page("coins.dies", **fields)
    return text.replace("import time\n", "import ctypes, os, signal, time\n").replace("time.sleep(0)", how)


def write(project, how, more=""):
    """Claims before and after the one that dies, in the order in which they run."""
    project.write("claims/__init__.py", "")
    for name in ("before", "rest"):
        project.write(f"claims/{name}.py", page(f"coins.{name}", more=more))
    project.write("claims/dies.py", dying(how, more=more))


def check(project, ran, reason):
    assert ran.code == 1 and "1 failed, 2 passed" in ran.out, ran.out
    assert project.verdicts() == {"coins.before": "supported", "coins.dies": "broken", "coins.rest": "supported"}
    (dead,) = (claim for claim in project.report()["claims"] if claim["name"] == "coins.dies")
    assert reason in dead["message"] and "in trials of 'claim" in dead["message"]
    assert "INTERNALERROR" not in ran.out and ran.line("coins.dies")


@pytest.mark.parametrize(("how", "reason"), DEATHS.items(), ids=["exit", "kill", "segmentation fault", "hang"])
def test_a_death_is_one_broken_claim(project, how, reason):
    write(project, how)
    check(project, project.pytest("claims", "--budget", "quick", "--batch-limit", "2"), reason)


@pytest.mark.parametrize(("workers", "more"), [("0", ""), ("1", ""), ("2", STUDY), ("4", "")])
def test_whoever_runs_it(project, workers, more):
    write(project, "os._exit(0)", more)
    check(project, project.fresh_pytest("claims", "--budget", "quick", "-n", workers), "left by itself")


def test_a_single_claim_that_leaves_with_zero_is_no_success(project):
    project.write("claims/dies.py", dying("os._exit(0)"))
    ran = project.pytest("claims", "--budget", "quick")
    assert ran.code == 1 and "1 failed" in ran.out and project.verdicts() == {"coins.dies": "broken"}


def test_whoever_hangs_is_shown_where(project):
    write(project, "time.sleep(1e6)")
    project.pytest("claims", "--budget", "quick", "--batch-limit", "1", "-k", "dies")
    (dead,) = project.report()["claims"]
    line = 1 + project.root.joinpath("claims/dies.py").read_text().splitlines().index("    time.sleep(1e6)")
    assert f"(dies.py, line {line}, in flip)" in dead["message"]


def test_what_was_recorded_before_counts(project):
    """The first batch is on the disk when the second one ends the process; the mended experiment goes on from there."""
    later = "os._exit(0) if streams.indices.max() > 15 else None"
    project.write("claims/dies.py", dying(later))
    assert project.pytest("claims", "--budget", "quick").code == 1
    drawn = list(project.root.rglob("*.jsonl"))
    assert drawn and '"index":15,' in drawn[0].read_text()


def test_too_much_memory_is_named(monkeypatch):
    """A process takes no more than its share, before the machine has none left."""
    monkeypatch.setattr(executors, "_memory", lambda: 2**30)
    process = executors.FreshProcesses(1, limit=200)
    try:
        with pytest.raises(BrokenExecutor):
            process.submit(fill).result(200)
        assert "GiB of memory, more than its share of this machine's" in process.last_words()
    finally:
        process.shutdown(wait=False)


def fill():
    held = [bytearray(2**26) for _ in range(32)]
    time.sleep(10)
    return len(held)


def test_a_test_s_own_time_limit_stops_the_claim_and_it_has_its_line(project):
    """As pytest-timeout sets one: an alarm, whose handler fails the test."""
    project.write(
        "conftest.py",
        """
        import signal
        import pytest

        def handler(number, frame):
            pytest.fail("Timeout >1.0s")

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(item):
            signal.signal(signal.SIGALRM, handler)
            signal.setitimer(signal.ITIMER_REAL, 20.0 if "rest" in item.name or "before" in item.name else 2.0)
            try:
                return (yield)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        """,
    )
    write(project, "time.sleep(1e6)")
    ran = project.pytest("claims", "--budget", "quick")
    assert ran.code == 1 and "1 failed, 2 passed" in ran.out, ran.out
    assert project.verdicts() == {"coins.before": "supported", "coins.dies": "broken", "coins.rest": "supported"}
    assert "it was stopped: Timeout >1.0s" in ran.out
    assert not list((project.root / "reports/latest/evidence").glob("coins.dies/*/*.jsonl"))


def test_a_debugger_gets_the_claim_in_its_own_process(project):
    write(project, "print('process', os.getpid(), os.getppid())")
    ran = project.pytest("claims", "--budget", "quick", "-k", "dies", "-s", "--pdb")
    assert ran.code == 0 and len({line for line in ran.out.splitlines() if line.startswith("process ")}) == 1
