"""Draws that the engine makes again in other company: a trial is a function of its regime and its streams alone.

An experiment may mix its trials by mistake (a mean over the batch, one coin for all), read random numbers of the whole
process, a counter or the clock. Its draws are then not independent, and no e-value of them means anything. So the
engine makes some draws of every series again, alone or among others, and the experiment has to return the same.

Their index alone says which draws these are, before anybody knows anything of them. They have the index and so the
streams of the draws that they repeat; the evidence holds them, so that a verdict stays a function of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from theoremcheck.evidence.ledger import Ledger
from theoremcheck.evidence.records import Trial
from theoremcheck.series.company import ASKED, decided_by_company
from theoremcheck.series.comparison import Difference, compare
from theoremcheck.series.dossier import Dossier, part_of
from theoremcheck.series.specification import Series

__all__ = ["again_of", "companies", "differing", "made_again"]

_KIND = "again"
_ALONE = range(2)
"""More than one: the first trial of a batch may be the one that its mates depend on, and would come out the same. A
batch of one takes nearly as long as one of many, so they are few."""
_REORDERED = range(2, 12)
"""Fewer than a first batch has, and backwards: other mates for each of them, another first, and another size."""


def again_of(series: Series) -> tuple[Series, Series]:
    """The parts that hold draws of a series made again: alone, and backwards among others."""
    return part_of(series, _KIND, "alone"), part_of(series, _KIND, "backwards")


def companies(series: Series, drawn: Sequence[Trial]) -> Iterator[tuple[Series, Sequence[int]]]:
    """Which of the first draws the engine makes again together, in the order in which they stand in their batch.

    Where all of them look alike, one that is made again tells little: a coin that a whole batch shares shows the same
    side more often than not. Then the engine makes all of them again alone.

    Args:
        series: The series.
        drawn: Its draws 0, 1, 2, ...
    """
    alone, reordered = again_of(series)
    first = drawn[: _REORDERED.stop]
    singles = range(len(first)) if _look_alike(first) else _ALONE
    yield from ((alone, [index]) for index in singles if index < len(first))
    yield reordered, [index for index in reversed(_REORDERED) if index < len(first)]


def _look_alike(trials: Sequence[Trial]) -> bool:
    return all(trial.observables == trials[0].observables for trial in trials)


def made_again(series: Series, ledger: Ledger) -> int:
    """How many draws of a series the engine made again."""
    return sum(1 for _ in _repeats(series, ledger))


def _repeats(series: Series, ledger: Ledger) -> Iterator[tuple[str, Trial, Trial]]:
    """How a draw was made again, its record, and that of its repeat.

    Repeats that the engine does not make are none: whoever may choose which draws are compared, or add some that come
    out the same, may make any share of differing ones small.
    """
    drawn = ledger.contiguous(series.label)
    for part, indices in companies(series, drawn):
        repeated = ledger.trials(part.label)
        for index in indices:
            if index in repeated:
                yield part.label.rpartition("/")[2], drawn[index], repeated[index]


def differing(dossier: Dossier, series: Series) -> Iterator[Difference]:
    """What came out otherwise when the engine made a draw again, or asked what the prediction says of it alone.

    Args:
        dossier: The claim, its series and its evidence.
        series: One of its series.
    """
    for company, first, later in _repeats(series, dossier.ledger):
        if (found := compare(dossier, first, later, f"made again {company}")) is not None:
            yield found
    if (said := decided_by_company(dossier.claim, dossier.ledger.contiguous(series.label)[:ASKED])) is not None:
        yield Difference(said, decides=True)
