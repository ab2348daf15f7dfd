"""Hold rates of claims, of their controls and of their baselines beside those of the notes on the papers.

Run: `python -m benchmarks.claim_hold_rates [DRAWS] [PAPER ...]`. Each series makes its own first draws, under a key
that no evidence has; a note's rate comes with the number of draws behind it, and z is the two rates' distance in
standard errors of a pooled one. A row says in how many draws the prediction holds; where a claim asks for more than its
note did, in how many it holds as the note asked: the note on Xue et al. 2024 calls a slope of -1/4 a rate. (Its draws
of a ladder have independent training sets on each rung, ours share their random numbers.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from sys import argv
from time import perf_counter

import numpy as np
import torch

from theoremcheck import Claim
from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.evidence import Ledger, Trial
from theoremcheck.numerics.ladders import log_slope
from theoremcheck.running import Recorder, use_one_thread
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import series_of

Judge = Callable[[Claim, Sequence[Trial]], int]
"""(claim, trials of one of its series) -> how many hold."""

Rate = tuple[int, int]
"""Draws that held, of how many."""


def as_claimed(claim: Claim, trials: Sequence[Trial]) -> int:
    """By the claim's own prediction."""
    return int(readings_of(claim, trials).holds.sum())


def falls(observable: str) -> Judge:
    """A slope of -1/4 or less on the logarithm of n."""

    def judge(claim: Claim, trials: Sequence[Trial]) -> int:
        slopes = log_slope(*(np.stack([trial.value(name) for trial in trials]) for name in ("samples", observable)))
        return int((slopes <= -0.25).sum())

    return judge


@dataclass(frozen=True)
class Note:
    """What a note measured of a claim.

    Attributes:
        rates: Of the claim, then of its other series as `series_of` lists them: controls, positive controls, baselines;
            None where the note has no rate, and nothing where it has none of the rest.
        judge: How the note judged.
        share: Of the draws asked for, as many as are worth their time here.
    """

    rates: tuple[Rate | None, ...]
    judge: Judge = as_claimed
    share: float = 1.0


NOTES = {
    "symile2024.total-correlation-bound": Note(((150, 150), (0, 150), (0, 150))),
    "symile2024.gap-below-chi-square": Note(((150, 150), (0, 150), (0, 150), (5, 150))),
    "symile2024.gap-shrinks-with-candidates": Note(((150, 150), (0, 150))),
    "symile2024.gap-vanishes-like-one-over-n": Note(((150, 150), None, None), share=0.25),
    "symile2024.product-is-sufficient": Note(((420, 420), (2, 180), (0, 180), (0, 180))),
    "symile2024.xor-needs-all-three": Note(((80, 80), (0, 20)), share=0.5),
    "symile2024.image-of-many-languages": Note(((50, 50), (0, 30)), share=0.5),
    "symile2024.missing-modalities": Note(((368, 368), (0, 30))),
    "symile2024.parity-of-many-bits": Note(((360, 360), None)),
    "symile2024.at-least-as-accurate-as-printed": Note(((6, 150), (0, 150), (0, 150))),
    "symile2024.at-least-as-accurate": Note(((150, 150), (0, 150), (0, 150))),
    "symile2024.at-least-as-accurate-with-prior": Note(((150, 150), None, None)),
    "symile2024.at-least-as-accurate-in-retrieval": Note(((150, 150), (0, 150), (0, 150))),
    "symile2024.data-cost": Note(((23, 24), (0, 24)), share=0.125),
    "cliplite2023.critic-is-the-log-ratio": Note(((360, 360), (3, 180), (0, 180), (0, 180))),
    "cliplite2023.means-point-apart": Note(((360, 360), (5, 300), (0, 300))),
    "cliplite2023.batch-size-does-not-matter": Note(((2, 2), (0, 2)), share=0.05),
    "cliplite2023.little-data": Note(((76, 80), (1, 32)), share=0.5),
    "cliplite2023.little-data-at-the-best-step": Note(((66, 80), None), share=0.5),
    "xue2024.score-is-the-cross-covariance": Note(((60, 60), (0, 40)), falls("error")),
    "xue2024.score-error-vanishes-with-dimension": Note(((20, 20), (0, 20)), falls("error")),
    "xue2024.supervised-learning-fails-in-the-minority": Note(((80, 80), (0, 20), (0, 20))),
    "xue2024.contrastive-accuracy-reaches-the-bound": Note(((140, 140), (0, 140)), falls("shortfall")),
    "xue2024.trained-contrastive-accuracy-reaches-the-bound": Note(((24, 24), None, (0, 24)), falls("shortfall")),
    "xue2024.core-outweighs-spurious-by-the-cross-covariance": Note(((50, 50), (0, 50)), falls("ratio_error")),
    "xue2024.contrastive-at-81-and-supervised-at-two-thirds": Note(((24, 24), (0, 24), (0, 24), (0, 24))),
    "xue2024.contrastive-beats-supervised-where-classes-overlap": Note(((60, 60), (0, 60))),
    "xue2024.supervised-learning-takes-the-tied-attribute": Note(((74, 74), (0, 26), (0, 26), (0, 14))),
    "xue2024.details-of-other-classes-suffice": Note(((50, 50), (0, 40), (0, 40), (0, 70), (0, 70))),
    "xue2024.rich-captions-raise-accuracy": Note(((1350, 1350), (3, 900), (0, 900))),
    "xue2024.rich-caption-accuracy-reaches-the-bound": Note(((40, 40), (0, 40)), falls("shortfall")),
    "xue2024.caption-richness-has-a-threshold": Note(((40, 40), (0, 40))),
    "xue2024.info-nce-turns-the-spurious-weight-around": Note(((48, 48), (0, 48), (14, 48))),
    "xue2024.normalised-info-nce-turns-the-spurious-weight-around": Note(((48, 48), (0, 48), (14, 48))),
    "crossmodal2023.half-half-helps-until-three-v": Note(((140, 140), (0, 60), (0, 20))),
    "crossmodal2023.text-is-worth-v-images": Note(((40, 40), None)),  # the note's control reaches into the ceiling
    "crossmodal2023.both-modalities-gain": Note(((40, 40), (0, 40))),
    "crossmodal2023.class-name-helps-at-one-shot": Note(((96, 96), (0, 96))),
    "crossmodal2023.text-start-leaves-nothing-to-gain": Note(((20, 20), (0, 20), (0, 20))),
    "proteinviews2024.family-views-help-families": Note(((48, 48), (0, 48)), share=0.5),
    "proteinviews2024.superfamily-views-forget-families": Note(((48, 48), (15, 48)), share=0.5),
    "proteinviews2024.homology-views-forget-the-protein": Note(((48, 48), (0, 24)), share=0.5),
    "proteinviews2024.crops-help": Note(((24, 24), None), share=0.5),
    "dlf2025.less-cosine-is-less-redundancy": Note(((0, 24), None, (12, 12)), share=0.25),
    "dlf2025.triplet-term-aligns-shared-features": Note(((12, 12), (0, 12)), share=0.25),
}


def row(name: str, note: Rate, count: int, total: int) -> str:
    """One line: our rate with its standard error, the note's, and how far apart they are."""
    rate = count / total
    pooled = (note[0] + count) / (note[1] + total)
    apart = sqrt(pooled * (1 - pooled) * (1 / note[1] + 1 / total))
    z = (rate - note[0] / note[1]) / apart if apart else 0.0
    flag = "" if abs(z) <= 3 else "  (!)"
    ours = f"{name[:76]:76} {total:5} {rate:6.3f} {sqrt(rate * (1 - rate) / total):6.3f}"
    return f"{ours} {f'{note[0]}/{note[1]}':>10} {z:6.2f}{flag}"


def main(draws: int, papers: tuple[str, ...]) -> None:
    """Print the table."""
    claims = {found.claim.name: found.claim for found in catalogue_here(Path(__file__).parents[1]).found}
    print(f"{'claim, and what its other series change':76} {'draws':>5} {'ours':>6} {'s.e.':>6} {'note':>10} {'z':>6}")
    started = perf_counter()
    for name, note in NOTES.items():
        claim = claims[name]
        if papers and claim.paper not in papers:
            continue
        count = max(1, round(note.share * draws))
        recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
        for series, rate in zip(series_of(claim), note.rates, strict=False):
            if rate is not None:
                trials = recorder.draw(replace(series, specification="hold rates"), count)
                label = f"  {series.changed}" if series.changed else name
                print(row(label, rate, note.judge(claim, trials), count), flush=True)
    print(f"{perf_counter() - started:.0f} s")


if __name__ == "__main__":
    use_one_thread()
    main(int(argv[1]) if len(argv) > 1 else 80, tuple(argv[2:]))
