"""Hold rates of claims, of their controls and of their baselines beside those of the notes on the papers.

Run: `python -m benchmarks.claim_hold_rates [DRAWS] [PAPER ...]`. Each series makes its own first draws, a fixed
number of them, under a key that no evidence has. A row says in how many the prediction holds, with the exact 95 %
interval (Clopper and Pearson), what the note measured, and the p-value of Fisher's exact test that both have one rate;
none where the note does not say how many draws it made. Holm's correction over all rows of the table decides, at
5 %, which of them differ beyond Monte-Carlo error.

Where the note's setting is another, a line says so, and rows that begin with "there:" are draws in that setting. Where
a claim asks for more than its note did, a row counts as the note asked: the note on Xue et al. 2024 calls a slope of
-1/4 a rate. (Its draws of a ladder have independent training sets on each rung, ours share their random numbers.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sys import argv
from time import perf_counter

import torch
from scipy.stats import binomtest, fisher_exact

from benchmarks import noted_of_captions, noted_of_gaps
from benchmarks.noted import Note, Rate
from theoremcheck import Claim
from theoremcheck.catalogue.loading import catalogue_here
from theoremcheck.evidence import Ledger
from theoremcheck.running import Recorder, use_one_thread
from theoremcheck.series.dossier import Dossier
from theoremcheck.series.specification import series_of

NOTES = {**noted_of_captions.NOTES, **noted_of_gaps.NOTES}
LEVEL = 0.05
_KEY = "hold rates"


@dataclass(frozen=True)
class Row:
    """One rate of ours beside the note's.

    Attributes:
        name: The claim, what another of its series changes, or the note's setting.
        held: Of our draws.
        draws: How many.
        noted: The note's rate.
    """

    name: str
    held: int
    draws: int
    noted: Rate

    @property
    def p_value(self) -> float | None:
        """Of Fisher's exact test; None where the note does not say how many draws it made."""
        if isinstance(self.noted, float):
            return None
        held, draws = self.noted
        return float(fisher_exact([[self.held, self.draws - self.held], [held, draws - held]]).pvalue)

    def __str__(self) -> str:
        """One line."""
        interval = binomtest(self.held, self.draws).proportion_ci()
        ours = f"{self.held}/{self.draws}"
        noted = f"about {self.noted:g}" if isinstance(self.noted, float) else f"{self.noted[0]}/{self.noted[1]}"
        p_value = "" if self.p_value is None else f"{self.p_value:.2g}"
        return f"{self.name[:84]:84} {ours:>9} [{interval.low:.3f}, {interval.high:.3f}] {noted:>12} {p_value:>8}"


def rows_of(claim: Claim, note: Note, draws: int) -> Iterator[Row]:
    """The claim's row, those of its other series, and those of the note's own settings."""
    recorder = Recorder.of(Dossier.of(claim, Ledger()), None, torch.device("cpu"))
    own, *others = series_of(claim)
    count = max(1, round(note.share * draws))
    for series, rate in zip((own, *others), note.rates, strict=False):
        if rate is not None:
            trials = recorder.draw(replace(series, specification=_KEY), count)
            yield Row(f"  {series.changed}" if series.changed else claim.name, note.judge(claim, trials), count, rate)
    for there in note.there:
        count = max(1, round(there.share * draws))
        series = replace(
            own,
            specification=_KEY,
            label=there.setting,
            regimes=there.regimes or own.regimes,
            experiment=there.experiment or own.experiment,
        )
        held = there.judge(claim, recorder.draw(series, count))
        yield Row(f"  there: {there.setting}", held, count, there.rate)


def differing(rows: Sequence[Row], level: float = LEVEL) -> list[Row]:
    """The rows whose rates differ, by Holm's step-down correction over all that have a p-value."""
    tested = sorted(((row.p_value, number) for number, row in enumerate(rows) if row.p_value is not None))
    found: list[Row] = []
    for rank, (p_value, number) in enumerate(tested):
        if p_value > level / (len(tested) - rank):
            break
        found.append(rows[number])
    return found


def unnoted(claims: Mapping[str, Claim], papers: Sequence[str]) -> list[str]:
    """Claims of some papers of which no note has a rate."""
    return sorted(name for name, claim in claims.items() if claim.paper in papers and name not in NOTES)


def main(draws: int, papers: tuple[str, ...]) -> list[Row]:
    """Print the table; its rows."""
    claims = {found.claim.name: found.claim for found in catalogue_here(Path(__file__).parents[1]).found}
    print(f"{'claim, and what its other series change':84} {'ours':>9} {'95 % interval':>14} {'note':>12} {'p':>8}")
    started, rows = perf_counter(), list[Row]()
    for name, note in NOTES.items():
        claim = claims[name]
        if papers and claim.paper not in papers:
            continue
        if note.rates[0] is None:
            print(name)
        for row in rows_of(claim, note, draws):
            print(row, flush=True)
            rows.append(row)
        if note.differs:
            print(f"  (the note: {note.differs})")
    far = differing(rows)
    print(f"\n{len(rows)} rows, {len(far)} differ beyond Monte-Carlo error (Fisher's test, Holm, {LEVEL:.0%})")
    for row in far:
        print(f"  {row.name.strip()}")
    if without := unnoted(claims, papers):
        print(f"no rate to compare: {', '.join(without)}")
    print(f"{perf_counter() - started:.0f} s")
    return rows


if __name__ == "__main__":
    use_one_thread()
    main(int(argv[1]) if len(argv) > 1 else 80, tuple(argv[2:]))
