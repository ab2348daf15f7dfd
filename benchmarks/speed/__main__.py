"""What a training costs, written in four ways. Run: `make bench`, or `python -m benchmarks.speed --help`.

A training of one claim of each paper, on one core: in a loop of PyTorch, by torch.func.vmap, by JAX's jit and vmap
(huang2024 and yaras2025), and as the catalogue does it. Before anything is timed, all ways train the same trials from
the same numbers in float64, and have to agree. Then they take turns; a ratio is that of two medians, with the least and
the largest of a turn. Besides: ours from d = 10^3 to 10^9, the floor by counting, how the cost grows with trials, n and
steps, and the start-up of each command.

With `--guard` it exits with 1 where the loop takes less than a stated multiple of ours, or d = 10^9 more than 1.1
times what d = 10^3 takes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import torch

from benchmarks.speed.commands import catalogue_seconds, command_seconds
from benchmarks.speed.floor import counted, floor
from benchmarks.speed.in_jax_or_not import NOT_RUN, jax_twins
from benchmarks.speed.papers import cliplite2023, crossmodal2023, huang2024, ren2023, symile2024, xue2024, yaras2025
from benchmarks.speed.peers import WAYS, Case
from benchmarks.speed.timing import in_turn, ratio

Row = dict[str, Any]

PAPERS = (huang2024, yaras2025, ren2023, xue2024, symile2024, cliplite2023, crossmodal2023)
IN_JAX = (huang2024.CLAIM, yaras2025.CLAIM)
"""A twin in JAX is written for these."""

LARGEST = 1.1
"""What d = 10^9 may cost, over d = 10^3."""

BASE = huang2024.Setting(1_000)
COSTS = 64
"""Trials of a batch where something else than their number is varied."""


def compared(case: Case, turns: int) -> Row:
    """One training in all ways: first whether they agree, then how long they take."""
    apart = case.apart()
    if wrong := {way: value for way, value in apart.items() if not value <= case.round_off}:
        raise ArithmeticError(f"{case.claim}, {case.size}: {wrong} from the loop, more than {case.round_off:g}")
    if "jax" in case.ways:
        case.ways["jax"](case.trials["jax"])  # it compiles at the first call
    timed = in_turn(case.ways, case.trials, turns)
    return {
        "claim": case.claim,
        "size": case.size,
        "trials": dict(case.trials),
        "apart": apart,
        "least": case.least,
        "ways": {way: {"median": each.median, **asdict(each)} for way, each in timed.items()},
        "ratios": {way: asdict(ratio(timed[way], timed["ours"])) for way in timed if way != "ours"},
        "told": {way: str(ratio(timed[way], timed["ours"])) for way in timed if way != "ours"},
    }


def lines(row: Row) -> Iterator[str]:
    """A row of the table for each way."""
    yield f"{row['claim']}, {row['size']}"
    for way in WAYS:
        if way not in row["ways"]:
            if way == "jax" and row["claim"] in IN_JAX:
                yield f"  {way:5} {NOT_RUN}"
            continue
        seen, trials = row["ways"][way], row["trials"][way]
        memory = "" if seen["mebibytes"] is None else f"{seen['mebibytes']:8.0f} MiB"
        told = f"  {row['told'][way]} times ours" if way in row["told"] else ""
        yield f"  {way:5} {seen['median']:10.3f} ms a trial, {trials:4} at once{memory}{told}"


def flat(turns: int) -> Row:
    """Ours at d = 10^3 and 10^9, in turn."""
    ways = {str(dim): partial(huang2024.ours, replace(BASE, dim=dim)) for dim in (1_000, 10**9)}
    timed = in_turn(ways, dict.fromkeys(ways, huang2024.OURS), 2 * turns + 1)
    small, large = timed.values()
    return {"ratio": asdict(ratio(large, small)), "told": str(ratio(large, small)), "milliseconds": large.median}


def distances(turns: int) -> list[Row]:
    """Training alone, without drawing, over its floor by counting, at growing batches."""
    rows = []
    for trials in (16, 64, 256):
        run = huang2024.kernel(BASE, trials)
        counts = counted(partial(run, trials))
        products, traffic = floor(counts)
        seen = in_turn({"train": run}, {"train": trials}, 2 * turns + 1)["train"]
        rows.append(
            {
                "trials": trials,
                "operations": counts.operations / trials,
                "bytes": counts.bytes / trials,
                "products": products / trials,
                "traffic": traffic / trials,
                "floor": (products + traffic) / trials,
                "milliseconds": seen.median,
                "least": min(seen.milliseconds),
                "over": seen.median / ((products + traffic) / trials),
            }
        )
    return rows


def scaling(turns: int) -> list[Row]:
    """Milliseconds of a trial of ours where one size is varied."""
    varied: dict[str, Sequence[int]] = {"trials": (1, 4, 16, 64, 256), "samples": (20, 40, 80, 160)}
    varied["steps"] = (25, 50, 100, 200)
    rows = []
    for name, values in varied.items():
        for value in values:
            trials = value if name == "trials" else COSTS
            setting = BASE if name == "trials" else replace(BASE, **{name: value})
            seen = in_turn({"ours": partial(huang2024.ours, setting)}, {"ours": trials}, turns)["ours"]
            rows.append({"varied": name, "value": value, "milliseconds": seen.median})
    return rows


def failures(found: Row) -> list[str]:
    """What the guard objects to, a sentence each."""
    slow = [
        f"{row['claim']}, {row['size']}: the loop takes {row['told']['loop']} times ours, less than {row['least']:g}"
        for row in found.get("trainings", ())
        if row["ratios"]["loop"]["value"] < row["least"]
    ]
    if (flat := found.get("flat")) and flat["ratio"]["value"] > LARGEST:
        slow.append(f"d = 10^9 takes {flat['told']} times d = 10^3, more than {LARGEST:g}")
    return slow


def about() -> Row:
    """What it ran on."""
    twins = jax_twins()
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "torch": torch.__version__,
        "jax": None if twins is None else twins.jax.__version__,
    }


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")), "")


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="*", help="glob of the claims to train")
    parser.add_argument("--turns", type=int, default=3, help="how often each way is timed")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--catalogue", nargs="+", metavar="BUDGET", default=(), help="also run all claims, at these")
    parser.add_argument("--guard", action="store_true", help="exit with 1 where a ratio is below its stated minimum")
    parser.add_argument("--output", type=Path, default=Path("speed.json"))
    return parser.parse_args(arguments)


def trainings(options: argparse.Namespace) -> list[Row]:
    """All cases, each told as soon as it is known."""
    rows = []
    for paper in PAPERS:
        for case in paper.cases():
            if fnmatch(case.claim, options.only):
                rows.append(compared(case, options.turns))
                print("\n".join(lines(rows[-1])), flush=True)
    return rows


def told_flat(options: argparse.Namespace) -> Row:
    """And its line."""
    row = flat(options.turns)
    print(f"ours at d = 10^9: {row['told']} times d = 10^3")
    return row


def told_distances(options: argparse.Namespace) -> list[Row]:
    """And its table."""
    rows = distances(options.turns)
    print("training alone, ms a trial:    trials   products    traffic      floor   measured      ratio")
    for row in rows:
        values = (row[name] for name in ("products", "traffic", "floor", "milliseconds", "over"))
        print(" " * 29 + f"{row['trials']:8} " + " ".join(f"{value:10.3f}" for value in values))
    return rows


def told_scaling(options: argparse.Namespace) -> list[Row]:
    """And its table."""
    rows = scaling(options.turns)
    for name in dict.fromkeys(row["varied"] for row in rows):
        own = [f"{row['value']}: {row['milliseconds']:.3f}" for row in rows if row["varied"] == name]
        print(f"ms a trial of ours by {name:8} {', '.join(own)}")
    return rows


def told_commands(options: argparse.Namespace) -> Row:
    """And its table."""
    found = command_seconds()
    for name, seconds in found.items():
        print(f"theoremcheck {name:28} {min(seconds):6.2f} s")
    return found


MEASURES: dict[str, Callable[[argparse.Namespace], Any]] = {
    "trainings": trainings,
    "flat": told_flat,
    "floor": told_distances,
    "scaling": told_scaling,
    "commands": told_commands,
}
PARTS = tuple(MEASURES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables and write them; returns what to exit with."""
    options, started = parsed(arguments), perf_counter()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    found: Row = {"about": about()}
    print(found["about"], flush=True)
    for part in options.parts:
        found[part] = MEASURES[part](options)
        options.output.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if options.catalogue:
        found["catalogue"] = catalogue_seconds(options.catalogue)
        print("catalogue: " + ", ".join(f"{budget} {seconds:.0f} s" for budget, seconds in found["catalogue"].items()))
    found["seconds"] = perf_counter() - started
    found["failures"] = failures(found)
    options.output.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"{found['seconds']:.0f} s")
    if options.guard:
        print("\n".join(found["failures"]) or "guard: every ratio is above its minimum")
    return int(options.guard and bool(found["failures"]))


if __name__ == "__main__":
    sys.exit(main())
