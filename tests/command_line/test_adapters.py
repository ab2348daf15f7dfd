"""The adapters of docs/scale.md run a suite, where the package that they adapt is installed."""

import re
from pathlib import Path

import pytest

from tests.plugin.conftest import page

SCALE = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
ADAPTERS = dict(re.findall(r'```python\n("""theoremcheck run --executor on_(\w+):executor.*?)```', SCALE, re.DOTALL))
ADAPTERS = {package: text for text, package in ADAPTERS.items()}


@pytest.mark.parametrize("package", ["executorlib", "submitit"])
def test_an_adapter_runs_claims(project, package):
    pytest.importorskip(package, reason=f"{package} is not installed")
    project.write("claims/one.py", page("coins.one"))
    project.write(f"on_{package}.py", ADAPTERS[package])
    options = ("--executor", f"on_{package}:executor", "--jobs", "1")
    ran = project.fresh("run", "--budget", "quick", *options, QUEUE="local")
    assert ran.code == 0, ran.out
    assert project.verdicts() == {"coins.one": "supported"}
    assert len(ADAPTERS[package].splitlines()) <= 45
