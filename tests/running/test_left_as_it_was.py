"""What one call of an experiment changes reaches no other: no rung of a ladder, no batch, no claim."""

import os
import random
import signal
import subprocess
import sys
import warnings
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from tests.planted import coin_claim, flip
from theoremcheck import Control, Observables, Regimes, Scale, Vanishes, Verdict, uniform
from theoremcheck.running import BUDGETS, run_claim
from theoremcheck.running.observed import ContractError, observed


@dataclass(frozen=True)
class Grown:
    size: float
    error: float


def constant(point, streams):
    return Observables(error=point.error * 0.5, law=1 / point.size)


def constant_in_place(point, streams):
    error = point.error
    error *= 0.5
    return Observables(error=error.clone(), law=1 / point.size)


def ladder(experiment):
    """A constant error that is said to vanish like 1 / size."""
    regimes = Regimes(Grown, size=1.0, error=uniform(0.5, 1.0))
    return coin_claim(
        regimes=regimes,
        experiment=experiment,
        scale=Scale("size", (1, 2, 4, 8), lambda point, factor: replace(point, size=point.size * factor)),
        prediction=Vanishes("error", "size", "law", slope_band=0.2, log_spread=0.5),
        controls=(Control(breaks="it is good", experiment=lambda p, s: Observables(error=1 * p.size, law=1 / p.size)),),
    )


def test_a_regime_that_is_changed_in_place_is_named(run):
    judgement = run(ladder(constant_in_place)).judgement
    assert judgement.verdict is Verdict.BROKEN
    assert "changed error of what it was handed in place" in judgement.message


@pytest.mark.parametrize("kind", [torch.as_tensor, lambda array: array], ids=["torch", "numpy"])
def test_observables_are_copied_as_they_are_returned(kind):
    """The next rung may write into the tensor that this one returned."""
    array = np.ones(3)
    kept = observed({"reserve": kind(array)}, {}, coin_claim(), 3)
    array *= 0.5
    assert kept["reserve"].tolist() == [1.0, 1.0, 1.0]


def test_an_observable_has_a_text_for_a_name():
    with pytest.raises(ContractError, match="named an observable 0, expected a text"):
        observed({0: torch.zeros(3), "reserve": torch.zeros(3)}, {}, coin_claim(), 3)


def test_streams_are_handed_over_too(run):
    def shifts(coin, streams):
        streams.indices.add_(1)
        return flip(coin, streams)

    assert "streams.indices" in run(coin_claim(experiment=shifts)).judgement.message


def test_nothing_is_said_of_an_experiment_that_works_on_a_copy(run):
    def copies(coin, streams):
        tilt = coin.tilt.clone()
        tilt *= 0.5
        return flip(coin, streams)

    outcome = run(coin_claim(experiment=copies))
    assert outcome.judgement.verdict is Verdict.SUPPORTED and not outcome.warnings


@pytest.mark.parametrize(
    ("change", "read", "name"),
    [
        (lambda: torch.set_default_dtype(torch.float64), torch.get_default_dtype, "floating type from torch.float32"),
        (lambda: torch.set_grad_enabled(False), torch.is_grad_enabled, "gradient mode from True to False"),
        (lambda: torch.set_num_threads(3), torch.get_num_threads, "number of threads"),
        (lambda: torch.set_default_device("meta"), torch.get_default_device, "default device from cpu to meta"),
        (lambda: np.seterr(all="raise"), np.geterr, "NumPy's handling of errors"),
        (lambda: torch.use_deterministic_algorithms(True), torch.are_deterministic_algorithms_enabled, "deterministic"),
        (lambda: os.chdir("/"), os.getcwd, "the working directory"),
        (lambda: os.environ.update(PLANTED="1"), lambda: dict(os.environ), "the environment"),
        (lambda: os.environ.pop("HOME"), lambda: dict(os.environ), "the environment"),
        (lambda: sys.setrecursionlimit(4321), sys.getrecursionlimit, "recursion limit"),
        (lambda: setattr(torch, "exp", torch.log), lambda: torch.exp, "replaced torch.exp"),
        (lambda: setattr(torch.Tensor, "mean", torch.Tensor.sum), lambda: torch.Tensor.mean, "torch.Tensor.mean"),
        (lambda: delattr(np, "median"), lambda: getattr(np, "median", None), "replaced numpy.median"),
    ],
    ids=[
        "dtype",
        "grad",
        "threads",
        "device",
        "numpy",
        "deterministic",
        "folder",
        "variable",
        "variable removed",
        "recursion",
        "function",
        "method",
        "function removed",
    ],
)
def test_a_setting_of_the_process_is_put_back_and_named(run, change, read, name):
    def leaks(coin, streams):
        drawn = flip(coin, streams)
        change()
        return drawn

    before = read()
    outcome = run(coin_claim(experiment=leaks))
    assert read() == before
    assert [warning for warning in outcome.warnings if name in warning]


def test_switches_that_a_library_sets_for_openmp_are_no_change(run, monkeypatch):
    """scikit-learn does when it is imported."""
    monkeypatch.delenv("KMP_PLANTED", raising=False)

    def imports(coin, streams):
        os.environ["KMP_PLANTED"] = "TRUE"
        return flip(coin, streams)

    assert not run(coin_claim(experiment=imports)).warnings


IMPORTS_THE_COMPILER = """
import functools, torch
from theoremcheck.streams.process_state import watched

with watched("the experiment", print):
    import torch._dynamo
with watched("the experiment", print):
    import torch._dynamo.backends.debugging
    torch.manual_seed = functools.wraps(torch.manual_seed)(lambda seed: None)
"""


def test_what_a_part_of_torch_replaces_when_it_is_imported_is_no_change():
    """An optimiser imports torch's compiler, which wraps `manual_seed`; a stranger who does the same is named."""
    said = subprocess.run([sys.executable, "-c", IMPORTS_THE_COMPILER], capture_output=True, text=True, timeout=120)
    assert said.stdout.splitlines() == ["the experiment replaced torch.manual_seed; the engine put it back"], (
        said.stderr
    )


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (torch.ones(3, dtype=torch.complex64), "complex64"),
        (torch.ones(3, dtype=torch.bool), "bool"),
        (np.array(["1", "2", "3"]), "<U1"),
        (np.array([1, 2, None]), "object"),
        (np.array(["2026-01-01"] * 3, dtype="datetime64[D]"), "datetime64[D]"),
    ],
    ids=["complex", "bool", "text", "object", "dates"],
)
def test_observables_are_real_numbers(values, kind):
    """A cast would lose the imaginary part without a word."""
    with pytest.raises(ContractError) as raised:
        observed({"reserve": values}, {}, coin_claim(), 3)
    assert str(raised.value) == f"observable 'reserve' holds {kind} values, expected real numbers"


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.float16, torch.bfloat16, torch.float32])
def test_any_real_type_of_torch_will_do(dtype):
    assert observed({"reserve": torch.ones(3, dtype=dtype)}, {}, coin_claim(), 3)["reserve"].tolist() == [1.0] * 3


def test_a_time_limit_from_outside_is_no_outcome(tmp_path):
    """It says how busy the machine is; the same draw has another outcome tomorrow."""

    def handler(number, frame):
        raise TimeoutError("too slow")

    def slow(coin, streams):
        signal.raise_signal(signal.SIGUSR1)
        return flip(coin, streams)

    before = signal.signal(signal.SIGUSR1, handler)
    try:
        with pytest.raises(TimeoutError):
            run_claim(coin_claim(experiment=slow), BUDGETS["quick"], tmp_path, device=torch.device("cpu"))
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert not list(tmp_path.rglob("*.jsonl"))


def test_an_error_of_the_experiment_itself_is_one(run):
    def raises(coin, streams):
        raise TimeoutError("my solver gave up")

    assert "my solver gave up" in run(coin_claim(experiment=raises)).judgement.message


def test_filters_of_warnings_are_put_back_without_a_word(run):
    """Any library adds its own the first time that it is imported."""

    def filters(coin, streams):
        warnings.simplefilter("ignore")
        return flip(coin, streams)

    before = list(warnings.filters)
    assert not run(coin_claim(experiment=filters)).warnings
    assert list(warnings.filters) == before


def test_a_setting_is_put_back_where_the_experiment_raises(run):
    def raises(coin, streams):
        torch.set_default_dtype(torch.float64)
        raise ArithmeticError("no")

    run(coin_claim(experiment=raises))
    assert torch.get_default_dtype() == torch.float32


@pytest.mark.parametrize(
    ("draw", "whose"),
    [
        (lambda: torch.rand(3), "torch's"),
        (lambda: torch.manual_seed(1), "torch's"),
        (lambda: np.random.rand(), "NumPy's"),
        (lambda: random.random(), "Python's"),
    ],
    ids=["torch", "seed", "numpy", "python"],
)
def test_global_random_numbers_are_named_and_stand_where_they_stood(run, draw, whose):
    def draws(coin, streams):
        draw()
        return flip(coin, streams)

    states = torch.get_rng_state(), np.random.get_state()[1].tolist(), random.getstate()
    outcome = run(coin_claim(experiment=draws))
    assert [warning for warning in outcome.warnings if f"{whose} global random numbers" in warning]
    assert torch.equal(torch.get_rng_state(), states[0])
    assert (np.random.get_state()[1].tolist(), random.getstate()) == states[1:]
