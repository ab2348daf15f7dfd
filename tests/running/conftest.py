from pathlib import Path

import pytest
import torch

from theoremcheck.running import BUDGETS, run_claim, runner


@pytest.fixture
def run(tmp_path: Path, monkeypatch):
    """Estimate a claim on the CPU with its evidence in the test's own folder; tests/falsifier has the searches."""
    monkeypatch.setattr(runner, "search", lambda *arguments: None)

    def run(claim, budget="quick", evidence=tmp_path, **options):
        return run_claim(claim, BUDGETS[budget], evidence, device=torch.device("cpu"), **options)

    return run
