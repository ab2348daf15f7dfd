"""Hold rates of Xue et al. 2024 beside those of the note on it. Run: `python -m benchmarks.hold_rates_xue2024 [DRAWS]`.

The note's rates are section 6's, measured with other code and other streams. The rows run the claims' own experiments,
controls and baselines; where the claim asks for more than the note did, they judge by what the note asked: the note
calls a slope of -1/4 a rate. Its draws of a ladder have independent training sets on each rung, ours share their random
numbers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import sqrt
from sys import argv
from time import perf_counter

import numpy as np
import torch

from theoremcheck import Claim
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.running import Recorder, use_one_thread
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import series_of

DRAWS = int(argv[1]) if __name__ == "__main__" and len(argv) > 1 else 48

Judge = Callable[[Claim, list[Trial]], int]
"""(claim, its trials) -> how many hold."""


@dataclass(frozen=True)
class Row:
    """A rate of the note.

    Attributes:
        name: What holds, in the note's words.
        page: Topic and page of the claim.
        part: Which of its series: 0 is the claim, then its controls and baselines as `series_of` lists them.
        holds: Draws that held in the note.
        draws: Of how many.
        judge: How the note judged.
    """

    name: str
    page: str
    part: int
    holds: int
    draws: int
    judge: Judge


def as_claimed(claim: Claim, trials: list[Trial]) -> int:
    """By the claim's own prediction."""
    return int(readings_of(claim, trials).holds.sum())


def falls(observable: str) -> Judge:
    """A slope of -1/4 or less on the logarithm of n."""

    def judge(claim: Claim, trials: list[Trial]) -> int:
        slopes = log_slope(*(np.stack([trial.value(name) for trial in trials]) for name in ("samples", observable)))
        return int((slopes <= -0.25).sum())

    return judge


def rows() -> Iterator[Row]:
    """The note's table."""
    yield from _page(
        "lemma.score_is_the_cross_covariance", falls("error"), ("X1 (a) slope", 60, 60), ("width 1", 0, 40)
    )
    yield from _page(
        "lemma.score_error_vanishes_with_dimension", falls("error"), ("X1 (b) slope", 20, 20), ("d = 32", 0, 20)
    )
    yield from _page(
        "intra_class.supervised_learning_fails_in_the_minority",
        as_claimed,
        ("X2 minority error >= 2/3", 80, 80),
        ("p = 1/2", 0, 20),
        ("sigma_core = .3", 0, 20),
    )
    yield from _page(
        "intra_class.contrastive_accuracy_reaches_the_bound",
        falls("shortfall"),
        ("X3 (a) slope", 140, 140),
        ("re-paired", 0, 140),
    )
    yield from _page(
        "intra_class.trained_contrastive_accuracy_reaches_the_bound",
        falls("shortfall"),
        ("X3 (b) slope, trained", 24, 24),
        None,
        ("untrained", 0, 24),
    )
    yield from _page(
        "intra_class.core_outweighs_spurious_by_the_cross_covariance",
        falls("ratio_error"),
        ("X3 (c) slope of the ratio", 50, 50),
        ("re-paired", 0, 50),
    )
    yield from _page(
        "intra_class.contrastive_at_81_and_supervised_at_two_thirds",
        as_claimed,
        ("X4 81 % and 2/3", 24, 24),
        ("sigma_core = .3", 0, 24),
        ("re-paired", 0, 24),
        ("p = 1/2", 0, 24),
    )
    yield from _page(
        "intra_class.contrastive_beats_supervised_where_classes_overlap",
        as_claimed,
        ("8.2 contrastive above supervised, sigma_core >= 1", 60, 60),
        ("sigma_core .2 to .5", 0, 60),
    )
    yield from _page(
        "sharing.supervised_learning_takes_the_tied_attribute",
        as_claimed,
        ("X5 OOD <= .51", 74, 74),
        ("p = .98", 0, 26),
        ("p = 1/2", 0, 26),
        ("b = .4", 0, 14),
    )
    yield from _page(
        "sharing.details_of_other_classes_suffice",
        as_claimed,
        ("X6 OOD >= .99", 50, 50),
        ("no core details of others", 0, 40),
        ("tied", 0, 40),
        ("m* / 2", 0, 70),
        ("prompt with the spurious part", 0, 70),
    )
    yield from _page(
        "captions.rich_captions_raise_accuracy",
        as_claimed,
        ("X7 (a) half of the gain", 1350, 1350),
        ("zero mask", 3, 900),
        ("re-paired", 0, 900),
    )
    yield from _page(
        "captions.rich_caption_accuracy_reaches_the_bound",
        falls("shortfall"),
        ("X7 (b) slope", 40, 40),
        ("re-paired", 0, 40),
    )
    yield from _page(
        "captions.caption_richness_has_a_threshold", as_claimed, ("X8 2 pi* and pi* / 2", 40, 40), ("tied", 0, 40)
    )
    for page, name in (("", "E1, tau 1"), ("normalised_", "E1, on the sphere")):
        yield from _page(
            f"infonce.{page}info_nce_turns_the_spurious_weight_around",
            as_claimed,
            (name, 48, 48),
            ("linear loss", 0, 48),
            ("untrained", 14, 48),
        )


def _page(page: str, judge: Judge, *parts: tuple[str, int, int] | None) -> Iterator[Row]:
    for k, part in enumerate(parts):
        if part is not None:
            name, holds, draws = part
            yield Row(f"  {name}" if k else name, page, k, holds, draws, judge)


@cache
def claim_and_recorder(page: str) -> tuple[Claim, Recorder]:
    """A claim and what draws it, in memory alone."""
    claim = import_module(f"claims.xue2024.{page}").CLAIM
    return claim, Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))


def measured(row: Row) -> int:
    """How many of our draws hold."""
    claim, recorder = claim_and_recorder(row.page)
    return row.judge(claim, recorder.draw(series_of(claim)[row.part], DRAWS))


def distance(row: Row, ours: int) -> float:
    """Of both rates, in standard errors of a pooled one."""
    pooled = (row.holds + ours) / (row.draws + DRAWS)
    apart = sqrt(pooled * (1 - pooled) * (1 / row.draws + 1 / DRAWS))
    return (ours / DRAWS - row.holds / row.draws) / apart if apart else 0.0


def main() -> None:
    """Print the table."""
    started, far = perf_counter(), 0
    print(f"{'rate':52} {'note':>10} {'ours':>8} {'z':>6}")
    for row in rows():
        ours = measured(row)
        z = distance(row, ours)
        far += abs(z) > 3
        flag = "  (!)" if abs(z) > 3 else ""
        print(f"{row.name:52} {f'{row.holds}/{row.draws}':>10} {f'{ours}/{DRAWS}':>8} {z:6.2f}{flag}", flush=True)
    print(f"{far} beyond 3 standard errors; {perf_counter() - started:.0f} s")


if __name__ == "__main__":
    use_one_thread()
    main()
