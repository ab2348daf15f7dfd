"""A process that runs experiments keeps what they free, whatever the environment says."""

import resource

import pytest
import torch

from theoremcheck.running import FreshProcesses

STEPS, NUMBERS, PAGE = 100, 250_000, 4096
"""Steps that need a tensor of so many floats each, in a process whose pages have so many bytes."""


def faults_of_steps():
    """How many pages the kernel hands out while each step frees what the next one needs."""

    def step():
        torch.ones(NUMBERS)

    step()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(STEPS):
        step()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.parametrize("threshold", [None, "65536"])
def test_a_step_takes_the_memory_that_the_last_one_freed(monkeypatch, threshold):
    """dask's workers state this threshold for themselves and for what they start."""
    if threshold:
        monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", threshold)
    pool = FreshProcesses(1, 60.0)
    try:
        pages = pool.submit(faults_of_steps).result(timeout=60)
    finally:
        pool.shutdown()
    assert pages < STEPS * 4 * NUMBERS / PAGE / 10
