"""A theorem as an executable claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from theoremcheck.claim.controls import Baseline, Control, PositiveControl
from theoremcheck.claim.parts import Experiment, Scale, Source, Study, Trust
from theoremcheck.claim.validation import check_declaration
from theoremcheck.predictions import Prediction
from theoremcheck.regimes import Sampler
from theoremcheck.vocabulary import Flaw, Kind, Verdict

__all__ = ["Claim"]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """An executable theorem: regime, experiment, predicted outcome and the controls that must fail.

    Attributes:
        name: Identifier for ever, `paper.what-it-says`.
        statement: What the theorem says, with its formulas in LaTeX.
        source: Where it was read, and how literally.
        regimes: Where the parameters are drawn from.
        experiment: Batched function of (regimes, streams).
        prediction: Maps observables to one margin a trial.
        required: The probability with which the theorem says that the outcome is seen: a number in (0, 1), or a
            function of the batch of regimes where the theorem's delta depends on them. Such a function takes eight
            values at most, since the draws of each decide it alone: a lenient one does not pay for a strict one.
        controls: At least one: a claim that cannot fail shows nothing.
        kind: Theorem, lemma, corollary, proposition, or empirical (an experiment's claim, not a theorem's).
        scale: The theorem's asymptotics, if the claim climbs a ladder.
        growth: How a counterexample grows along the theorem's asymptotics, to see whether it is an effect of small
            sizes that fades. Without it every one stays; a claim that climbs a ladder speaks of the trend already.
        known: The verdict that is known for a statement which does not hold as printed, with `reason`.
        reason: Why `known` is what it is.
        flaw: What kind of finding a known refutation is; given with `known=Verdict.REFUTED`, and only there.
        repairs: Name of the claim, refuted as printed, that this one corrects.
        reading_of: Name of the claim whose statement this one asks in another reading: with other sizes, another
            observable, another arm. A report counts the two as one statement.
        trust: How the numerics are checked.
        dtype: Floating type of regimes and streams.
        study: The trajectory that this claim shares with others, if it does.
        weakenings: Further hypotheses that can be broken one at a time, whether or not the prediction needs them; only
            `theoremcheck necessity` looks at them, no verdict does.
        positive_controls: Where the statement should be true; at least one where a refutation is known. No refutation
            stands unless each of them is supported.
        baselines: Learners that learn nothing; a report says whether the prediction holds for them as well.
        reads: Files, or folders of files, that its functions read beside the source that its page imports: tables, or
            modules imported by name. Their contents are part of the specification. A claim of a study declares none:
            `Study.reads` does.
    """

    name: str
    statement: str
    source: Source
    regimes: Sampler
    experiment: Experiment
    prediction: Prediction
    required: float | Callable[[Any], Tensor]
    controls: tuple[Control, ...]
    kind: Kind = "theorem"
    scale: Scale | None = None
    growth: Scale | None = None
    known: Verdict | None = None
    reason: str = ""
    flaw: Flaw | None = None
    repairs: str | None = None
    reading_of: str | None = None
    trust: Trust = field(default_factory=Trust)
    dtype: torch.dtype = torch.float32
    study: Study | None = None
    weakenings: tuple[Control, ...] = ()
    positive_controls: tuple[PositiveControl, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    reads: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        """Check the declaration whole, so that a wrong one fails before anything is trained."""
        check_declaration(self)

    @property
    def paper(self) -> str:
        """The part of the name before the first dot."""
        return self.name.partition(".")[0]

    @property
    def expected(self) -> Verdict:
        """The verdict that makes a run succeed."""
        return self.known or Verdict.SUPPORTED

    @property
    def refinement(self) -> str | None:
        """What changes when a trial is run again to test the numerics, in words; None where nothing would."""
        precision = "in float64" if self.dtype == torch.float32 else ""
        step = "with half the step" if self.trust.refine is not None else ""
        return f"{precision} {step}".strip() or None

    @property
    def round_off(self) -> float:
        """Relative difference that the same trial may show in another batch."""
        if self.trust.round_off is not None:
            return self.trust.round_off
        return 1e-3 if self.dtype == torch.float32 else 1e-6
