"""What a run of each claim costs: seconds, the part of them outside experiments, and the largest resident memory.

Run: `python -m benchmarks.cost [PATTERN ...] [--budget quick] [--output cost.json]`; `--profile` says what the time
outside experiments goes to, function by function.

Claims of a study run one after the other, as in a run, in a process of their own that begins with the catalogue
loaded: what it has then is `base`, and no claim's doing. What a process pays once and a run of many claims shares, such
as the reading of the sources that pages have in common, each owner pays here. Seconds are the clock's; a row is printed
as soon as it is known.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import multiprocessing
import pstats
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import torch

from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.claim import Claim
from theoremcheck.running import BUDGETS, run_claim, use_one_thread

Row = dict[str, Any]

MIB = 2**20
LAYOUT = "{owner:64} {seconds:8.2f} {outside:8.2f} {share:6.1%} {peak:9.0f} {spent:8}"


def peak() -> float:
    """Largest resident memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB


@cache
def owners() -> dict[str, list[Claim]]:
    """The claims of the catalogue by owner: a study's together, for they share trials."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for item in catalogue_here(Path(__file__).parents[1]).found:
        found[item.owner].append(item.claim)
    return found


def measured(owner: str, budget: str, processes: int, profile: Path | None) -> Row:
    """Run the claims of one owner in this process."""
    use_one_thread()
    claims, base, profiler = owners()[owner], peak(), cProfile.Profile()
    cpu = time.process_time()
    with tempfile.TemporaryDirectory() as evidence:
        if profile is not None:
            profiler.enable()
        outcomes = [
            run_claim(claim, BUDGETS[budget], Path(evidence), device=torch.device("cpu"), processes=processes)
            for claim in claims
        ]
        profiler.disable()
    if profile is not None:
        profiler.dump_stats(profile / f"{owner}.prof")
    seconds = sum(outcome.seconds for outcome in outcomes)
    experiments = sum(outcome.experiment_seconds for outcome in outcomes)
    return {
        "owner": owner,
        "claims": len(claims),
        "seconds": seconds,
        "cpu": time.process_time() - cpu,
        "outside": seconds - experiments,
        "share": (seconds - experiments) / seconds,
        "base": base,
        "peak": peak(),
        "spent": sum(outcome.spent for outcome in outcomes),
        "verdicts": {outcome.claim.name: str(outcome.judgement.verdict) for outcome in outcomes},
    }


def in_a_fork(*job: Any) -> Row:
    """The same in a process that has what this one has, and ends after it."""
    # Forked: 200 processes would import the catalogue again, and pages hold functions that cannot travel.
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(measured, job)


def matching(patterns: Sequence[str]) -> list[str]:
    """Owners of which a claim's name matches one of the globs."""
    return [
        owner
        for owner, claims in owners().items()
        if any(fnmatch(claim.name, pattern) for claim in claims for pattern in patterns)
    ]


def hottest(profiles: Path, count: int) -> list[Row]:
    """Where the time went, by own time, over all profiles."""
    stats = pstats.Stats(*(str(path) for path in sorted(profiles.iterdir())))
    rows = [
        {
            "function": f"{file.rpartition('site-packages/')[2]}:{line}:{name}",
            "own": own,
            "total": total,
            "calls": calls,
        }
        for (file, line, name), (_, calls, own, total, _) in stats.stats.items()
    ]
    return sorted(rows, key=lambda row: -row["own"])[:count]


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("patterns", nargs="*", default=["*"], help="globs of names of claims")
    parser.add_argument("--budget", choices=BUDGETS, default="quick")
    parser.add_argument("--processes", type=int, default=2, help="as many as a run would share the memory among")
    parser.add_argument("--memory", type=float, default=2.0, help="GiB that one process is to stay within")
    parser.add_argument("--profile", type=int, default=0, metavar="N", help="print the N hottest functions")
    parser.add_argument("--output", type=Path, default=Path("cost.json"))
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    """Print the table, and write it."""
    options = parsed(arguments)
    rows: list[Row] = []
    print(
        f"{'claim, or study':64} {'seconds':>8} {'outside':>8} {'share':>6} {'peak MiB':>9} {'trials':>8}", flush=True
    )
    with tempfile.TemporaryDirectory() as kept:
        profiles = Path(kept) if options.profile else None
        for owner in matching(options.patterns):
            rows.append(in_a_fork(owner, options.budget, options.processes, profiles))
            print(LAYOUT.format(**rows[-1]), flush=True)
            options.output.write_text(json.dumps(rows, indent=1), encoding="utf-8")
        for row in hottest(Path(kept), options.profile) if profiles else ():
            print(f"{row['own']:8.2f} {row['total']:8.2f} {row['calls']:9} {row['function']}")
    seconds, outside = (sum(row[name] for row in rows) for name in ("seconds", "outside"))
    print(f"all: {seconds:.0f} s, {outside:.0f} s outside experiments, {outside / seconds:.1%}")
    above = [row for row in rows if row["peak"] > 1024 * options.memory]
    print(f"above {options.memory:g} GiB: {', '.join(row['owner'] for row in above) or 'none'}")
    return rows


if __name__ == "__main__":
    main()
