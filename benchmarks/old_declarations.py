r"""Whether a run at standard refutes five claims as they once stood. Run: `python -m benchmarks.old_declarations`.

Five claims of Huang 2024 were supported, and a walk of half a minute found points of their regimes at which they fail:
the search of that time had looked past them. Here they stand as they were declared then, before their conditions were
mended, each under ten names, which seed draws and search. Nine names of ten are to be refuted. Where a claim declares
growth, a failure that ends with more samples is an effect of finite size and no refutation: there the search has to
find and name it, and the table counts both.

    python -m benchmarks.old_declarations --names 10 --jobs 2
"""

import argparse
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from claims.huang2024.pairing.shared_labels_carry_the_signal import CLAIM as SHARED_LABELS
from claims.huang2024.paper import GROWTH, TOLERANCE
from claims.huang2024.training.multi_modal_error import CLAIM as MULTI_ERROR
from claims.huang2024.training.second_modality_helps import CLAIM as HELPS
from claims.huang2024.training.second_modality_helps_fresh_heads import CLAIM as HELPS_FRESH
from claims.huang2024.training.single_modal_stalls import CLAIM as STALLS
from claims.huang2024.training.trajectory import observe_both, observe_multi
from models.huang2024.patches import TwoPatches
from models.huang2024.shifted_law import shifted_error
from strategies.huang2024.training import two_patch_regimes
from theoremcheck import AtLeast, AtMost, Claim, Observables, Regimes, Scale, Streams, choice
from theoremcheck.claim import Experiment
from theoremcheck.running import BUDGETS, run_claim, use_one_thread
from theoremcheck.vocabulary import Verdict

SMALL_START = 0.25
r"""Of $s^2 c K n / (m \tau)$, in which the share of the start lacks $C_\mu$."""


def conditions(most: float, r: Any) -> Any:
    r"""$3 \le C_\mu c \le 6$ and a bound on the start's share; none of $s / \sqrt\tau$."""
    boosted = r.modality_ratio * r.signal_strength
    share = r.start_size**2 * r.signal_strength * r.dim_ratio * r.samples / (r.width * r.temperature)
    return (3.0 <= boosted) & (boosted <= 6.0) & (share <= most)


def regimes(most: float = float("inf"), **declared: Any) -> Regimes:
    """The regime of the two arms as it was: c up to 1.4, K from 0.2 on."""
    return two_patch_regimes(**declared).with_(where=partial(conditions, most))


def against_the_limit(patches: TwoPatches, streams: Streams) -> Observables:
    r"""The multi-modal arm against $\Phi(-z) + 0.03$, which leaves the start out."""
    seen = observe_multi(patches, streams)
    seen["ceiling"] = torch.special.ndtr(-torch.as_tensor(patches.test_signal)) + TOLERANCE
    return seen


def against_the_quadrature(patches: TwoPatches, streams: Streams) -> Observables:
    """Shared labels against the law with the start by quadrature, which takes the signs of neurons for balanced."""
    seen = SHARED_LABELS.experiment(patches, streams)
    seen["ceiling"] = shifted_error(patches) + TOLERANCE
    return seen


def declared(
    claim: Claim, asked: Regimes, experiment: Experiment, prediction: Any, growth: Scale | None = None, p: float = 0.95
) -> Claim:
    """A claim as it was, with one of its controls; outside its study, whose other claims would share its looks."""
    return replace(
        claim,
        regimes=asked,
        experiment=experiment,
        prediction=prediction,
        growth=growth,
        required=p,
        controls=claim.controls[:1],
        baselines=(),
        study=None,
        repairs="",
        reading_of="",
    )


SAMPLES = choice(50, 100)

OLD: Mapping[str, Claim] = {
    "multi-modal-error": declared(
        MULTI_ERROR, regimes(SMALL_START), against_the_limit, AtMost("multi_error", "ceiling")
    ),
    "single-modal-stalls": declared(STALLS, regimes(), observe_both, AtLeast("single_error", 0.25)),
    "second-modality-helps": declared(HELPS, regimes(), observe_both, AtLeast("gap", 0.2)),
    "shared-labels-carry-the-signal": declared(
        SHARED_LABELS,
        regimes(SMALL_START, samples=SAMPLES, width=50),
        against_the_quadrature,
        AtMost("error", "ceiling"),
        GROWTH,
    ),
    "second-modality-helps-fresh-heads": declared(
        HELPS_FRESH, regimes(samples=SAMPLES), HELPS_FRESH.experiment, AtLeast("gap", 0.05), GROWTH, 0.9
    ),
}


@dataclass(frozen=True)
class Ran:
    """What a run at standard said of one name.

    Attributes:
        verdict: The verdict.
        found: Whether the search confirmed a counterexample.
        sentence: What it says of its worst one.
    """

    verdict: Verdict
    found: bool
    sentence: str


def ran(case: tuple[str, int]) -> Ran:
    """Run a claim under one of its names."""
    which, number = case
    claim = replace(OLD[which], name=f"old.{which}-{number}")
    with TemporaryDirectory() as evidence:
        judgement = run_claim(claim, BUDGETS["standard"], Path(evidence), device=torch.device("cpu")).judgement
    search = judgement.search
    if search is None:
        return Ran(judgement.verdict, False, "no search took place")
    return Ran(judgement.verdict, search.finding != "none", search.sentence)


def main() -> None:
    """Print a line for each run, then the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", metavar="CLAIM", help=f"of {', '.join(OLD)}; all of them if none is named")
    parser.add_argument("--names", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    if unknown := sorted(set(asked.claims) - set(OLD)):
        parser.error(f"there is no {', '.join(unknown)}: name some of {', '.join(OLD)}")
    every = [(which, number) for which in asked.claims or OLD for number in range(asked.names)]
    seen: dict[str, list[Ran]] = {}
    with ProcessPoolExecutor(asked.jobs, get_context("spawn"), initializer=use_one_thread) as pool:
        for (which, number), one in zip(every, pool.map(ran, every), strict=True):
            seen.setdefault(which, []).append(one)
            print(f"{which}-{number}: {one.verdict}; {one.sentence}", flush=True)
    print("\n| claim | names | counterexample confirmed | refuted |\n|---|---|---|---|")
    for which, runs in seen.items():
        found = sum(one.found for one in runs)
        print(f"| {which} | {len(runs)} | {found} | {sum(one.verdict is Verdict.REFUTED for one in runs)} |")


if __name__ == "__main__":
    main()
