"""Hold rates of the margins of Huang et al. 2024 beside those of the prototype. Run: `python -m benchmarks.hold_rates`.

The table is that of section 5.4 of the note on the paper, with its regime: n = 50, 100, 200, d = 0.2 n^2, c = 1.25,
C_mu = 3, m = 50, tau = 1, s = 0.045, a = 0.4, balanced labels, kappa = 0.2 for 80 steps (20 for 40), coefficients at
the end of training, bias-free heads, 500 fresh samples for H-OOD and 1,000 independent test samples. The note has 64
seeds, and gives GAP's two margins in one row; its 0.02 for C_mu = 1 is put down to H-OOD.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from math import sqrt
from sys import argv
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import ndtr
from torch import Tensor

from models.huang2024.heads import head_on_shifted, head_on_training
from models.huang2024.patches import TwoPatches, two_modalities
from models.huang2024.recursion import Arm, multi_modal, single_modal, train
from theoremcheck import Streams
from theoremcheck.streams import stream_key

SIZES = (50, 100, 200)
SEEDS = 64
"""Of the note."""
DRAWS = int(argv[1]) if __name__ == "__main__" and len(argv) > 1 else 128
PIECE = 32
POINTS = 1_000
SLOPE = 0.4
"""a, with nu = a mu."""

Floats = NDArray[np.float64]
Values = dict[str, Floats]


@dataclass(frozen=True)
class Cell:
    """One training: an arm, and what differs from the base."""

    arm: Arm
    strength: float = 1.25  # c
    ratio: float = 3.0  # C_mu
    width: int = 50  # m
    growth: float = 0.2  # kappa
    steps: int = 80

    @property
    def dtype(self) -> torch.dtype:
        """At kappa = 20 numbers leave the range of float32 before a loss has settled."""
        return torch.float64 if self.growth > 1 else torch.float32

    def patches(self, samples: int) -> TwoPatches:
        """The regime at one size, for a batch."""
        values = {
            "signal_strength": self.strength,
            "dim_ratio": 0.2,
            "start_size": 0.045,
            "modality_ratio": self.ratio,
            "temperature": 1.0,
            "view_noise": 0.1,
            "test_signal": SLOPE * sqrt(self.strength * 0.2 * samples),  # z = a sqrt(c K n)
            "horizon": self.growth * self.steps,
        }
        filled = {name: torch.full((PIECE,), value, dtype=self.dtype) for name, value in values.items()}
        return TwoPatches(samples=samples, width=self.width, steps=self.steps, **filled)


SINGLE, MULTI = Cell(single_modal), Cell(multi_modal)
STRONG, NARROW = Cell(single_modal, strength=8.0), Cell(single_modal, width=10)
WEAK = Cell(multi_modal, ratio=1.0)
FAST_SINGLE, FAST_MULTI = (Cell(arm, growth=20.0, steps=40) for arm in (single_modal, multi_modal))


@cache
def measured(cell: Cell, samples: int) -> Values:
    """Observables of all draws at one size, each of shape (draws,); the same draws for every cell."""
    key = stream_key("hold rates", str(samples))
    pieces = (Streams(key, start + torch.arange(PIECE), cell.dtype) for start in range(0, DRAWS, PIECE))
    rows = [_observe(cell, samples, streams) for streams in pieces]
    return {name: np.concatenate([row[name].double().numpy() for row in rows]) for name in rows[0]}


def _observe(cell: Cell, samples: int, streams: Streams) -> dict[str, Tensor]:
    patches = cell.patches(samples)
    state = train(cell.arm, patches, two_modalities(patches, streams))[0]
    literal = replace(patches, test_signal=patches.snr)  # a = d^(-1/2)
    heads = {
        "id": (head_on_training(state.active), patches),
        "ood": (head_on_shifted(state.weights, patches, streams), patches),
        "literal": (head_on_shifted(state.weights, literal, streams), literal),
    }
    wrong = {name: _error(head, state.weights, asked, streams) for name, (head, asked) in heads.items()}
    return {
        "loss": state.losses.nan_to_num(nan=torch.inf),
        "signal": state.signal.abs().amax(dim=1),
        "least": state.noise.amax(dim=1).amin(dim=1),
        "most": state.noise.abs().amax(dim=(1, 2)),
        **wrong,
    }


def _error(head: Tensor, weights: Tensor, patches: TwoPatches, streams: Streams) -> Tensor:
    """Share of wrong answers among independent test samples, as in the prototype, shape (trials,)."""
    y = streams.signs("fresh labels", (POINTS,))
    noise = streams.normal("fresh noises", (POINTS, weights.shape[2])) @ weights.mT
    signal = torch.as_tensor(patches.test_signal)[:, None] * weights[:, :, 0]
    features = (y[..., None] * signal[:, None]).relu() + noise.relu()
    return (y * (features @ head.to(weights)[..., None])[..., 0] <= 0).double().mean(dim=1)


@dataclass(frozen=True)
class Row:
    """A margin at one size or along the ladder: what the note has, and which draws hold."""

    name: str
    note: float
    holds: Callable[[], NDArray[np.bool_]]


Holds = Callable[[Values, int], NDArray[np.bool_]]


def _held(holds: Holds, cell: Cell, samples: int) -> NDArray[np.bool_]:
    return holds(measured(cell, samples), samples)


def _apart(single: Cell, multi: Cell, samples: int, error: str, least: float) -> NDArray[np.bool_]:
    return measured(single, samples)[error] - measured(multi, samples)[error] >= least


def _at_each(name: str, cell: Cell, holds: Holds, *notes: float) -> Iterator[Row]:
    for samples, note in zip(SIZES, notes, strict=True):
        yield Row(f"{name}, n = {samples}", note, partial(_held, holds, cell, samples))


def _gap(name: str, single: Cell, multi: Cell, error: str, least: float, *notes: float) -> Iterator[Row]:
    for samples, note in zip(SIZES, notes, strict=True):
        yield Row(
            f"{name}, n = {samples}",
            note,
            partial(_apart, single, multi, samples, error, least),
        )


def _ladder(name: str, cell: Cell, error: str, holds: Callable[..., NDArray[np.bool_]], note: float) -> Iterator[Row]:
    yield Row(name, note, lambda: holds(*(measured(cell, samples)[error] for samples in SIZES)))


def _converges(v: Values, n: int) -> NDArray[np.bool_]:
    return v["loss"] <= 0.1


def _at_least(name: str, floor: float) -> Holds:
    return lambda v, n: v[name] >= floor


def _near_ideal(name: str) -> Holds:
    return lambda v, n: v[name] <= ndtr(-SLOPE * sqrt(1.25 * 0.2 * n)) + 0.03


def _flat(first: Floats, middle: Floats, last: Floats) -> NDArray[np.bool_]:
    return (last >= 0.8 * first) & (last > 0)


def _falls(first: Floats, middle: Floats, last: Floats) -> NDArray[np.bool_]:
    return (middle <= 0.6 * first) & (last <= 0.6 * middle)


def _falls_at_all(first: Floats, middle: Floats, last: Floats) -> NDArray[np.bool_]:
    return last <= 0.6 * first


def rows() -> Iterator[Row]:
    """The table, claim and controls."""
    yield from _at_each("T4.2-1 L <= .1", SINGLE, _converges, 1, 1, 1)
    yield from _at_each("  m = 10", NARROW, _converges, 0.20, 0.09, 0)
    yield from _at_each("  kappa = 20", FAST_SINGLE, _converges, 0.05, 0, 0)
    yield from _at_each("T4.2-2 H-OOD >= .10", SINGLE, _at_least("ood", 0.10), 1, 1, 1)
    yield from _at_each("  c = 8", STRONG, _at_least("ood", 0.10), 0, 0, 0)
    yield from _at_each("T4.2-2 H-ID >= .25", SINGLE, _at_least("id", 0.25), 1, 1, 1)
    yield from _at_each("  >= .35", SINGLE, _at_least("id", 0.35), 0.98, 1, 1)
    yield from _at_each("  c = 8", STRONG, _at_least("id", 0.25), 0, 0, 0)
    yield from _ladder("T4.2-2 H-OOD(200) >= .8 H-OOD(50)", SINGLE, "ood", _flat, 0.97)
    yield from _ladder("  c = 8", STRONG, "ood", _flat, 0)
    yield from _at_each("T4.3-1 L <= .1", MULTI, _converges, 1, 1, 1)
    yield from _at_each("  kappa = 20", FAST_MULTI, _converges, 0.63, 0.64, 0.56)
    yield from _at_each("T4.3-2' H-OOD <= Phi + .03", MULTI, _near_ideal("ood"), 1, 1, 1)
    yield from _at_each("  C_mu = 1", WEAK, _near_ideal("ood"), 0, 0, 0)
    yield from _at_each("T4.3-2' H-ID <= Phi + .03", MULTI, _near_ideal("id"), 1, 1, 1)
    yield from _at_each("  C_mu = 1", WEAK, _near_ideal("id"), 0, 0, 0)
    yield from _ladder("T4.3-2' err(2n) <= .6 err(n) twice", MULTI, "ood", _falls, 1)
    yield from _ladder("  C_mu = 1", WEAK, "ood", _falls, 0)
    yield from _gap("GAP H-OOD >= .05", SINGLE, MULTI, "ood", 0.05, 1, 1, 1)
    yield from _gap("  C_mu = 1", SINGLE, WEAK, "ood", 0.05, 0, 0, 0.02)
    yield from _gap("  c = 8", STRONG, MULTI, "ood", 0.05, 0, 0, 0)
    yield from _gap("GAP H-ID >= .2", SINGLE, MULTI, "id", 0.2, 1, 1, 1)
    yield from _gap("  C_mu = 1", SINGLE, WEAK, "id", 0.2, 0, 0, 0)
    yield from _gap("  c = 8", STRONG, MULTI, "id", 0.2, 0, 0, 0)
    yield from _at_each("L5.2 min_i max_r rho >= 1", SINGLE, _at_least("least", 1.0), 0.98, 1, 1)
    yield from _at_each("  c = 8", STRONG, _at_least("least", 1.0), 0, 0, 0)
    yield from _at_each("  m = 10", NARROW, _at_least("least", 1.0), 0.05, 0, 0)
    yield from _at_each("L5.2 max gamma < min_i max_r rho", SINGLE, lambda v, n: v["signal"] < v["least"], 0.98, 1, 1)
    yield from _at_each("  c = 8", STRONG, lambda v, n: v["signal"] < v["least"], 0, 0, 0)
    yield from _at_each("L5.4 max gamma >= 1", MULTI, _at_least("signal", 1.0), 1, 1, 1)
    yield from _at_each("  C_mu = 1", WEAK, _at_least("signal", 1.0), 0.03, 0, 0)
    yield from _at_each("L5.4 max gamma > max rho", MULTI, lambda v, n: v["signal"] > v["most"], 1, 1, 0.88)
    yield from _at_each("  C_mu = 1", WEAK, lambda v, n: v["signal"] > v["most"], 0, 0, 0)
    yield from _ladder("T4.3-2-literal H-OOD(200) <= .6 H-OOD(50)", MULTI, "literal", _falls_at_all, 0)


def score(note: float, ours: float) -> tuple[float, float]:
    """Binomial standard error of our rate, and the two rates' distance in standard errors of a pooled one."""
    pooled = (SEEDS * note + DRAWS * ours) / (SEEDS + DRAWS)
    apart = sqrt(pooled * (1 - pooled) * (1 / SEEDS + 1 / DRAWS))
    return sqrt(ours * (1 - ours) / DRAWS), (ours - note) / apart if apart else 0.0


def main() -> None:
    """Print the table."""
    started, scores = perf_counter(), []
    print(f"{DRAWS} draws against {SEEDS} seeds\n{'margin':44} {'note':>6} {'ours':>6} {'s.e.':>6} {'z':>6}")
    for row in rows():
        ours = float(row.holds().mean())
        error, z = score(row.note, ours)
        scores.append(z)
        flag = "" if abs(z) <= 3 else "  (!)"
        print(f"{row.name:44} {row.note:6.2f} {ours:6.3f} {error:6.3f} {z:6.2f}{flag}", flush=True)
    slopes = np.log(measured(SINGLE, 200)["signal"] / measured(SINGLE, 50)["signal"]) / np.log(4)
    mean, spread = float(slopes.mean()), float(slopes.std(ddof=1))
    z = (mean + 0.51) / sqrt(spread**2 / DRAWS + 0.17**2 / SEEDS)
    scores.append(z)
    name, error = "L5.2 slope of log max gamma on log n, mean", spread / sqrt(DRAWS)
    print(f"{name:44} {-0.51:6.2f} {mean:6.3f} {error:6.3f} {z:6.2f}")
    print(f"{'  its standard deviation':44} {0.17:6.2f} {spread:6.3f}")
    far = sum(abs(z) > 3 for z in scores)
    print(f"{len(scores)} rows, {far} beyond 3 standard errors; {perf_counter() - started:.0f} s")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
