"""What two workers of dask are worth on this machine: overhead of a task, and time of a run against one process.

    python -m benchmarks.cluster                          # overhead of a task alone
    python -m benchmarks.cluster 'yaras2025.*' --budget quick
    python -m benchmarks.cluster all --budget standard    # the whole catalogue, which takes long

Each run has a folder of its own, so it draws everything. The clock on the wall counts: nothing else should be busy.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from theoremcheck.catalogue.located import claims_in
from theoremcheck.running import FreshProcesses
from theoremcheck.running.dask_workers import LOCAL, DaskWorkers
from theoremcheck.running.portions import Portion, portion_of, train_there
from theoremcheck.series.specification import series_of
from theoremcheck.vocabulary import Precision

PAGE = Path(__file__).parents[1] / "claims" / "yaras2025" / "initialisation" / "inner_product_density.py"
TASKS = 200


def empty() -> Portion:
    """A portion without a trial: what it takes is overhead."""
    (item,) = claims_in(PAGE.resolve())
    return portion_of(item, series_of(item.claim)[0], {}, Precision.DECLARED)


def overhead(executor: Executor, portion: Portion) -> tuple[float, float]:
    """Milliseconds of a task, one after the other and all at once."""
    for future in [executor.submit(train_there, portion, "cpu", 0, 2) for _ in range(8)]:
        future.result()  # both workers have imported the page
    started = time.perf_counter()
    for _ in range(TASKS):
        executor.submit(train_there, portion, "cpu", 0, 2).result()
    between = time.perf_counter()
    for future in [executor.submit(train_there, portion, "cpu", 0, 2) for _ in range(TASKS)]:
        future.result()
    return 1e3 * (between - started) / TASKS, 1e3 * (time.perf_counter() - between) / TASKS


def timed(folder: Path, words: Sequence[str]) -> tuple[float, dict[str, tuple[str, float | None]]]:
    """Seconds of a run, and the verdict and lower bound of each claim."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "theoremcheck", "run", *words, "--report", str(folder)], stdout=subprocess.DEVNULL
    )
    elapsed = time.perf_counter() - started
    claims = json.loads((folder / "report.json").read_text(encoding="utf-8"))["claims"]
    return elapsed, {claim["name"]: (claim["verdict"], (claim["series"] or {}).get("lower")) for claim in claims}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", help="names, globs, papers, paths; `all` for all")
    parser.add_argument("--budget", default="quick")
    options = parser.parse_args()
    if not options.claims:
        portion = empty()
        print("| executor | ms a task, one by one | ms a task, all at once |\n|---|---|---|")
        for name, fresh in (
            ("dask", partial(DaskWorkers, LOCAL, 600.0, 2)),
            ("processes", partial(FreshProcesses, 2, 600.0)),
        ):
            executor: Executor = fresh()
            alone, together = overhead(executor, portion)
            executor.shutdown()
            print(f"| {name} | {alone:.1f} | {together:.1f} |")
        return
    words = [*(() if options.claims == ["all"] else options.claims), "--budget", options.budget]
    with tempfile.TemporaryDirectory() as name:
        serial, one = timed(Path(name, "serial"), [*words, "--jobs", "1"])
        both, two = timed(Path(name, "dask"), [*words, "--dask", LOCAL, "--jobs", "2"])
    same = "the same verdicts and bounds" if one == two else f"OTHER: {one} and {two}"
    print(f"{len(one)} claims: {serial:.0f} s by one process, {both:.0f} s by two workers of dask: {serial / both:.2f}")
    print(f"times as fast, with {same}")


if __name__ == "__main__":
    main()
