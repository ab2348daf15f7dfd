"""Hold rates of claims and of their controls beside those of the notes on the papers.

Run: `python -m benchmarks.claim_hold_rates [DRAWS] [PAPER]`. Each series makes its own first draws, under a key that
no evidence has; a note's rate comes with the number of draws behind it, and z is the two rates' distance in standard
errors of a pooled one. Controls are given by the share of draws in which they fail.
"""

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from sys import argv
from time import perf_counter

import torch

from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import series_of


@dataclass(frozen=True)
class Note:
    """What a note measured of a claim.

    Attributes:
        held: Draws that held, of how many. broken: Of each control in the order of the page, draws that it broke, of
        how many; None where none were counted. draws: Draws that are worth their time here; a share of the draws
        asked for.
    """

    held: tuple[int, int]
    broken: tuple[tuple[int, int] | None, ...]
    draws: float = 1.0


NOTES = {
    "symile2024.total-correlation-bound": Note((150, 150), ((150, 150), (150, 150))),
    "symile2024.gap-below-chi-square": Note((150, 150), ((150, 150), (150, 150), (145, 150))),
    "symile2024.gap-shrinks-with-candidates": Note((150, 150), ((150, 150),)),
    "symile2024.gap-vanishes-like-one-over-n": Note((150, 150), (None, None), 0.25),
    "symile2024.product-is-sufficient": Note((420, 420), ((178, 180), (180, 180), (180, 180))),
    "symile2024.xor-needs-all-three": Note((80, 80), ((20, 20),), 0.5),
    "symile2024.image-of-many-languages": Note((50, 50), ((30, 30),), 0.5),
    "symile2024.missing-modalities": Note((368, 368), ((30, 30),)),
    "symile2024.parity-of-many-bits": Note((360, 360), (None,)),
    "symile2024.at-least-as-accurate-as-printed": Note((6, 150), ((150, 150), (150, 150))),
    "symile2024.at-least-as-accurate": Note((150, 150), ((150, 150), (150, 150))),
    "symile2024.at-least-as-accurate-with-prior": Note((150, 150), (None, None)),
    "symile2024.at-least-as-accurate-in-retrieval": Note((150, 150), ((150, 150), (150, 150))),
    "symile2024.data-cost": Note((23, 24), ((24, 24),), 0.125),
    "cliplite2023.critic-is-the-log-ratio": Note((360, 360), ((177, 180), (180, 180), (180, 180))),
    "cliplite2023.means-point-apart": Note((360, 360), ((295, 300), (300, 300))),
    "cliplite2023.batch-size-does-not-matter": Note((2, 2), ((2, 2),), 0.05),
    "cliplite2023.little-data": Note((76, 80), ((31, 32),), 0.5),
    "cliplite2023.little-data-at-the-best-step": Note((66, 80), (None,), 0.5),
}


def row(name: str, note: tuple[int, int] | None, count: int, total: int) -> str:
    """One line: the note's rate, ours, its standard error, and how far apart they are."""
    rate = count / total
    line = f"{name[:76]:76} {total:5} {rate:6.3f} {sqrt(rate * (1 - rate) / total):6.3f}"
    if note is None:
        return f"{line}      -"
    pooled = (note[0] + count) / (note[1] + total)
    apart = sqrt(pooled * (1 - pooled) * (1 / note[1] + 1 / total))
    z = (rate - note[0] / note[1]) / apart if apart else 0.0
    return f"{line} {note[0] / note[1]:6.3f} {z:6.2f}{'' if abs(z) <= 3 else '  (!)'}"


def main(draws: int, papers: tuple[str, ...]) -> None:
    """Print the table."""
    claims = {found.claim.name: found.claim for found in catalogue_here(Path(__file__).parents[1]).found}
    print(f"{'claim, and what its controls break':76} {'draws':>5} {'ours':>6} {'s.e.':>6} {'note':>6} {'z':>6}")
    started = perf_counter()
    for name, note in NOTES.items():
        claim = claims[name]
        if papers and claim.paper not in papers:
            continue
        count = max(1, round(note.draws * draws))
        dossier = Dossier.of(claim, Ledger())
        recorder = Recorder.of(dossier, None, torch.device("cpu"))
        own, *others = (replace(each, specification="hold rates") for each in series_of(claim))
        held = int(readings_of(claim, recorder.draw(own, count)).holds.sum())
        print(row(name, note.held, held, count), flush=True)
        for series, broken in zip((each for each in others if each.breaks), note.broken, strict=True):
            failed = count - int(readings_of(claim, recorder.draw(series, count)).holds.sum())
            print(row(f"  {series.breaks}", broken, failed, count), flush=True)
    print(f"{perf_counter() - started:.0f} s")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(int(argv[1]) if len(argv) > 1 else 80, tuple(argv[2:]))
