"""A claim with its series and its evidence: the one value that searches, maps, tables and verdicts are functions of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from theoremcheck.claim import Claim
from theoremcheck.evidence import EvidenceError, Ledger, Trial, Trials, read_ledger
from theoremcheck.series.readings import readings_of
from theoremcheck.series.specification import Series, series_of
from theoremcheck.vocabulary import Precision

__all__ = ["Dossier", "Train", "lacks", "part_of"]

Train = Callable[[Series, Mapping[int, Any], Precision], Sequence[Trial]]
"""(series, points by number, precision) -> their trials in the order of the points.

What the ledger lacks is trained, one batch a shape, and recorded before it is returned.
"""


@dataclass(frozen=True)
class Dossier:
    """A claim, its series, and all recorded trials of its specification.

    Attributes:
        claim: The claim.
        own: Its own series.
        controls: The series of its controls, in the order of declaration.
        positive_controls: The series of its positive controls, in the order of declaration.
        baselines: The series of its baselines, in the order of declaration.
        ledger: The recorded trials; grows while a run trains more. The claims of a study may share one.
    """

    claim: Claim
    own: Series
    controls: tuple[Series, ...]
    positive_controls: tuple[Series, ...]
    baselines: tuple[Series, ...]
    ledger: Ledger

    @classmethod
    def of(cls, claim: Claim, ledger: Ledger) -> Dossier:
        """A claim with trials that the caller has read, or with none yet.

        Raises:
            SpecificationError: If the declaration has no stable description.
        """
        return cls._with(claim, series_of(claim), ledger)

    @classmethod
    def _with(cls, claim: Claim, every: Sequence[Series], ledger: Ledger) -> Dossier:
        own, *others = every
        return cls(
            claim,
            own,
            controls=tuple(series for series in others if series.breaks is not None),
            positive_controls=tuple(series for series in others if series.adds is not None),
            baselines=tuple(series for series in others if series.baseline is not None),
            ledger=ledger,
        )

    @classmethod
    def read(cls, claim: Claim, evidence: Path, every: Sequence[Series] = ()) -> Dossier:
        """A claim with its recorded trials.

        Args:
            claim: The claim.
            evidence: Directory of all evidence.
            every: What `series_of` says of it, for a caller that has asked already: it reads all sources each time.

        Raises:
            SpecificationError: If the declaration has no stable description.
            EvidenceError: If the evidence that is there cannot be trusted.
        """
        every = every or series_of(claim)
        return cls._recorded(claim, every, read_ledger(evidence, every[0].owner, every[0].specification))

    @classmethod
    def of_recorded(cls, claim: Claim, ledger: Ledger) -> Dossier:
        """A claim with trials that were read from evidence, which may be a stranger's.

        Raises:
            SpecificationError: If the declaration has no stable description.
            EvidenceError: If a trial with an outcome lacks what the claim's prediction reads.
        """
        return cls._recorded(claim, series_of(claim), ledger)

    @classmethod
    def _recorded(cls, claim: Claim, every: Sequence[Series], ledger: Ledger) -> Dossier:
        dossier = cls._with(claim, every, ledger)
        dossier.check_observables()
        return dossier

    def check_observables(self) -> None:
        """See that trials with an outcome have what the claim's prediction reads.

        Raises:
            EvidenceError: If one lacks it.
        """
        for series in self.every_series:
            for trial in self.ledger.layouts(series.label):
                if lacking := lacks(self.claim, trial):
                    raise EvidenceError(f"trial {trial.index} of {trial.series!r} has no observable {lacking!r}")

    @property
    def every_series(self) -> tuple[Series, ...]:
        """The claim's own series first, then its controls, its positive controls and its baselines."""
        return (self.own, *self.controls, *self.positive_controls, *self.baselines)

    def settled(self, series: Series, trials: Sequence[Trial]) -> Trials:
        """Trials of a series up to the first that waits for its rerun; one whose margin is round-off is its rerun."""
        reruns, trials = self.ledger.trials(series.label, Precision.REFINED), Trials.of(trials)
        unclear = np.flatnonzero(readings_of(self.claim, trials).unclear)
        if not unclear.size:
            return trials
        waiting = trials.indices[unclear].tolist()
        made = next((number for number, index in enumerate(waiting) if index not in reruns), len(waiting))
        both = Trials.joined([trials, reruns.at(waiting[:made])])
        order = np.arange(len(trials) if made == len(waiting) else unclear[made])
        order[unclear[:made]] = len(trials) + np.arange(made)
        return both[order]

    def draws(self, series: Series) -> Trials:
        """The trials 0, 1, 2, ... of a series up to the first gap, each settled."""
        return self.settled(series, self.ledger.contiguous(series.label))


def lacks(claim: Claim, trial: Trial) -> str | None:
    """An observable that the claim's prediction reads and a trial with an outcome does not have."""
    if trial.error is not None:
        return None
    return next((name for name in claim.prediction.observables if name not in trial.observables), None)


def part_of(series: Series, *names: str) -> Series:
    """A series that records other trials of the same regimes and experiment, such as those of a search or a map."""
    return replace(series, label="/".join((series.label, *names)))
