"""How often a search at standard says what is true of planted failures. Run: `python -m benchmarks.planted`.

Two questions, each under many names, which seed draws and search:

- Of a band that fades and another that fails for ever at some rate (`tests/falsifier/test_two_causes.py`): how often
  does the search see an effect of finite size alone, or nothing? At most one run in twenty may.
- Of sets of known shape (`tests/planted_shapes.py`): how often does it find them? Nineteen names of twenty are wanted.

    python -m benchmarks.planted --runs 200 --names 20 --jobs 2
"""

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import Any

from tests.falsifier.conftest import Searched
from tests.falsifier.test_two_causes import two_causes
from tests.planted_shapes import SHAPES
from theoremcheck.running import BUDGETS, use_one_thread

RATES = (1.0, 0.5, 0.25, 0.15)

DRAWS = 74
"""As many as decide a claim at 0.95 where none fails."""

Case = tuple[str, float | str, int]
"""Kind of the claim, its rate or shape, and the number of its name."""


def cases(runs: int, names: int) -> Iterator[Case]:
    """All searches."""
    for rate in RATES:
        yield from (("two causes", rate, number) for number in range(runs))
    for shape in SHAPES:
        yield from (("shape", shape, number) for number in range(names))


def claim_of(case: Case) -> Any:
    """The planted claim."""
    kind, which, number = case
    if kind == "shape":
        return replace(SHAPES[str(which)], name=f"{which}-{number}")
    return two_causes(which, f"{which:g}-{number}")


def stays(case: Case) -> bool:
    """Whether the search says that a failure stays."""
    return bool(Searched(claim_of(case), BUDGETS["standard"]).run(DRAWS).found.finding == "stays")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--names", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    every = list(cases(asked.runs, asked.names))
    found: dict[tuple[str, float | str], list[bool]] = {}
    with ProcessPoolExecutor(asked.jobs, get_context("spawn"), initializer=use_one_thread) as pool:
        for (kind, which, _), stayed in zip(every, pool.map(stays, every, chunksize=4), strict=True):
            found.setdefault((kind, which), []).append(stayed)
    print("| claim | searches | say that it stays |\n|---|---|---|")
    for (kind, which), seen in found.items():
        print(f"| {kind}, {which} | {len(seen)} | {sum(seen)} |")


if __name__ == "__main__":
    main()
