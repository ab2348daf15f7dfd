"""The catalogue on a GPU beside the CPU, and how often a GPU would be waited for.

Run: `python -m benchmarks.device margins|speed|waits`, each with `--help`.

- `margins` trains the first draws of every series on the CPU and on the device, and compares what came out as the
  engine compares a draw with its repeat: within the claim's round-off, and holding or failing alike.
- `speed` times the draws of a claim in growing batches: on one thread, on all threads, on the device.
- `waits` needs no device: it counts reads and copies on one that is not there, in one call of an experiment, and
  lists the series with more than five. With `--steps` trainings are cut to as many steps: what waits at each step shows
  by then.

Each row is printed as soon as it is known, and all of them are written to `--output` with the device's name, also
where time runs out.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.claim import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.running.batches import BatchSizes
from theoremcheck.running.experiments import Laboratory
from theoremcheck.series.comparison import beyond_round_off, compare
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.drawing import by_shape, draw_points
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series, series_of
from theoremcheck.testing.conforming import conformance_of
from theoremcheck.vocabulary import Precision

CPU = torch.device("cpu")
MOST_WAITS = 5
"""Of a training, where it is listed no longer."""

Row = dict[str, Any]


@cache
def claims() -> dict[str, list[Claim]]:
    """The claims of the catalogue by owner: a study's together, for they share trials."""
    found = catalogue_here(Path.cwd())
    for failure in found.failures:
        print(f"not imported: {failure.place}\n{failure.text}", flush=True)
    owners: dict[str, list[Claim]] = defaultdict(list)
    for each in found.found:
        owners[each.claim.study.name if each.claim.study else each.claim.name].append(each.claim)
    return owners


def synchronise(device: torch.device) -> None:
    """Wait until the device has done what it was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


# Margins


def margins(owner: str, draws: int, device: torch.device) -> Iterator[Row]:
    """A row for each claim and series of an owner."""
    kept: dict[tuple[str, bool], tuple[list[Trial], float]] = {}

    def trained(claim: Claim, series: Series, there: bool) -> tuple[list[Trial], float]:
        key = (series.label, there)
        if key not in kept:
            where, started = device if there else CPU, time.perf_counter()
            laboratory = Laboratory(claim, where, BatchSizes(where))
            batches = laboratory.batches(series, draw_points(series, range(draws)), Precision.DECLARED)
            trials = sorted((trial for batch in batches for trial in batch), key=lambda trial: trial.index)
            kept[key] = trials, time.perf_counter() - started
        return kept[key]

    for claim in claims()[owner]:
        dossier = Dossier.of(claim, Ledger())
        dossier.ledger.add(trained(claim, dossier.own, False)[0])
        for series in dossier.every_series:
            (here, seconds_here), (there, seconds_there) = (trained(claim, series, on) for on in (False, True))
            yield {
                "claim": claim.name,
                "series": series.label,
                "changed": series.changed,
                "draws": draws,
                **compared(dossier, here, there),
                "seconds_cpu": round(seconds_here, 3),
                "seconds_device": round(seconds_there, 3),
            }


def compared(dossier: Dossier, here: Sequence[Trial], there: Sequence[Trial]) -> Row:
    """What tells the trials of two devices apart."""
    claim = dossier.claim
    found = [compare(dossier, one, other, "on the device") for one, other in zip(here, there, strict=True)]
    differing = [difference for difference in found if difference is not None]
    readings = [readings_of(claim, trials) for trials in (here, there)]
    one, other = (reading.margins for reading in readings)
    with np.errstate(all="ignore"):
        gaps = np.where((one == other) | (np.isnan(one) & np.isnan(other)), 0.0, np.abs(one - other))
        relative = gaps / np.maximum(np.abs(one), np.abs(other))
    return {
        "round_off": claim.round_off,
        "margin_gap": float(np.nan_to_num(gaps, nan=np.inf).max()),
        "relative_gap": float(np.nan_to_num(np.where(gaps == 0, 0.0, relative), nan=np.inf).max()),
        "outcomes_differ": int((readings[0].holds != readings[1].holds).sum()),
        "unclear": int((readings[0].unclear | readings[1].unclear).sum()),
        "differing": len(differing),
        "unstable": beyond_round_off(differing, len(here), claim.trust.rate),
        "first": differing[0].sentence if differing else None,
        "errors_cpu": sum(trial.error is not None for trial in here),
        "errors_device": sum(trial.error is not None for trial in there),
        "error": next((trial.error for trial in (*there, *here) if trial.error), None),
    }


# Speed


class Whole:
    """All trials of a shape in one batch."""

    def run(self, shape: Any, trials: Sequence[int], train: Any) -> Iterator[Any]:
        """One piece."""
        yield train(trials)


def milliseconds(claim: Claim, series: Series, size: int, device: torch.device, threads: int) -> float:
    """Of a trial, in one batch of `size`: drawing, training, and reading its margin."""
    some = draw_points(series, range(64))
    _, members = max(by_shape(some), key=lambda group: len(group[1]))
    points = {index: some[members[index % len(members)]] for index in range(size)}
    torch.set_num_threads(threads)
    synchronise(device)
    started = time.perf_counter()
    laboratory = Laboratory(claim, device, Whole())
    trials = [trial for batch in laboratory.batches(series, points, Precision.DECLARED) for trial in batch]
    synchronise(device)
    elapsed = time.perf_counter() - started
    if error := next((trial.error for trial in trials if trial.error), None):
        raise RuntimeError(error)
    return elapsed / size * 1e3


def speed(owner: str, sizes: Sequence[int], longest: float, device: torch.device, threads: int) -> Iterator[Row]:
    """Rows for the first claim of an owner; a batch that is expected to take longer than `longest` is left out."""
    claim = claims()[owner][0]
    series = series_of(claim)[0]
    places = [("cpu, 1 thread", CPU, 1), (f"cpu, {threads} threads", CPU, threads), (str(device), device, 1)]
    for name, where, count in places:
        milliseconds(claim, series, 2, where, count)  # whatever is loaded at the first call
        last = 0.0
        for size in sizes:
            if last * size / 1e3 > longest:
                break
            try:
                last = milliseconds(claim, series, size, where, count)
            except Exception as error:
                yield {"claim": claim.name, "where": name, "size": size, "problem": in_a_line(error)}
                break
            yield {"claim": claim.name, "where": name, "size": size, "ms": round(last, 4)}


def verdicts_on_speed(rows: Sequence[Row], device: str) -> Iterator[str]:
    """For each claim its best time on either, and the batch from which on the device is the faster."""
    times: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for row in rows:
        if "ms" in row:
            times[row["claim"]][row["where"], row["size"]] = row["ms"]
    for claim, of in times.items():
        cpu = {size: min(ms for (w, s), ms in of.items() if w != device and s == size) for w, size in of if w != device}
        there = {size: ms for (where, size), ms in of.items() if where == device}
        if not cpu or not there:
            continue
        best = min(cpu.values())
        pays = next((size for size in sorted(there) if there[size] < cpu.get(size, best)), None)
        yield (
            f"{claim:60} best cpu {best:9.3f} ms, best {device} {min(there.values()):9.3f} ms, ratio "
            f"{best / min(there.values()):6.2f}, pays from {pays or 'no size tried'}"
        )


# Waits


def waits(owner: str, draws: int, steps: int | None) -> Iterator[Row]:
    """A row for each series of an owner; the claims of a study may share one."""
    seen, cut = set(), partial(cut_to, steps=steps)
    for claim in claims()[owner]:
        for series in series_of(claim):
            if series.label in seen:
                continue
            seen.add(series.label)
            found = conformance_of(claim, series, draws, ["device"], cut)
            counted = {} if found.traffic is None else {"reads": found.traffic.reads, "copies": found.traffic.copies}
            problem = {"problem": "; ".join(found.problems)} if found.problems else {}
            yield {"claim": claim.name, "series": series.label, "changed": series.changed, **counted, **problem}


def cut_to(point: Any, steps: int | None) -> Any:
    """The same point with at most so many steps."""
    if steps is None or getattr(point, "steps", 0) <= steps:
        return point
    return replace(point, steps=steps)


# All of it


def in_a_line(error: BaseException) -> str:
    """The error without line breaks."""
    return re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")[:400]


def task(job: tuple[str, argparse.Namespace]) -> list[Row]:
    """All rows of an owner; an error is a row."""
    owner, options = job
    device = torch.device(options.device)
    torch.set_num_threads(1)
    rows: list[Row] = []
    try:
        if options.what == "margins":
            found = margins(owner, options.draws, device)
        elif options.what == "speed":
            found = speed(owner, options.sizes, options.longest, device, options.threads)
        else:
            found = waits(owner, options.draws, options.steps)
        for row in found:
            rows.append(row)
            if options.jobs == 1:
                show(row)
    except Exception as error:
        rows.append({"claim": owner, "problem": in_a_line(error)})
        if options.jobs == 1:
            show(rows[-1])
    if device.type == "cuda":
        torch.cuda.empty_cache()
    return rows


def show(row: Row) -> None:
    """One line."""
    claim, *rest = row.values()
    left_out = {"draws", "round_off", "changed"}
    told = [f"{name}={value}" for name, value in row.items() if name not in left_out | {"claim"} and value is not None]
    print(f"{claim}: {' '.join(told)}" if rest else claim, flush=True)


def done(jobs: Sequence[tuple[str, argparse.Namespace]], options: argparse.Namespace) -> Iterator[list[Row]]:
    """Rows of each job as soon as they are there, until time runs out."""
    ends = time.monotonic() + options.seconds
    if options.jobs == 1:
        for job in jobs:
            if time.monotonic() > ends:
                return
            yield task(job)
        return
    # Spawned: a forked process cannot use CUDA.
    with multiprocessing.get_context("spawn").Pool(min(options.jobs, len(jobs))) as pool:
        rows = pool.imap_unordered(task, jobs)
        for _ in jobs:
            try:
                found = rows.next(timeout=max(0.1, ends - time.monotonic()))
            except multiprocessing.TimeoutError:
                return
            for row in found:
                show(row)
            yield found


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("margins", "speed", "waits"))
    parser.add_argument("--device", default="cuda:0" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--claims", default="", help="a part of the names to try")
    parser.add_argument("--draws", type=int, default=8, help="draws of each series")
    parser.add_argument("--steps", type=int, help="of the trainings whose waits are counted, at most")
    parser.add_argument("--sizes", type=int, nargs="+", default=[16, 128, 1024, 4096], help="batches, growing")
    parser.add_argument("--longest", type=float, default=4.0, help="longest batch that is timed, in seconds")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="what all threads are")
    parser.add_argument("--jobs", type=int, default=1, help="processes; timings are made by one")
    parser.add_argument("--seconds", type=float, default=480.0, help="time limit of the whole")
    parser.add_argument("--output", type=Path, default=Path("device.json"))
    options = parser.parse_args(arguments)
    if options.what == "speed" and options.jobs > 1:
        parser.error("--jobs: what is timed has the machine for itself")
    return options


def main(arguments: Sequence[str]) -> None:
    """Print a table, and write it."""
    options, started = parsed(arguments), time.monotonic()
    device = torch.device(options.device)
    about = {
        "what": options.what,
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else platform.processor() or "cpu",
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "python": platform.python_version(),
        "threads": options.threads,
        "draws": options.draws,
    }
    print(about, flush=True)
    owners = [owner for owner, group in claims().items() if any(options.claims in claim.name for claim in group)]
    if options.what == "speed":  # every eighth first, so that a run out of time has seen something of each topic
        owners = [owner for first in range(8) for owner in owners[first::8]]
    rows: list[Row] = []
    missing = set(owners)
    for found in done([(owner, options) for owner in owners], options):
        rows += found
        missing -= {owner for owner in owners for row in found if row["claim"] in {owner, *_names(owner)}}
        written = {
            **about,
            "seconds": round(time.monotonic() - started, 1),
            "out_of_time": sorted(missing),
            "rows": rows,
        }
        options.output.write_text(json.dumps(written, indent=1), encoding="utf-8")
    print(f"{len(rows)} rows of {len(owners) - len(missing)} of {len(owners)} in {time.monotonic() - started:.0f} s")
    if missing:
        print(f"out of time: {', '.join(sorted(missing))}")
    for line in summary(rows, options):
        print(line)


def _names(owner: str) -> list[str]:
    return [claim.name for claim in claims()[owner]]


def summary(rows: Sequence[Row], options: argparse.Namespace) -> Iterator[str]:
    """What the rows say together."""
    broken = [row for row in rows if "problem" in row]
    yield f"with a problem: {len(broken)}"
    if options.what == "margins":
        sound = [row for row in rows if "problem" not in row]
        apart = [row for row in sound if row["unstable"] or row["errors_device"] != row["errors_cpu"]]
        yield f"equal within round-off: {len(sound) - len(apart)} of {len(sound)}"
        for row in apart:
            yield f"  {row['claim']} [{row['series']}]: {row['unstable'] or row['error']}"
        yield f"outcomes that differ: {sum(row['outcomes_differ'] for row in sound)}"
    elif options.what == "speed":
        yield from verdicts_on_speed(rows, str(torch.device(options.device)))
    else:
        counted = sorted((row for row in rows if "reads" in row), key=lambda row: -row["reads"] - row["copies"])
        for row in counted:
            if row["reads"] + row["copies"] > MOST_WAITS:
                yield f"  {row['reads']:6} reads, {row['copies']:4} copies: {row['claim']} [{row['series']}]"
        for name, few in (
            ("reads", [row for row in counted if row["reads"] <= MOST_WAITS]),
            ("waits, copies included,", [row for row in counted if row["reads"] + row["copies"] <= MOST_WAITS]),
        ):
            yield f"at most {MOST_WAITS} {name} in {len(few)} of {len(counted)} series"


if __name__ == "__main__":
    main(sys.argv[1:])
