"""The example package under other plug-ins of pytest, each alone and many at once. Run: `make plugins`.

A run without any of them says what the verdicts are. Under each plug-in, at work and not loaded alone, there have to be
the same verdicts after the same draws, the same exit code, a report, and no warning that names a file of ours. The
program prints a line for each run, and exits with 1 where one differs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "textbook-rules"

PLUGINS: dict[str, tuple[str, ...]] = {
    # name of the entry point: options that put it to work
    "allure_pytest": ("--alluredir=allure",),
    "anyio": (),
    "asyncio": (),
    "benchmark": ("--benchmark-disable",),  # with xdist it measures nothing, and warns that it does not
    "pytest_cov": ("--cov=textbook_rules",),
    "django": (),
    "html": ("--html=page.html",),
    "instafail": ("--instafail",),
    "pytest_jsonreport": ("--json-report",),
    "metadata": (),
    "pytest_mock": (),
    "randomly": (),
    "pytest_repeat": ("--count=2",),
    "pytest_reportlog": ("--report-log=log.json",),
    "rerunfailures": ("--reruns=1",),
    "socket": ("--disable-socket",),
    "pytest-split": ("--splits=1", "--group=1"),
    "subtests": (),
    "sugar": (),
    "timeout": ("--timeout=300",),
    "hypothesispytest": ("--hypothesis-show-statistics",),
}
NEEDS = {"html": ("metadata",), "pytest_jsonreport": ("metadata",)}
TOGETHER = (
    ("allure_pytest", "asyncio", "pytest_cov", "html", "metadata", "pytest_mock", "randomly", "rerunfailures", "sugar")
    + ("timeout",),
    tuple(PLUGINS),
)

Seen = tuple[int, dict[str, tuple[str, int]], list[str]]
"""Exit code, verdict and draws of each claim, and lines of the warnings that name a file of ours."""


def run(folder: Path, plugins: Sequence[str], report: Path) -> tuple[Seen, str]:
    """Run the example with nothing but ours, xdist and these; returns what there is to compare, and the output."""
    names = dict.fromkeys(name for plugin in plugins for name in (*NEEDS.get(plugin, ()), plugin))
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "theoremcheck", "-n2"]
    command += [f"--report={report}", "--budget=quick"]
    for name in names:
        command += ["-p", name, *PLUGINS[name]]
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, timeout=600)
    path = report / "report.json"
    claims = json.loads(path.read_text())["claims"] if path.exists() else []
    verdicts = {claim["name"]: (claim["verdict"], (claim["series"] or {}).get("draws", 0)) for claim in claims}
    summary = re.search(r"warnings summary =+\n(.*?)\n-- Docs", done.stdout, re.DOTALL)
    warned = [line for line in (summary[1] if summary else "").splitlines() if "theoremcheck/" in line]
    return (done.returncode, verdicts, warned), done.stdout + done.stderr


def main() -> int:
    """Try all of them; the exit code is 1 where a plug-in changes what a user gets."""
    different = 0
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "example"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("reports", ".*", "__pycache__"))
        alone, said = run(folder, (), Path(root) / "alone")
        if alone[0] or not alone[1] or alone[2]:
            print(f"without any of them: {alone}\n{said}")
            return 1
        for number, plugins in enumerate([*((name,) for name in PLUGINS), *TOGETHER]):
            started = time.perf_counter()
            seen, said = run(folder, plugins, Path(root) / str(number))
            name = plugins[0] if len(plugins) == 1 else f"{len(plugins)} at once"
            print(
                f"{name:20} {'same' if seen == alone else 'DIFFERENT'}  {time.perf_counter() - started:.0f} s",
                flush=True,
            )
            if seen != alone:
                different += 1
                print(f"  alone: {alone}\n  here:  {seen}\n{said}")
    print(f"{len(PLUGINS) + len(TOGETHER)} runs, {different} different")
    return min(different, 1)


if __name__ == "__main__":
    sys.exit(main())
