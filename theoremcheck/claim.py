"""A theorem as an executable claim, and its controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import floor, inf, isfinite
from typing import Any, get_type_hints

import torch
from torch import Tensor

from theoremcheck.predictions import Prediction
from theoremcheck.regimes import Sampler
from theoremcheck.streams import Streams
from theoremcheck.vocabulary import EXACTNESS, KINDS, Exactness, Flaw, Kind, Verdict

__all__ = [
    "Baseline",
    "Claim",
    "ClaimError",
    "Control",
    "Experiment",
    "PositiveControl",
    "Scale",
    "Source",
    "Study",
    "Trust",
]

Experiment = Callable[[Any, Streams], Mapping[str, Tensor]]
"""(batch of regimes, per-trial streams) -> observables of shape (trials,) or (trials, points)."""

_OF_A_SAMPLER = (
    "strategy", "sample", "regime", "declaration", "admits", "corners", "spread", "simplifications", "size",
)  # fmt: skip

_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


class ClaimError(ValueError):
    """A claim that was declared wrongly; the message says what came, what was expected and why."""


@dataclass(frozen=True)
class Source:
    """Where a claim was read.

    Attributes:
        paper: Authors and year, for instance "Yaras et al. 2025".
        item: The statement in the paper, for instance "Theorem 3.2"; where the page derives it, what from.
        exactness: Whether the claim's statement is the paper's own words, the same mathematics in other words, or
            reconstructed (recalled or derived, not read).
        arxiv: arXiv identifier, if there is one.
    """

    paper: str
    item: str
    exactness: Exactness
    arxiv: str | None = None

    def __post_init__(self) -> None:
        """Check that there is something to look up."""
        for name in ("paper", "item"):
            if not str(getattr(self, name)).strip():
                raise ClaimError(f"Source({name}={getattr(self, name)!r}) is empty: a claim says where it was read")
        _one_of("exactness", self.exactness, EXACTNESS)
        if self.arxiv is not None and not re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?|[a-z.-]+/\d{7}", self.arxiv):
            raise ClaimError(f"arxiv={self.arxiv!r} is no arXiv identifier such as '2412.07909'")

    @property
    def url(self) -> str | None:
        """Link to the abstract page."""
        return f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else None


@dataclass(frozen=True)
class Scale:
    """How a regime grows along the theorem's own asymptotics.

    The engine runs the experiment once a factor, with the same streams (common random numbers), and joins what it
    returns into curves over the ladder. The grown field itself is recorded under its name.

    Attributes:
        field: The field of the regime that grows; the abscissa of the ladder.
        factors: Increasing positive factors, at least two.
        grow: Maps (batch of regimes, factor) to the grown batch; the other fields may grow with it.
    """

    field: str
    factors: tuple[int | float, ...]
    grow: Callable[[Any, Any], Any]

    def __post_init__(self) -> None:
        """Check that the ladder has rungs and that they rise."""
        if len(self.factors) < 2:
            raise ClaimError(f"factors={self.factors!r} must have at least two rungs: one size shows no trend")
        rising = all(low < high for low, high in zip(self.factors, self.factors[1:], strict=False))
        if not (0 < self.factors[0] and rising and isfinite(self.factors[-1])):
            raise ClaimError(f"factors={self.factors!r} must be positive, finite and increasing")


@dataclass(frozen=True)
class Trust:
    """How the numerics of a claim are put to the test: some trials are run again in float64 and with half the step.

    Attributes:
        fraction: Share of the trials that is run again, in (0, 1].
        at_least: The first trials are all run again: a small share of a small run would show nothing.
        rate: Disagreements in the sign of the margin that are put up with; beyond it the verdict is unstable.
        refine: Maps a batch of regimes to the same regimes with half the step (or a hundredth of the tolerance); None
            where the experiment has no step: then only the precision changes, and in a claim that is run in float64
            anyhow nothing does, so that nothing is run again.
        round_off: Largest relative difference that the same trial may show in another batch; None takes 1e-3 for
            float32 and 1e-6 for float64. That is about the square root of either's precision: a recursion which loses
            more than half of its digits to the order of a sum has no outcome that one could rely on.
    """

    fraction: float = 0.1
    at_least: int = 16
    rate: float = 0.05
    refine: Callable[[Any], Any] | None = None
    round_off: float | None = None

    def __post_init__(self) -> None:
        """Check the shares."""
        if not 0 < self.fraction <= 1:
            raise ClaimError(f"fraction={self.fraction!r} must lie in (0, 1]")
        if not 0 < self.rate < 1:
            raise ClaimError(f"rate={self.rate!r} must lie in (0, 1)")
        if self.at_least < 0:
            raise ClaimError(f"at_least={self.at_least!r} must not be negative")
        if self.round_off is not None and not 0 <= self.round_off < inf:
            raise ClaimError(f"round_off={self.round_off!r} must be a finite number, at least 0")

    def selects(self, index: int) -> bool:
        """Whether a trial is run again; decided by its index alone, before anything is known of it."""
        return index < self.at_least or floor(index * self.fraction) > floor((index - 1) * self.fraction)


@dataclass(frozen=True, kw_only=True)
class Control:
    """The same check with ONE hypothesis of the theorem broken: the prediction must fail there.

    Attributes:
        breaks: The hypothesis that is broken, in words; unique within the claim.
        regimes: Where the broken hypothesis is one on the parameters; otherwise the claim's own.
        experiment: Where the broken hypothesis is one on the experiment; otherwise the claim's own.
    """

    breaks: str
    regimes: Sampler | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Check that something is broken, and that it is named."""
        if not self.breaks.strip():
            raise ClaimError("Control(breaks='') must say which hypothesis is broken")
        if self.regimes is None and self.experiment is None:
            raise ClaimError(f"the control {self.breaks!r} changes neither regimes nor experiment: it breaks nothing")


@dataclass(frozen=True, kw_only=True)
class PositiveControl:
    """The same check of a refuted claim with ONE hypothesis added, so that the statement is true: it must hold there.

    A refutation is a finding about the statement only if the same experiment and prediction can succeed. What fails
    under the added hypothesis too may be the experiment, the numerics or our reading of the prediction.

    Attributes:
        adds: The hypothesis that is added, in words; unique within the claim.
        regimes: Where the added hypothesis is one on the parameters; otherwise the claim's own.
        experiment: Where the added hypothesis is one on the experiment; otherwise the claim's own.
    """

    adds: str
    regimes: Sampler | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Check that something is added, and that it is named."""
        if not self.adds.strip():
            raise ClaimError("PositiveControl(adds='') must say which hypothesis is added")
        if self.regimes is None and self.experiment is None:
            raise ClaimError(
                f"the positive control {self.adds!r} changes neither regimes nor experiment: it adds nothing"
            )


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A learner that learns nothing, asked what the claim asks of training: no verdict depends on it.

    Where the prediction holds for it too, the claim says nothing of what training does; a report says so beside the
    verdict, "supported; also holds before training".

    Attributes:
        when: Words that follow "also holds", such as "before training" or "with shuffled labels"; unique within the
            claim.
        change: Maps a batch of the claim's regimes to that of the learner, for instance to a horizon of 0; None where
            the experiment alone differs.
        experiment: Where the learner needs one of its own; otherwise the claim's.
    """

    when: str
    change: Callable[[Any], Any] | None = None
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Check that the learner is another one, and that it is named."""
        if not self.when.strip():
            raise ClaimError("Baseline(when='') must say when the prediction would also hold, as 'before training'")
        if self.change is None and self.experiment is None:
            raise ClaimError(
                f"the baseline {self.when!r} changes neither regimes nor experiment: it learns as the claim"
            )

    def learner(self, experiment: Experiment) -> Experiment:
        """What is run in place of the claim's experiment, on the claim's own regimes and streams."""
        run = self.experiment or experiment
        return run if self.change is None else partial(_after_change, change=self.change, experiment=run)


def _after_change(
    batch: Any, streams: Streams, change: Callable[[Any], Any], experiment: Experiment
) -> Mapping[str, Tensor]:
    return experiment(change(batch), streams)


@dataclass(frozen=True)
class Study:
    """Several claims that read one and the same trajectory, so that it is trained once.

    Claims of a study share draws. Their specification covers every module of `package`: whoever changes one
    prediction after seeing the draws gets new draws for all of them.

    Attributes:
        name: Name of the trajectory, with the paper in front.
        package: Import name of the folder that holds the claims which share it.
    """

    name: str
    package: str

    def __post_init__(self) -> None:
        """Check the name."""
        _check_name("Study", self.name)


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

    def __post_init__(self) -> None:
        """Check the declaration whole, so that a wrong one fails before anything is trained."""
        _check_name("Claim", self.name)
        _one_of("kind", self.kind, KINDS)
        _check_parts(self)
        _check_required(self.name, self.required)
        _check_controls(self)
        _check_known(self)
        if self.reading_of == self.name:
            raise ClaimError(f"{self.name}: reading_of={self.reading_of!r} is the claim itself, expected another one")
        if self.dtype not in (torch.float32, torch.float64):
            raise ClaimError(f"{self.name}: dtype={self.dtype} must be torch.float32 or torch.float64")

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


def _check_name(what: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ClaimError(
            f"{what} name {name!r} must be lower-case words joined by '-' and '.', such as 'paper2024.gap-closes': "
            "it names folders, test items and badges"
        )


def _check_parts(claim: Claim) -> None:
    if not claim.statement or not claim.statement.strip():
        raise ClaimError(f"{claim.name}: the statement is empty (is the docstring of the page missing?)")
    for name, expected in (("source", Source), ("trust", Trust)):
        if not isinstance(getattr(claim, name), expected):
            raise ClaimError(f"{claim.name}: {name}={getattr(claim, name)!r} must be a {expected.__name__}")
    _check_regimes(claim.name, claim.regimes)
    optional = (("scale", Scale), ("growth", Scale), ("study", Study), ("known", Verdict), ("flaw", Flaw))
    for name, kind in optional:
        if not isinstance(getattr(claim, name), kind | None):
            raise ClaimError(f"{claim.name}: {name}={getattr(claim, name)!r} must be a {kind.__name__}")
    for member in ("margin", "observables", "sentence"):
        if not hasattr(claim.prediction, member):
            raise ClaimError(f"{claim.name}: prediction={claim.prediction!r} has no {member}")
    _check_experiment(claim.name, claim.experiment)
    for name in ("scale", "growth"):
        grown = getattr(claim, name)
        if grown is not None and grown.field not in get_type_hints(claim.regimes.regime):
            raise ClaimError(
                f"{claim.name}: the {name} grows {grown.field!r}, which {claim.regimes.regime.__name__} lacks"
            )


def _check_regimes(owner: str, regimes: Any) -> None:
    for member in _OF_A_SAMPLER:
        if not hasattr(regimes, member):
            raise ClaimError(f"{owner}: regimes={regimes!r} has no {member}; expected Regimes or GivenRegimes")


def _check_experiment(owner: str, experiment: Any) -> None:
    if not callable(experiment):
        raise ClaimError(f"{owner}: experiment={experiment!r} must be a function of (regimes, streams)")


def _check_required(name: str, required: Any) -> None:
    if callable(required):
        return
    if isinstance(required, bool) or not isinstance(required, int | float) or not isfinite(required):
        raise ClaimError(f"{name}: required={required!r} must be a number in (0, 1), or a function of the regimes")
    if not 0 < required < 1:
        raise ClaimError(
            f"{name}: required={required!r} must lie strictly between 0 and 1: no finite number of draws can support "
            "probability one; say 0.99 or 0.999"
        )


def _check_known(claim: Claim) -> None:
    if claim.known is not None and not claim.reason.strip():
        raise ClaimError(f"{claim.name}: known={claim.known} needs a reason")
    if claim.known is Verdict.REFUTED and claim.flaw is None:
        raise ClaimError(
            f"{claim.name}: known=refuted needs a flaw, one of {', '.join(f'Flaw.{flaw.name}' for flaw in Flaw)}: "
            "an author has to be told which kind of finding it is"
        )
    if claim.known is not Verdict.REFUTED and claim.flaw is not None:
        raise ClaimError(
            f"{claim.name}: flaw={claim.flaw} goes with known=Verdict.REFUTED alone, not known={claim.known}"
        )
    if claim.known is Verdict.REFUTED and not claim.positive_controls:
        raise ClaimError(
            f"{claim.name}: known=refuted needs at least one PositiveControl, the same statement where it is true: "
            "without it the refutation shows only that something fails, which may be the experiment"
        )


_Changed = Control | PositiveControl | Baseline
_CONTROLS: tuple[tuple[str, type[_Changed]], ...] = (
    ("controls", Control),
    ("weakenings", Control),
    ("positive_controls", PositiveControl),
    ("baselines", Baseline),
)


def _check_controls(claim: Claim) -> None:
    if not isinstance(claim.controls, tuple) or not claim.controls:
        raise ClaimError(
            f"{claim.name}: controls={claim.controls!r} must hold at least one Control: "
            "a claim that cannot fail shows nothing"
        )
    for name, expected in _CONTROLS:
        declared, kind = getattr(claim, name), name.removesuffix("s").replace("_", " ")
        if not isinstance(declared, tuple):
            raise ClaimError(f"{claim.name}: {name}={declared!r} must be a tuple of {expected.__name__}s")
        for control in declared:
            if not isinstance(control, expected):
                raise ClaimError(f"{claim.name}: {name} holds {control!r}, expected a {expected.__name__}")
            _check_changes(claim, control, f"{kind} {_words(control)!r}")
    # Their words name their records, so they differ from kind to kind too.
    names = [_words(control) for name, _ in _CONTROLS for control in getattr(claim, name)]
    if len(set(names)) < len(names):
        raise ClaimError(f"{claim.name}: two controls break or add the same hypothesis: {names}")


def _words(control: _Changed) -> str:
    if isinstance(control, Baseline):
        return control.when
    return control.breaks if isinstance(control, Control) else control.adds


def _check_changes(claim: Claim, control: _Changed, shown: str) -> None:
    if control.experiment is not None:
        _check_experiment(f"{claim.name}, {shown}", control.experiment)
    if isinstance(control, Baseline):
        same = control.change is None
    else:
        same = (control.regimes or claim.regimes) is claim.regimes
        _check_regimes(f"{claim.name}, {shown}", control.regimes or claim.regimes)
    if same and (control.experiment or claim.experiment) is claim.experiment:
        raise ClaimError(f"{claim.name}: the {shown} is the claim itself: it changes nothing")


def _one_of(name: str, value: Any, words: tuple[str, ...]) -> None:
    if value not in words:
        raise ClaimError(f"{name}={value!r} must be one of {', '.join(words)}")
