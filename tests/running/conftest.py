from pathlib import Path

import pytest
import torch

from theoremcheck.running import BUDGETS, run_claim


@pytest.fixture
def run(tmp_path: Path):
    """Run a claim on the CPU with its evidence in the test's own folder."""

    def run(claim, budget="quick", evidence=tmp_path, **options):
        return run_claim(claim, BUDGETS[budget], evidence, device=torch.device("cpu"), **options)

    return run
