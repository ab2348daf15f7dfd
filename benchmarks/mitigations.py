r"""What the mitigations of Yaras et al. 2025 leave of the modality gap. Run: `python -m benchmarks.mitigations`.

Prints both tables of docs/modality-gap.md: gaps of every mitigation with the paired difference to its baseline, and gap
and retrieval over the temperature. About a minute of one core.

Paper: gaps of OpenCLIP on MSCOCO, mean of three seeds, from arXiv:2412.07909. Ours: median and nine in ten of the
starts; the mean of the paired differences with its 95 % interval, by Student's t.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

import torch
from scipy.stats import t as student
from torch import Tensor

from models.unit_vectors import centroid_distance
from models.yaras2025.encoders import Arms, Views, measure, train_arms
from models.yaras2025.flows.free_features import FeatureCurve
from models.yaras2025.flows.loss import embedding
from models.yaras2025.flows.temperature import EXPONENTIAL, SOFTPLUS, scaled_exponential
from models.yaras2025.mitigations.parallel import (
    Spread,
    follow_arms,
    follow_frozen,
    follow_schedules,
    random_start,
)
from models.yaras2025.mitigations.swapping import Cones, across_modalities, centre_distance, train_swapped
from theoremcheck.streams import Streams, stream_key

Row = tuple[str, str, Tensor, Tensor, str, str]
"""What is done, the paper's gap, ours and that of the baseline at each start, model, claim."""

FLOW = Spread(pairs=12, dim=6, gap=0.1, beta=1 / 0.07, duration=300.0, tolerance=1e-6)
FLOW_STARTS, CONES_STARTS, ENCODERS_STARTS = 24, 36, 24
_RECORDED = (30.0, 100.0)
"""Times before the end at which a gap may be seen to have left the model."""

LEARNED = {
    "nothing: learned $\\beta = e^\\nu$": (".294", EXPONENTIAL, ""),
    "$\\beta = e^{\\nu/2}$": (".287", scaled_exponential(2.0), "`yaras2025.slower-temperature-smaller-gap`"),
    # The same flow of beta and gap as a tenth of the rate for nu: claim `yaras2025.reparametrised-invariants`.
    "a tenth of the rate for $\\nu$": (".268", scaled_exponential(sqrt(10)), "the same"),
    "$\\beta = e^{\\nu/10}$": (".285", scaled_exponential(10.0), "the same"),
    "$\\beta = \\log(1 + e^\\nu)$": (".284", SOFTPLUS, "the same"),
}
FIXED = {0.02: ".334", 0.04: ".122", 0.07: ".033", 0.1: ".019", 0.2: ".008"}
SCHEDULED = {0.04: ".137", 0.05: ".088"}
SWAPPED = {0.05: ("in 5 % of the steps", ""), 0.3: ("in 30 %", ""), 1.0: ("in every step", ".028")}
RETRIEVED_AT = (0.01, 0.04, 0.07, 0.2, 2.0)


def streams_of(model: str, starts: int, dtype: torch.dtype = torch.float64) -> Streams:
    """One stream a start."""
    return Streams(stream_key("benchmark", "mitigations", model), torch.arange(starts), dtype)


def flows() -> tuple[list[Row], int]:
    """Gaps of the parallel model with free features; and how many starts stayed in the model in every arm."""
    start = random_start(FLOW, streams_of("flow", FLOW_STARTS))
    beta, gap, tolerance = (
        torch.full((FLOW_STARTS,), value, dtype=torch.float64) for value in (FLOW.beta, FLOW.gap, FLOW.tolerance)
    )
    times = torch.tensor([*_RECORDED, FLOW.duration], dtype=torch.float64).expand(FLOW_STARTS, -1)
    learned = follow_arms(start, beta, gap, times, tolerance, tuple(arm for _, arm, _ in LEARNED.values()))
    fixed = follow_frozen(start, across(1 / torch.tensor(list(FIXED))), gap, times, tolerance)
    last = across(torch.tensor(list(SCHEDULED)))
    horizon = times[:, -1]
    scheduled = follow_schedules(start, (torch.full_like(last, 0.01), last), gap, horizon, tolerance)
    arms = [arm for curve in (learned, fixed, scheduled) for arm in arms_of(curve)]
    stayed = torch.stack([within for within, _ in arms]).all(0)
    (baseline, *others) = (gaps[stayed] for _, gaps in arms)
    names = [
        *((name, paper, claim) for name, (paper, _, claim) in LEARNED.items()),
        *fixed_names(),
        *scheduled_names(),
    ]
    rows = [
        (name, paper, ours, baseline, "flow", claim)
        for (name, paper, claim), ours in zip(names, (baseline, *others), strict=True)
    ]
    return rows, int(stayed.sum())


def across(values: Tensor) -> Tensor:
    """The same arms for every start, shape (starts, arms)."""
    return values.to(torch.float64).expand(FLOW_STARTS, -1).clone()


def arms_of(curve: FeatureCurve) -> Iterator[tuple[Tensor, Tensor]]:
    """Whether each start's gap stayed below 1, and the modality gap at the end; of one arm after another."""
    x, y, gap = curve.x[:, -1], curve.y[:, -1], curve.gap[:, -1]
    ends = centroid_distance(embedding(x, gap), embedding(y, -gap))
    within = (curve.log_gap < 0).all(1)
    yield from zip(within.split(FLOW_STARTS), ends.split(FLOW_STARTS), strict=True)


def fixed_names() -> Iterator[tuple[str, str, str]]:
    """Rows of fixed temperatures."""
    for number, (tau, paper) in enumerate(FIXED.items()):
        claim = "the same" if number else "`yaras2025.best-fixed-temperature`"
        yield f"fixed $\\tau$ = {short(tau)}", paper, claim


def scheduled_names() -> Iterator[tuple[str, str, str]]:
    """Rows of schedules."""
    for number, (tau, paper) in enumerate(SCHEDULED.items()):
        claim = "the same" if number else "`yaras2025.hotter-schedule-smaller-gap`"
        yield f"$\\tau$ from .01 to {short(tau)}", paper, claim


def cones() -> list[Row]:
    """Gaps of free features in two cones, at a fixed temperature, with entries swapped."""
    model = Cones(pairs=16, dim=8, temperature=torch.full((CONES_STARTS,), 0.07, dtype=torch.float64))
    trained = train_swapped(model, (0.0, *SWAPPED), across_modalities, streams_of("cones", CONES_STARTS))
    baseline, *gaps = centre_distance(trained).unbind(1)
    rows = []
    for number, ((words, paper), ours) in enumerate(zip(SWAPPED.values(), gaps, strict=True)):
        claim = "the same" if number else "`yaras2025.swapping-closes-at-the-same-temperature`"
        where = "cones" if number else f"cones, baseline {short(float(baseline.median()))}"
        rows.append((f"swap entries {words}", paper, ours, baseline, where, claim))
    return rows


def trained_encoders(arms: Arms, steps: int) -> tuple[Tensor, Tensor]:
    """Gaps and shares retrieved first of small encoders of noisy views, shape (starts, arms) each."""
    model = Views(noise=torch.full((ENCODERS_STARTS,), 0.3), steps=steps)
    return measure(*train_arms(model, arms, streams_of("encoders", ENCODERS_STARTS, torch.float32)))


def unnormalised() -> Row:
    """Gaps of encoders whose loss sees features as they are."""
    gaps, _ = trained_encoders(Arms((0.07, 0.07), (False, True)), steps=400)
    ours, baseline = gaps.unbind(1)
    where = f"encoders, baseline {short(float(baseline.median()))}"
    return "no normalisation", ".468", ours, baseline, where, "`yaras2025.unnormalised-features-keep-the-gap`"


def short(value: float) -> str:
    """A number as tables of gaps write it: three decimals at most, and no zero before the point."""
    text = f"{value:.3f}".rstrip("0") if value in (*FIXED, *SCHEDULED, *RETRIEVED_AT) else f"{value:.3f}"
    return text.removeprefix("0").rstrip(".") or "0"


def spread_of(values: Tensor) -> str:
    """Median and nine in ten; a gap below half a thousandth has no spread to show."""
    low, middle, high = (float(values.double().quantile(share)) for share in (0.05, 0.5, 0.95))
    return f"{short(middle)} [{short(low)}, {short(high)}]" if high >= 5e-4 else f"below {short(1e-3)}"


def difference_of(ours: Tensor, baseline: Tensor) -> str:
    """Mean of the paired differences with its 95 % interval."""
    apart = (ours - baseline).double()
    half = float(student.ppf(0.975, len(apart) - 1) * apart.std() / sqrt(len(apart)))
    if half == 0:
        return "0"
    mean = float(apart.mean())
    return f"{'-' if mean < 0 else '+'}{short(abs(mean))} ± {short(half)}"


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Of all mitigations, in Markdown."""
    yield "| what is done | paper | ours | difference | model | claim |"
    yield "|---|---|---|---|---|---|"
    for name, paper, ours, baseline, model, claim in rows:
        yield f"| {name} | {paper} | {spread_of(ours)} | {difference_of(ours, baseline)} | {model} | {claim} |"


def retrieval() -> Iterator[str]:
    """Gap and retrieval of encoders over the temperature, in Markdown."""
    normalised = (True,) * len(RETRIEVED_AT)
    gaps, shares = trained_encoders(Arms(RETRIEVED_AT, normalised), steps=Views(noise=0.0).steps)
    medians = shares.double().median(0).values
    found = [short(float(share)) for share in medians]
    best = int(medians.argmax())
    found[best] = f"**{found[best]}**"
    ends = [[short(float(column.double().quantile(share))) for share in (0.05, 0.95)] for column in shares.unbind(1)]
    for head, cells in (
        ("fixed $\\tau$", map(short, RETRIEVED_AT)),
        ("---", ["---"] * len(RETRIEVED_AT)),
        ("gap", (short(float(gap.median())) for gap in gaps.unbind(1))),
        ("retrieved first, of 512", found),
        ("its nine in ten", (f"[{low}, {high}]" for low, high in ends)),
    ):
        yield f"| {head} | {' | '.join(cells)} |"


def main() -> None:
    """Print both tables."""
    torch.set_num_threads(1)
    rows, stayed = flows()
    for line in table([*rows, *cones(), unnormalised()]):
        print(line)
    print(
        f"\nflow: {stayed} of {FLOW_STARTS} starts; in the others the gap of an arm ran through 1 and left the model\n"
    )
    for line in retrieval():
        print(line)


if __name__ == "__main__":
    main()
